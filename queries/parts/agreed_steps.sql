-- title: next steps that were agreed at a contact
-- row: an account whose agreed step is due
-- uses: last_contacts
-- param: as_of DATE the day the answer is for
-- param: step DOUBLE how urgent it is on its day, 0-1
-- param: overdue_days INTEGER the days past due after which it is as urgent as it gets
SELECT
    account_id,
    'step' AS kind,
    'step' AS key,
    concat(next_step_on, ' ', next_step) AS cause,
    concat('agreed: ', coalesce(next_step, 'a next step')) AS reason,
    next_step_on AS due_on,
    next_step_on AS since,
    $as_of - next_step_on AS days_overdue,
    $step AS base,
    $overdue_days AS span,
    format('agreed on {}', last_contact_on) AS detail,
    NULL::INTEGER AS again_after
FROM last_contacts
WHERE is_to_come AND next_step_on <= $as_of
