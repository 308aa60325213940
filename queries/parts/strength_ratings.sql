-- title: how each supplier is rated at an account, by us and by the customer
-- row: a supplier and a factor
-- uses: ratings
-- param: account VARCHAR the account
SELECT supplier, factor, own_view, customer_view
FROM ratings
WHERE account_id = $account
ORDER BY supplier <> 'us', supplier, factor
