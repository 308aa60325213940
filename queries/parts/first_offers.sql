-- title: what new customers were offered since their first order
-- row: a customer in after-care with an offer after its first order
-- uses: first_deliveries
-- tables: offers
-- param: as_of DATE the day the answer is for
-- An offer that closed without a day is taken to have closed when it was made.
WITH as_known AS (
    SELECT
        account_id,
        offered_on,
        offer_id,
        amount::DOUBLE AS amount,
        outcome <> 'open' AND coalesce(closed_on, offered_on) <= $as_of AS is_closed,
        outcome,
        reason,
        coalesce(closed_on, offered_on) AS closed_on
    FROM offers
    JOIN first_deliveries USING (account_id)
    WHERE offered_on > first_order_on AND offered_on <= $as_of
),
by_account AS (
    SELECT
        account_id,
        max((offered_on, offer_id, amount, is_closed, reason, closed_on)) AS newest,
        min(closed_on) FILTER (is_closed AND outcome = 'won') AS won_on
    FROM as_known
    GROUP BY account_id
)
SELECT
    account_id,
    newest[1] AS offered_on,
    newest[3] AS amount,
    newest[4] AS is_closed,
    CASE WHEN newest[4] THEN newest[5] END AS reason,
    CASE WHEN newest[4] THEN newest[6] END AS closed_on,
    won_on
FROM by_account
