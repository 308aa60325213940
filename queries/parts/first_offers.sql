-- title: what new customers were offered since their first order
-- row: a customer in after-care with an offer after its first order, or the answer to one
-- uses: first_deliveries, outcomes
-- tables: offers
-- param: as_of DATE the day the answer is for
-- An offer that closed without a day is taken to have closed when it was made. People log offers and
-- their answers as well: an offer that was sent has no amount, and an order or needs that were learnt
-- answer what was offered before.
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
    UNION ALL
    SELECT account_id, happened_on, uid, NULL, false, 'open', NULL, NULL
    FROM outcomes
    JOIN first_deliveries USING (account_id)
    WHERE outcome = 'offer sent' AND happened_on >= first_order_on
),
answered AS (
    SELECT account_id, max((place, outcome, happened_on)) AS answer
    FROM outcomes
    JOIN first_deliveries USING (account_id)
    WHERE outcome IN ('order', 'needs learnt') AND happened_on >= begun_on
    GROUP BY account_id
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
    coalesce(is_answered OR newest[4], false) AS is_closed,
    is_answered,
    CASE
        WHEN is_answered THEN 'what it needs was learnt on ' || answer[3]
        WHEN newest[4] THEN newest[5]
    END AS reason,
    CASE WHEN is_answered THEN answer[3] WHEN newest[4] THEN newest[6] END AS closed_on,
    CASE WHEN answer[2] = 'order' THEN least(won_on, answer[3]) ELSE won_on END AS won_on
FROM (
    SELECT
        coalesce(by_account.account_id, answered.account_id) AS account_id,
        newest,
        won_on,
        answer,
        coalesce(
            answer[2] = 'needs learnt' AND coalesce(newest[1] <= answer[3], true), false
        ) AS is_answered
    FROM by_account
    FULL JOIN answered ON answered.account_id = by_account.account_id
)
