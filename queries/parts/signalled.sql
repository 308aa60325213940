-- title: every signal
-- row: a signal and the account that gives it
-- uses: signal_dormant, signal_first_order, signal_new_group, signal_narrowing
-- uses: signal_turning_point, signal_complaint_open, signal_detractor, signal_late_payer
-- uses: signal_contract_ending, signal_offer_idle, signal_step_overdue, signal_no_result
-- uses: signal_will_falling, signal_concentration, signal_no_owner, signal_stale_data
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
