-- title: the accounts behind the lines of the base
-- row: an account that was in the base on either day: new, reactivated, kept or lost
-- uses: in_base
-- param: since DATE the earlier day
-- param: line VARCHAR only this line of the balance, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    line,
    account_id,
    name,
    owner,
    segment,
    revenue_then,
    revenue_12m,
    revenue_12m - revenue_then AS revenue_change,
    profit_then,
    profit_12m,
    first_order_on,
    last_order_on
FROM in_base
WHERE
    line IS NOT NULL
    AND CASE $line
        WHEN 'opening' THEN line IN ('kept', 'lost')
        WHEN 'closing' THEN line <> 'lost'
        ELSE $line IS NULL OR line = $line
    END
ORDER BY
    list_position(['new', 'reactivated', 'kept', 'lost'], line),
    coalesce(revenue_12m, revenue_then) DESC,
    account_id
LIMIT $top
