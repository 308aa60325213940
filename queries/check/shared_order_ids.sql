-- title: order ids that are used under more than one account
-- row: a rule, the lines of such orders and up to five examples
-- tables: order_lines
WITH shared AS (
    SELECT order_id, count(*) AS n_rows, min(account_id) AS first_id, max(account_id) AS last_id
    FROM order_lines
    GROUP BY order_id
    HAVING first_id <> last_id
)
SELECT
    'shared_order_id' AS rule,
    sum(n_rows)::BIGINT AS n_rows,
    list(
        MAP {
            'order_id': order_id,
            'account_id': first_id,
            'also': last_id,
            'rows': n_rows::VARCHAR
        }
        ORDER BY n_rows DESC, order_id
    )[:5] AS examples
FROM shared
