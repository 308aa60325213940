-- title: how strong we are at each account
-- row: an account; those where we are furthest behind first, those that are not rated last
-- uses: strengths, measures
-- tables: accounts
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
WITH ours AS (
    SELECT account_id, index, coverage, position FROM strengths WHERE is_us
),
theirs AS (
    SELECT account_id, any_value(rival) AS rival, any_value(rival_index) AS rival_index
    FROM strengths
    GROUP BY account_id
)
SELECT
    account_id,
    name,
    revenue_12m::DOUBLE AS revenue_12m,
    index,
    rival,
    rival_index,
    round_even(index - rival_index, 9) AS lead
FROM accounts
JOIN measures USING (account_id)
LEFT JOIN ours USING (account_id)
LEFT JOIN theirs USING (account_id)
WHERE ($owner IS NULL OR owner = $owner) AND ($segment IS NULL OR segment = $segment)
ORDER BY lead NULLS LAST, index NULLS LAST, revenue_12m DESC, account_id
