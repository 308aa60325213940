-- title: the newest day with an order
-- row: that day, one row
-- tables: order_lines
-- param: today DATE the day it is
SELECT max(ordered_on) AS day FROM order_lines WHERE ordered_on <= $today
