-- title: what became of the customers of each year
-- row: a year in which customers ordered first, and a year from it on, both by their last day
-- uses: orders, year_days
-- tables: accounts, order_lines
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: top BIGINT at most this many rows, or null
WITH wanted AS (
    SELECT account_id
    FROM accounts
    WHERE ($owner IS NULL OR owner = $owner) AND ($segment IS NULL OR segment = $segment)
),
-- Active in a year is who has an order in it: in the last one, who is in the base.
active AS (
    SELECT DISTINCT account_id, year_to
    FROM orders
    SEMI JOIN wanted USING (account_id)
    JOIN year_days ON ordered_on = day
),
joined AS (
    SELECT account_id, min(year_to) AS first_year_to
    FROM active
    GROUP BY account_id
),
sold AS (
    SELECT account_id, year_to, sum(net) AS revenue
    FROM order_lines
    SEMI JOIN joined USING (account_id)
    JOIN year_days ON ordered_on = day
    GROUP BY account_id, year_to
),
by_year AS (
    SELECT first_year_to, year_to, count(*) AS active, sum(revenue) AS revenue
    FROM active
    JOIN joined USING (account_id)
    LEFT JOIN sold USING (account_id, year_to)
    GROUP BY first_year_to, year_to
),
cohorts AS (
    SELECT first_year_to, count(*) AS accounts FROM joined GROUP BY first_year_to
),
years AS (
    SELECT DISTINCT year_to FROM year_days
)
SELECT
    first_year_to,
    year_to,
    datediff('year', first_year_to, year_to) AS years_on,
    cohorts.accounts,
    coalesce(active, 0) AS active,
    coalesce(active, 0) / cohorts.accounts AS active_share,
    coalesce(revenue, 0)::DECIMAL(38, 4) AS revenue
FROM cohorts
JOIN years ON year_to >= first_year_to
LEFT JOIN by_year USING (first_year_to, year_to)
ORDER BY first_year_to, year_to
LIMIT $top
