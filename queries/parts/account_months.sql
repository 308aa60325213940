-- title: what an account bought month by month
-- row: one of the last 24 months, the oldest first; margin is null where no cost is known
-- uses: month_days
-- tables: order_lines, known
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
WITH months AS (
    SELECT months_ago, min(day) AS first_day, max(day) AS last_day
    FROM month_days
    GROUP BY months_ago
),
sold AS (
    SELECT
        months_ago,
        sum(net) AS revenue,
        sum(net - cost) AS margin,
        count(*) AS n_lines,
        count(cost) AS n_costed
    FROM order_lines
    JOIN month_days ON ordered_on = day
    WHERE account_id = $account
    GROUP BY months_ago
)
SELECT
    first_day,
    last_day,
    coalesce(revenue, 0)::DECIMAL(38, 4) AS revenue,
    CASE WHEN order_lines_cost THEN known_sum(n_lines, n_costed, margin) END::DECIMAL(38, 4)
        AS margin
FROM months
CROSS JOIN known
LEFT JOIN sold USING (months_ago)
ORDER BY first_day
