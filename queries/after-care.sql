-- title: where the after-care of each new customer stands, and what comes next
-- row: a new customer; the longest overdue first, those with nothing left to do last
-- uses: after_care
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    account_id,
    name,
    owner,
    state,
    since,
    due_on,
    days_overdue,
    detail,
    begun_on,
    delivered_on,
    next_step,
    next_step_on,
    unused,
    segment
FROM after_care
JOIN accounts USING (account_id)
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY due_on IS NULL, days_overdue DESC, due_on, since, account_id
LIMIT $top
