-- title: every account id
-- row: an account
-- tables: accounts
SELECT account_id FROM accounts ORDER BY account_id
