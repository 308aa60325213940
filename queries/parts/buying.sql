-- title: which product groups an account buys
-- row: an account that bought something
-- tables: order_lines
-- param: as_of DATE the day the answer is for
-- A returned line shows no interest in its group: only lines with a positive amount count.
WITH groups_bought AS (
    SELECT
        account_id, product_group, min(ordered_on) AS first_on, max(ordered_on) AS last_on
    FROM order_lines
    WHERE ordered_on <= $as_of AND net > 0
    GROUP BY account_id, product_group
)
SELECT
    account_id,
    count(product_group) FILTER (last_on >= months_up_to($as_of, 12)) AS product_groups_12m,
    count(product_group) FILTER (first_on > $as_of - 90) AS new_groups_90d,
    -- Whether what it bought in the last 12 months says nothing of its group.
    count(*) FILTER (last_on >= months_up_to($as_of, 12)) > 0
        AND count(product_group) FILTER (last_on >= months_up_to($as_of, 12)) = 0
        AS groups_unknown,
    list(product_group) FILTER (last_on >= months_up_to($as_of, 12)) AS groups_12m
FROM groups_bought
GROUP BY account_id
