-- title: what an account bought
-- row: an account with order lines
-- uses: sales_months
WITH by_month AS (
    SELECT
        *,
        revenue - coalesce(revenue_uncosted, 0) AS revenue_costed,
        revenue - coalesce(revenue_uncosted, 0) - cost AS margin
    FROM sales_months
)
SELECT
    account_id,
    sum(revenue) AS revenue_total,
    coalesce(sum(revenue) FILTER (months_ago < 12), 0) AS revenue_12m,
    coalesce(sum(revenue) FILTER (months_ago >= 12), 0) AS revenue_prior,
    sum(margin) AS margin_total,
    -- No line at all earns nothing; lines of which none has a cost earn nobody knows what.
    CASE WHEN count(*) FILTER (months_ago < 12) = 0 THEN 0
        ELSE sum(margin) FILTER (months_ago < 12) END AS margin_12m,
    sum(revenue_costed) FILTER (months_ago < 12) AS revenue_costed_12m,
    map_from_entries(list((months_ago, revenue)) FILTER (months_ago IS NOT NULL)) AS revenue_of_month
FROM by_month
GROUP BY account_id
