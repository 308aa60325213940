-- title: when an account bought from each product group
-- row: an account and a product group that it bought from
-- tables: order_lines
-- param: as_of DATE the day the answer is for
-- A returned line shows no interest in its group: only lines with a positive amount count.
SELECT account_id, product_group, min(ordered_on) AS first_on, max(ordered_on) AS last_on
FROM order_lines
WHERE ordered_on <= $as_of AND net > 0 AND product_group IS NOT NULL
GROUP BY account_id, product_group
