-- title: which stages an account is in, and which are intended
-- row: the account, one row
-- uses: staged, intended
-- param: account VARCHAR the account
SELECT
    staged.lifecycle,
    staged.formation,
    lifecycle_reason,
    formation_reason,
    intended.lifecycle AS intended_lifecycle,
    intended.formation AS intended_formation
FROM staged
LEFT JOIN intended USING (account_id)
WHERE account_id = $account
