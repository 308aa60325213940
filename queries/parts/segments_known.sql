-- title: every segment
-- row: a segment that some account has
-- tables: accounts
SELECT DISTINCT segment FROM accounts WHERE segment IS NOT NULL ORDER BY segment
