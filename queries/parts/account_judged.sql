-- title: how an account is judged, by us and by the customer
-- row: a dimension that somebody assessed
-- uses: assessed
-- param: account VARCHAR the account
SELECT
    dimension,
    max((assessed_on, place, score)) FILTER (view = 'own')[3] AS own_view,
    max((assessed_on, place, score)) FILTER (view = 'customer')[3] AS customer_view
FROM assessed
WHERE account_id = $account
GROUP BY dimension
ORDER BY dimension
