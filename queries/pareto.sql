-- title: how much of the revenue the largest accounts make together
-- row: an account with an order in the 12 months, the largest first
-- uses: curve
-- param: a DOUBLE the share of the revenue that the accounts of A make together, 0-1
-- param: b DOUBLE the share that those of A and B make together, 0-1
-- param: top BIGINT at most this many rows, or null
-- The account that takes the sum over a line still belongs above it.
SELECT
    rank,
    account_id,
    name,
    owner,
    segment,
    revenue_12m,
    ratio(counted, whole) AS revenue_share,
    ratio(up_to_it, whole) AS cumulative_share,
    CASE
        WHEN ratio(up_to_it - counted, whole) < $a THEN 'A'
        WHEN ratio(up_to_it - counted, whole) < $b THEN 'B'
        WHEN whole > 0 THEN 'C'
    END AS abc
FROM curve
ORDER BY rank
LIMIT $top
