-- title: every owner
-- row: a owner that some account has
-- tables: accounts
SELECT DISTINCT owner FROM accounts WHERE owner IS NOT NULL ORDER BY owner
