-- title: where the raw value of each criterion comes from for an account
-- row: the account, one row
-- uses: standing
-- param: account VARCHAR the account
SELECT {criteria}
FROM standing
WHERE account_id = $account
