-- title: when an account bought from each product group, where there are more groups than bits
-- row: an account and a product group that it bought from, or null for lines without one
-- uses: group_marks
-- tables: order_lines
-- param: as_of DATE the day the answer is for
SELECT account_id, product_group, min(ordered_on) AS first_on, max(ordered_on) AS last_on
FROM order_lines
SEMI JOIN (SELECT 1 FROM group_marks WHERE mark IS NULL LIMIT 1) AS too_many ON true
WHERE ordered_on <= $as_of AND net > 0
GROUP BY account_id, product_group
