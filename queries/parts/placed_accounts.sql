-- title: where each account stands in a matrix
-- row: an account, in order of revenue; those that are not placed come last
-- uses: placed
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    account_id, name, x, y, x_band, y_band, cell, revenue_12m, owner, segment, missing
FROM placed
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY cell IS NULL, revenue_12m DESC, account_id
LIMIT $top
