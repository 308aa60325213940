-- title: agreed actions of the care plans
-- row: an open action whose day has come, or that has none
-- uses: open_actions
-- param: as_of DATE the day the answer is for
-- param: step DOUBLE how urgent it is on its day, 0-1
-- param: overdue_days INTEGER the days past due after which it is as urgent as it gets
SELECT
    account_id,
    'plan' AS kind,
    uid AS key,
    uid AS cause,
    concat('planned: ', what) AS reason,
    due_on,
    coalesce(due_on, agreed_on) AS since,
    coalesce($as_of - due_on, 0) AS days_overdue,
    $step AS base,
    $overdue_days AS span,
    concat(format('agreed by {} on {}', agreed_by, agreed_on), ': ' || nullif(note, '')) AS detail,
    NULL::INTEGER AS again_after,
    owner
FROM open_actions
WHERE coalesce(due_on <= $as_of, true)
