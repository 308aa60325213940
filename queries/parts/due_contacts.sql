-- title: contacts that are due by the care plan
-- row: an account whose contact is due, unless its after-care asks for one
-- uses: planned_care, care_steps
-- param: as_of DATE the day the answer is for
-- param: contact DOUBLE how urgent it is on its day, 0-1
SELECT
    account_id,
    'contact' AS kind,
    'care' AS key,
    due_on::VARCHAR AS cause,
    format('contact due, every {} days', interval_days) AS reason,
    due_on,
    due_on AS since,
    days_overdue,
    $contact AS base,
    interval_days AS span,
    concat_ws(
        ', ',
        'class ' || class,
        coalesce('last on ' || last_contact_on, 'never contacted'),
        kinds,
        nullif(contents, '')
    ) AS detail,
    interval_days AS again_after
FROM planned_care
ANTI JOIN care_steps USING (account_id)
WHERE due_on <= $as_of
