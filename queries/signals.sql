-- title: what asks for attention
-- row: a signal and the account that gives it; the most pressing first
-- uses: signalled
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: signal VARCHAR only this signal, or null
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- Severity: 1 worth knowing, 2 worth a call, 3 pressing. The words say what was seen: a silent
-- customer is not proof of a lost one. What is about no account belongs to everybody's list.
SELECT signal, account_id, name, owner, since, severity, detail, value, segment
FROM signalled
LEFT JOIN accounts USING (account_id)
WHERE
    ($signal IS NULL OR signal = $signal)
    AND ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
    AND (signalled.account_id IS NULL OR accounts.account_id IS NOT NULL)
ORDER BY severity DESC, since, signal, account_id
LIMIT $top
