-- title: what we have offered an account
-- row: an offer made by the as-of date as it was known then, open ones first, then the newest
-- tables: offers
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- An offer that closed without a day is taken to have closed when it was made.
WITH as_known AS (
    SELECT
        *, outcome <> 'open' AND coalesce(closed_on, offered_on) <= $as_of AS is_closed
    FROM offers
    WHERE account_id = $account AND offered_on <= $as_of
)
SELECT
    offer_id,
    offered_on,
    amount,
    CASE WHEN is_closed THEN outcome ELSE 'open' END AS outcome,
    CASE WHEN is_closed THEN closed_on END AS closed_on,
    seller,
    competitor,
    CASE WHEN is_closed THEN reason END AS reason
FROM as_known
ORDER BY is_closed, offered_on DESC, offer_id
