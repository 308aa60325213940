-- title: who an account is
-- row: the account, one row; none when there is no such account
-- tables: accounts
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
SELECT
    accounts.* REPLACE (
        CASE WHEN accounts.customer_since <= $as_of THEN accounts.customer_since END
            AS customer_since
    ),
    parents.name AS parent_name
FROM accounts
LEFT JOIN accounts AS parents ON parents.account_id = accounts.parent_id
WHERE accounts.account_id = $account
