-- title: the order lines behind an amount of an account
-- row: an order line, returns among them, the newest first; margin is null without a cost
-- uses: month_days
-- tables: order_lines
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- param: months INTEGER only the months up to the as-of date, so many; null for every one
-- param: until INTEGER without the newest months, so many
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
    CASE
        WHEN months_ago < 12 THEN 'last 12 months'
        WHEN months_ago < 24 THEN '12 months before'
        ELSE 'earlier'
    END AS period,
    months_ago
FROM order_lines
LEFT JOIN month_days ON ordered_on = day
WHERE
    account_id = $account
    AND ordered_on < months_up_to($as_of, $until)
    AND ($months IS NULL OR ordered_on >= months_up_to($as_of, $months))
ORDER BY ordered_on DESC, order_id, net DESC, product_group, product, quantity, cost
