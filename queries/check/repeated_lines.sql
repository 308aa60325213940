-- title: order lines that are the same as another in every column
-- row: a rule, the lines beyond the first of each and up to five examples
-- tables: order_lines
-- The columns are all of the table. Sorting hashes finds the few orders worth a closer look in half
-- the time that grouping every line by every column takes.
WITH hashed AS (
    SELECT order_id, hash({columns}) AS hashed FROM order_lines
),
suspected AS MATERIALIZED (
    SELECT order_id
    FROM (
        SELECT order_id, lag(hashed) OVER (ORDER BY hashed) = hashed AS is_again FROM hashed
    )
    WHERE is_again
),
repeated AS (
    SELECT account_id, order_id, ordered_on, net, count(*) AS n_rows
    FROM order_lines
    WHERE order_id IN (FROM suspected)
    GROUP BY {columns}
    HAVING count(*) > 1
)
SELECT
    'repeated_line' AS rule,
    sum(n_rows - 1)::BIGINT AS n_rows,
    list(
        MAP {
            'account_id': account_id,
            'order_id': order_id,
            'ordered_on': ordered_on::VARCHAR,
            'net': net::VARCHAR,
            'rows': n_rows::VARCHAR
        }
        ORDER BY n_rows DESC, account_id, order_id, net
    )[:5] AS examples
FROM repeated
