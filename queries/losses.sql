-- title: where we lose: on which success factor, to whom, and how much revenue that touches
-- row: a factor and a competitor that is ahead of us on it somewhere; the worst first
-- uses: ratings, factors, measures
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- weighted_lead is the mean over those accounts of the factor's share of the account's weight times
-- our rating less the competitor's: what the factor costs us in index points.
WITH weight_of_account AS (
    SELECT account_id, sum(weight) AS whole_weight FROM factors GROUP BY account_id
),
lost AS (
    SELECT
        account_id,
        factor,
        theirs.supplier AS rival,
        weight / whole_weight * (ours.rating - theirs.rating) AS weighted_lead
    FROM (FROM ratings WHERE supplier = 'us') AS ours
    JOIN (FROM ratings WHERE supplier <> 'us') AS theirs USING (account_id, factor)
    JOIN factors USING (account_id, factor)
    JOIN weight_of_account USING (account_id)
    WHERE theirs.rating > ours.rating AND weight > 0
)
SELECT
    factor,
    rival,
    count(*) AS accounts,
    round_even(avg(weighted_lead), 9) AS weighted_lead,
    sum(revenue_12m) AS revenue_12m
FROM lost
JOIN accounts USING (account_id)
JOIN measures USING (account_id)
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
GROUP BY factor, rival
ORDER BY sum(weighted_lead), factor, rival
LIMIT $top
