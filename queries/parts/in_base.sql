-- title: how each account stands in the customer base on two days
-- row: an account; on a day on which it is not in the base its amounts of that day are null
-- uses: measures, measures at since
-- tables: accounts
-- param: since DATE the earlier day
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- In the base is who has an order in the 12 months up to the day.
WITH both_days AS (
    SELECT
        account_id,
        accounts.name,
        accounts.owner,
        accounts.segment,
        measures.orders_12m > 0 AS is_in,
        earlier.orders_12m > 0 AS was_in,
        measures.revenue_12m,
        measures.profit_12m,
        earlier.revenue_12m AS revenue_then,
        earlier.profit_12m AS profit_then,
        measures.potential_annual,
        measures.first_order_on,
        coalesce(measures.last_order_on, earlier.last_order_on) AS last_order_on
    FROM measures
    JOIN measures_at_since AS earlier USING (account_id)
    JOIN accounts USING (account_id)
    WHERE
        ($owner IS NULL OR accounts.owner = $owner)
        AND ($segment IS NULL OR accounts.segment = $segment)
)
SELECT
    account_id,
    name,
    owner,
    segment,
    CASE
        WHEN is_in AND was_in THEN 'kept'
        WHEN is_in AND first_order_on > $since THEN 'new'
        WHEN is_in THEN 'reactivated'
        WHEN was_in THEN 'lost'
    END AS line,
    CASE WHEN was_in THEN revenue_then END AS revenue_then,
    CASE WHEN was_in THEN profit_then END AS profit_then,
    CASE WHEN is_in THEN revenue_12m END AS revenue_12m,
    CASE WHEN is_in THEN profit_12m END AS profit_12m,
    potential_annual,
    first_order_on,
    last_order_on
FROM both_days
