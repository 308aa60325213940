-- title: how many contracts were renewed
-- row: a segment, null among them, with contracts that have ended and of which it is known
-- tables: accounts, contracts
-- param: as_of DATE the day the answer is for
SELECT segment, count(*) AS ended, count(*) FILTER (renewed) AS renewed
FROM contracts
JOIN accounts USING (account_id)
WHERE ends_on <= $as_of AND renewed IS NOT NULL
GROUP BY segment
