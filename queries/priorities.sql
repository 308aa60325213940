-- title: which accounts matter most
-- row: an account, in order of importance; rank is null when too little is known to rank it
-- uses: ranked
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    rank,
    account_id,
    name,
    owner,
    segment,
    class,
    score,
    coverage,
    revenue_12m,
    profit_12m,
    revenue_growth,
    lifecycle,
    days_since_order,
    {shown}
FROM ranked
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY place
LIMIT $top
