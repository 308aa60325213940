-- title: what rests on the order lines of an account
-- row: an account, customer or prospect
-- uses: ordering, sales, buying, groups_sold
-- tables: accounts, known
-- param: as_of DATE the day the answer is for
-- The part of the measures that takes the time, and that nothing changes that people enter. It is
-- kept by the files of its tables: `known` may say here only what order_lines has.
WITH listed AS MATERIALIZED (
    SELECT account_id FROM accounts
)
SELECT
    listed.account_id,
    coalesce(sales.revenue_12m, 0)::DECIMAL(38, 4) AS revenue_12m,
    coalesce(sales.revenue_prior, 0)::DECIMAL(38, 4) AS revenue_prior,
    coalesce(sales.revenue_total, 0)::DECIMAL(38, 4) AS revenue_total,
    CASE
        WHEN NOT order_lines_cost THEN NULL
        WHEN sales.account_id IS NULL THEN 0
        ELSE sales.margin_12m
    END::DECIMAL(38, 4) AS margin_12m,
    CASE
        WHEN NOT order_lines_cost THEN NULL
        WHEN sales.account_id IS NULL THEN 0
        ELSE sales.margin_total
    END::DECIMAL(38, 4) AS margin_total,
    sales.revenue_costed_12m,
    coalesce(ordering.orders_12m, 0) AS orders_12m,
    coalesce(ordering.orders_total, 0) AS orders_total,
    ordering.first_order_on,
    ordering.last_order_on,
    $as_of - ordering.last_order_on AS days_since_order,
    ordering.order_interval::DOUBLE AS order_interval,
    ordering.n_order_days,
    CASE WHEN groups_sold.n > 0 AND NOT coalesce(groups_unknown, false)
        THEN coalesce(buying.product_groups_12m, 0)::BIGINT END AS product_groups_12m,
    CASE WHEN groups_sold.n > 0 AND NOT coalesce(groups_unknown, false)
        THEN coalesce(buying.new_groups_90d, 0)::BIGINT END AS new_groups_90d,
    groups_sold.n AS n_groups_sold,
    list_transform(
        range(23, -1, -1),
        lambda months_ago: coalesce(sales.revenue_of_month[months_ago], 0)
    )::DECIMAL(38, 4)[] AS monthly_revenue
FROM listed
CROSS JOIN known
CROSS JOIN groups_sold
LEFT JOIN sales USING (account_id)
LEFT JOIN ordering USING (account_id)
LEFT JOIN buying USING (account_id)
