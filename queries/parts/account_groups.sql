-- title: which product groups an account buys, and which it has never bought
-- row: a product group that it has lines of, or that anyone bought in the last 12 months
-- tables: order_lines, accounts
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- Lines that name no group make one row without a name, so that the rows sum to the revenue.
-- Bought means a line with a positive amount: a returned line shows no interest in its group.
WITH own AS (
    SELECT
        product_group,
        sum(net) FILTER (ordered_on >= months_up_to($as_of, 12)) AS revenue_12m,
        sum(net) FILTER (
            ordered_on < months_up_to($as_of, 12) AND ordered_on >= months_up_to($as_of, 24)
        ) AS revenue_prior,
        sum(net) AS revenue_total,
        min(ordered_on) FILTER (net > 0) AS first_bought_on,
        max(ordered_on) FILTER (net > 0) AS last_bought_on
    FROM order_lines
    WHERE account_id = $account AND ordered_on <= $as_of
    GROUP BY product_group
),
sold AS (
    SELECT product_group, sum(net) AS sold_12m
    FROM order_lines
    SEMI JOIN accounts USING (account_id)
    WHERE ordered_on BETWEEN months_up_to($as_of, 12) AND $as_of
    GROUP BY product_group
    HAVING max(net) > 0
)
SELECT
    coalesce(own.product_group, sold.product_group) AS product_group,
    coalesce(revenue_12m, 0)::DECIMAL(38, 4) AS revenue_12m,
    coalesce(revenue_prior, 0)::DECIMAL(38, 4) AS revenue_prior,
    coalesce(own.revenue_total, 0)::DECIMAL(38, 4) AS revenue_total,
    first_bought_on,
    last_bought_on,
    coalesce(sold_12m, 0)::DECIMAL(38, 4) AS sold_12m
FROM own
FULL JOIN sold ON own.product_group IS NOT DISTINCT FROM sold.product_group
WHERE own.product_group IS NOT NULL OR sold.product_group IS NOT NULL OR own.revenue_total IS NOT NULL
ORDER BY revenue_12m DESC, revenue_total DESC, sold_12m DESC, product_group
