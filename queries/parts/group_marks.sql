-- title: a bit for each product group
-- row: a product group; its bit is null where there are more groups than bits
-- tables: raw_order_lines
-- A set of groups is then a number, and joining sets a bitwise or. A group that only lines have
-- that do not count has a bit as well, which nobody sets.
SELECT
    product_group,
    CASE WHEN count(*) OVER () <= 62
        THEN 1::BIGINT << (row_number() OVER () - 1)::INTEGER END AS mark
FROM (SELECT DISTINCT product_group FROM raw_order_lines WHERE product_group IS NOT NULL)
