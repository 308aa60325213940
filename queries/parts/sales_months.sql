-- title: sales by month
-- row: an account and one of the last 24 months in which it has order lines, or null for before
-- uses: month_days
-- tables: order_lines
-- param: as_of DATE the day the answer is for
-- Lines without a cost have no margin; their revenue is kept apart, so that it can be left out.
SELECT
    account_id,
    months_ago,
    sum(net) AS revenue,
    sum(cost) AS cost,
    sum(net) FILTER (cost IS NULL) AS revenue_uncosted
FROM order_lines
LEFT JOIN month_days ON ordered_on = day
WHERE ordered_on <= $as_of
GROUP BY account_id, months_ago
