-- title: why offers were won and lost, and against whom
-- row: an outcome, a reason and a competitor; the most frequent first, won before lost
-- tables: accounts, offers
-- param: as_of DATE the day the answer is for
-- param: since DATE the first day on which an offer that counts was closed; null for 12 months
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- An offer that closed without a day is taken to have closed when it was made.
WITH closed AS (
    SELECT
        outcome,
        nullif(trim(reason), '') AS reason,
        nullif(trim(competitor), '') AS competitor,
        amount
    FROM offers
    JOIN accounts USING (account_id)
    WHERE
        outcome <> 'open'
        AND coalesce(closed_on, offered_on) BETWEEN coalesce($since, months_up_to($as_of, 12)) AND $as_of
        AND ($owner IS NULL OR owner = $owner)
        AND ($segment IS NULL OR segment = $segment)
        AND ($account IS NULL OR account_id = $account)
),
summed AS (
    SELECT outcome, reason, competitor, count(*) AS offers, sum(amount) AS amount
    FROM closed
    GROUP BY ALL
)
SELECT
    outcome,
    reason,
    competitor,
    offers,
    amount::DECIMAL(38, 4) AS amount,
    ratio(offers, sum(offers) OVER (PARTITION BY outcome)) AS share,
    ratio(amount, sum(amount) OVER (PARTITION BY outcome)) AS amount_share
FROM summed
ORDER BY outcome DESC, offers DESC, amount DESC, reason NULLS LAST, competitor NULLS LAST
LIMIT $top
