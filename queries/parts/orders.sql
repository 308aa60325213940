-- title: orders
-- row: an order placed by the as-of date, with its day; returns are not orders
-- tables: order_lines
-- param: as_of DATE the day the answer is for
SELECT account_id, order_id, min(ordered_on) AS ordered_on
FROM order_lines
WHERE ordered_on <= $as_of
GROUP BY account_id, order_id
HAVING sum(net) > 0
