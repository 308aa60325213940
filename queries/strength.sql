-- title: how strong we are in each customer's eyes, beside its other suppliers
-- row: a supplier at a rated account; the accounts where we are furthest behind come first
-- uses: strengths
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT account_id, name, supplier, is_us, index, coverage, position, relative, lead
FROM strengths
JOIN accounts USING (account_id)
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY our_lead NULLS LAST, account_id, position, NOT is_us, supplier
LIMIT $top
