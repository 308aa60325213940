-- title: how well the models of lifetime value fit, and how well they foretold
-- row: a parameter of a model, or a figure of the test against what happened
-- uses: lifetime_accounts at since, orders
-- param: since DATE the day up to which the models that are tested see anything
-- An account that had bought by then, and on how many days it bought afterwards.
WITH bought_since AS (
    SELECT account_id, count(DISTINCT ordered_on) AS order_days_since
    FROM orders
    WHERE ordered_on > $since
    GROUP BY account_id
)
SELECT
    lifetime_accounts_at_since.*,
    coalesce(order_days_since, 0)::BIGINT AS order_days_since
FROM lifetime_accounts_at_since
LEFT JOIN bought_since USING (account_id)
WHERE order_days > 0
ORDER BY account_id
