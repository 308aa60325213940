-- title: sales by month
-- row: an account and one of the last 24 months in which it has order lines, or null for before
-- uses: month_days, group_marks
-- tables: order_lines
-- param: as_of DATE the day the answer is for
-- Lines without a cost have no margin; their revenue is kept apart, so that it can be left out.
-- `marks` has the bits of the product groups with a line of a positive amount, null where no line
-- has one; `marks_earlier` is the same without the newest 90 days.
SELECT
    account_id,
    months_ago,
    sum(net) AS revenue,
    sum(cost) AS cost,
    sum(net) FILTER (cost IS NULL) AS revenue_uncosted,
    bit_or(coalesce(mark, 0)) FILTER (net > 0) AS marks,
    bit_or(coalesce(mark, 0)) FILTER (net > 0 AND ordered_on <= $as_of - 90) AS marks_earlier
FROM order_lines
LEFT JOIN month_days ON ordered_on = day
LEFT JOIN group_marks USING (product_group)
WHERE ordered_on <= $as_of
GROUP BY account_id, months_ago
