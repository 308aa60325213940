-- title: steps of the after-care that are to be taken
-- row: a new customer whose next step is due, that has a problem, or that is to be called
-- uses: after_care
-- param: as_of DATE the day the answer is for
-- param: aftercare DOUBLE how urgent a step is on its day, 0-1
-- param: problem DOUBLE how urgent a problem is
-- param: overdue_days INTEGER the days past due after which it is as urgent as it gets
SELECT
    account_id,
    'aftercare' AS kind,
    concat('aftercare:', state) AS key,
    since::VARCHAR AS cause,
    CASE state
        WHEN 'delivery_awaited' THEN 'ask whether the first delivery came'
        WHEN 'call_due' THEN 'call after the first delivery'
        WHEN 'problem' THEN 'solve a problem of a new customer'
        WHEN 'problem_solved' THEN 'ask whether the problem is solved'
        WHEN 'propose' THEN 'propose what it does not use yet'
        WHEN 'call_back' THEN 'call back after the offer'
    END AS reason,
    due_on,
    since,
    days_overdue,
    CASE WHEN state = 'problem' THEN $problem ELSE $aftercare END AS base,
    $overdue_days AS span,
    detail,
    NULL::INTEGER AS again_after,
    state
FROM after_care
WHERE
    due_on <= $as_of
    OR (state IN ('call_due', 'problem') AND coalesce(next_step_on < $as_of, true))
