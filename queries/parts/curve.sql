-- title: the customer base in order of revenue
-- row: an account with an order in the 12 months, the largest first, with the revenue up to it
-- uses: measures
-- tables: accounts
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- Whoever returned more than it bought has no share: else the others would have more than all.
WITH bought AS (
    SELECT
        account_id,
        accounts.name,
        accounts.owner,
        accounts.segment,
        revenue_12m,
        greatest(revenue_12m, 0) AS counted
    FROM measures
    JOIN accounts USING (account_id)
    WHERE
        orders_12m > 0
        AND ($owner IS NULL OR accounts.owner = $owner)
        AND ($segment IS NULL OR accounts.segment = $segment)
)
SELECT
    *,
    row_number() OVER in_order AS rank,
    sum(counted) OVER in_order AS up_to_it,
    sum(counted) OVER () AS whole
FROM bought
WINDOW in_order AS (
    ORDER BY revenue_12m DESC, account_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
)
