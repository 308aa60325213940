-- title: agreed steps that were not taken
-- row: an account whose next step is past its day, and nobody has been in touch since
-- uses: last_contacts
-- param: as_of DATE the day the answer is for
-- param: step_days INTEGER the days from which it is pressing
SELECT
    'step_overdue' AS signal,
    account_id,
    next_step_on AS since,
    CASE WHEN $as_of - next_step_on >= $step_days THEN 3 ELSE 2 END AS severity,
    concat(coalesce(next_step, 'a step'), ' was agreed for ', next_step_on) AS detail,
    ($as_of - next_step_on)::DOUBLE AS value
FROM last_contacts
WHERE next_step_on < $as_of AND is_to_come AND last_contact_on < next_step_on
