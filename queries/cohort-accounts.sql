-- title: the customers of each year
-- row: a customer that ordered at least once, with the last day of the year of its first order
-- uses: measures, year_days
-- tables: accounts
-- param: cohort DATE only the customers of the year that ends on this day, or null
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    year_to AS first_year_to,
    account_id,
    accounts.name,
    accounts.owner,
    accounts.segment,
    orders_12m > 0 AS is_active,
    revenue_12m,
    revenue_total,
    first_order_on,
    last_order_on
FROM measures
JOIN accounts USING (account_id)
JOIN year_days ON first_order_on = day
WHERE
    ($cohort IS NULL OR year_to = $cohort)
    AND ($owner IS NULL OR accounts.owner = $owner)
    AND ($segment IS NULL OR accounts.segment = $segment)
ORDER BY year_to, revenue_12m DESC, account_id
LIMIT $top
