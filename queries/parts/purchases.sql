-- title: how often an account buys, and for how much
-- row: an account with order lines; order_days is 0 for one that only returned something
-- tables: order_lines
-- param: as_of DATE the day the answer is for
-- Orders of one day are one purchase. Lines without a cost have no margin: margin_days counts the
-- purchases of which a margin is known.
WITH by_order AS (
    SELECT
        account_id,
        min(ordered_on) AS ordered_on,
        sum(net) AS net,
        sum(net::DECIMAL(38, 4) - cost) AS margin,
        sum(net) FILTER (cost IS NOT NULL) AS net_costed,
        sum(net) FILTER (ordered_on >= months_up_to($as_of, 12)) AS net_12m,
        sum(net::DECIMAL(38, 4) - cost) FILTER (ordered_on >= months_up_to($as_of, 12))
            AS margin_12m
    FROM order_lines
    WHERE ordered_on <= $as_of
    GROUP BY account_id, order_id
)
SELECT
    account_id,
    count(DISTINCT ordered_on) FILTER (net > 0) AS order_days,
    count(DISTINCT ordered_on) FILTER (net > 0 AND margin IS NOT NULL) AS margin_days,
    min(ordered_on) FILTER (net > 0) AS first_order_on,
    max(ordered_on) FILTER (net > 0) AS last_order_on,
    sum(net) AS revenue,
    sum(margin) AS margin,
    sum(net_costed) AS revenue_costed,
    coalesce(sum(net_12m), 0) AS revenue_12m,
    -- No line at all earns nothing; lines of which none has a cost earn nobody knows what.
    CASE WHEN count(net_12m) = 0 THEN 0 ELSE sum(margin_12m) END AS margin_12m
FROM by_order
GROUP BY account_id
