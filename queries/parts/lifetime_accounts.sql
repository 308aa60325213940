-- title: what the lifetime value of an account rests on
-- row: an account that has bought or has a contract that runs
-- uses: purchases, contracted, renewing
-- tables: accounts, known
-- param: as_of DATE the day the answer is for
-- Amounts are margins, or revenue where the history has no cost at all. amount_days counts the
-- purchases that `amount` is the sum of.
WITH renewals AS (
    SELECT coalesce(sum(ended), 0) AS ended_all, coalesce(sum(renewed), 0) AS renewed_all
    FROM renewing
)
SELECT
    account_id,
    name,
    owner,
    accounts.segment,
    coalesce(order_days, 0)::BIGINT AS order_days,
    (last_order_on - first_order_on)::BIGINT AS recency_days,
    ($as_of - first_order_on)::BIGINT AS age_days,
    order_lines_cost AS is_margin,
    CASE WHEN order_lines_cost THEN margin_days ELSE order_days END::BIGINT AS amount_days,
    CASE WHEN order_lines_cost THEN margin ELSE purchases.revenue END::DOUBLE AS amount,
    CASE WHEN order_lines_cost THEN margin_12m ELSE revenue_12m END::DOUBLE AS amount_12m,
    -- What a contract brings in is a revenue: this share of it counts.
    CASE
        WHEN NOT order_lines_cost THEN 1
        ELSE coalesce(
            ratio(purchases.margin, revenue_costed),
            ratio(sum(purchases.margin) OVER (), sum(revenue_costed) OVER ())
        )
    END::DOUBLE AS share_counted,
    contracted.account_id IS NOT NULL AND ended_all > 0 AS has_contract,
    contracted.annual_value::DOUBLE AS annual_value,
    contracted.days_left::BIGINT AS days_left,
    contracted.term_days::BIGINT AS term_days,
    coalesce(renewing.ended, 0)::BIGINT AS ended,
    coalesce(renewing.renewed, 0)::BIGINT AS renewed,
    ended_all::BIGINT AS ended_all,
    renewed_all::BIGINT AS renewed_all
FROM accounts
CROSS JOIN known
CROSS JOIN renewals
LEFT JOIN purchases USING (account_id)
LEFT JOIN contracted USING (account_id)
LEFT JOIN renewing ON renewing.segment IS NOT DISTINCT FROM accounts.segment
WHERE order_days > 0 OR contracted.account_id IS NOT NULL
