-- title: where we believe ourselves better, or worse, than the customer does
-- row: a success factor at an account that both sides have rated us on; the largest belief first
-- uses: ratings
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT account_id, name, factor, own_view, customer_view, own_view - customer_view AS difference
FROM ratings
JOIN accounts USING (account_id)
WHERE
    supplier = 'us'
    AND own_view IS NOT NULL
    AND customer_view IS NOT NULL
    AND ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY difference DESC, account_id, factor
LIMIT $top
