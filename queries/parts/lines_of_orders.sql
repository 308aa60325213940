-- title: the order lines of an account's orders
-- row: a line of an order, the newest order first; returns are not orders
-- uses: orders
-- tables: order_lines
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- param: months INTEGER only orders of the months up to the as-of date, so many; null for all
-- param: which VARCHAR first or last for the orders of that day alone; null for all
WITH placed AS (
    SELECT order_id, ordered_on AS placed_on FROM orders WHERE account_id = $account
),
chosen AS (
    SELECT order_id, placed_on
    FROM placed
    WHERE
        ($months IS NULL OR placed_on >= months_up_to($as_of, $months))
        AND ($which IS NULL OR placed_on = CASE $which
            WHEN 'first' THEN (SELECT min(placed_on) FROM placed)
            ELSE (SELECT max(placed_on) FROM placed)
        END)
)
SELECT
    ordered_on,
    order_id,
    product_group,
    product,
    quantity,
    net,
    cost,
    (net::DECIMAL(38, 4) - cost)::DECIMAL(38, 4) AS margin,
    channel,
    CASE WHEN delivered_on <= $as_of THEN delivered_on END AS delivered_on,
    placed_on
FROM order_lines
JOIN chosen USING (order_id)
WHERE account_id = $account AND ordered_on <= $as_of
ORDER BY placed_on DESC, order_id, ordered_on DESC, net DESC, product_group, product, quantity, cost
