-- title: what asks for attention
-- row: a signal and the account that gives it; the most pressing first
-- uses: signal_dormant, signal_first_order, signal_new_group, signal_narrowing
-- uses: signal_turning_point, signal_complaint_open, signal_detractor, signal_late_payer
-- uses: signal_contract_ending, signal_offer_idle, signal_step_overdue, signal_no_result
-- uses: signal_will_falling, signal_concentration, signal_no_owner, signal_stale_data
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: signal VARCHAR only this signal, or null
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- Severity: 1 worth knowing, 2 worth a call, 3 pressing. The words say what was seen: a silent
-- customer is not proof of a lost one. What is about no account belongs to everybody's list.
WITH signals AS (
    FROM signal_dormant
    UNION ALL BY NAME FROM signal_first_order
    UNION ALL BY NAME FROM signal_new_group
    UNION ALL BY NAME FROM signal_narrowing
    UNION ALL BY NAME FROM signal_turning_point
    UNION ALL BY NAME FROM signal_complaint_open
    UNION ALL BY NAME FROM signal_detractor
    UNION ALL BY NAME FROM signal_late_payer
    UNION ALL BY NAME FROM signal_contract_ending
    UNION ALL BY NAME FROM signal_offer_idle
    UNION ALL BY NAME FROM signal_step_overdue
    UNION ALL BY NAME FROM signal_no_result
    UNION ALL BY NAME FROM signal_will_falling
    UNION ALL BY NAME FROM signal_concentration
    UNION ALL BY NAME FROM signal_no_owner
    UNION ALL BY NAME FROM signal_stale_data
)
SELECT signal, account_id, name, owner, since, severity, detail, value, segment
FROM signals
LEFT JOIN accounts USING (account_id)
WHERE
    ($signal IS NULL OR signal = $signal)
    AND ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
    AND (signals.account_id IS NULL OR accounts.account_id IS NOT NULL)
ORDER BY severity DESC, since, signal, account_id
LIMIT $top
