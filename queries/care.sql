-- title: who is due for a contact, by its own care plan or that of its class
-- row: an account with a care plan; the longest overdue of the most important class first
-- uses: planned_care
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- param: over_served DOUBLE the effort, as a share of the plan, from which it is too much
-- param: under_served DOUBLE the effort up to which it is too little
SELECT
    account_id,
    name,
    owner,
    class,
    last_contact_on,
    interval_days,
    due_on,
    days_overdue,
    next_step,
    next_step_on,
    contacts_12m,
    contacts_planned,
    CASE
        WHEN effort >= $over_served THEN 'over'
        WHEN effort <= $under_served THEN 'under'
        WHEN effort IS NOT NULL THEN 'as planned'
    END AS served,
    contents,
    segment,
    has_own_interval,
    open_actions,
    effort_class,
    kinds
FROM planned_care
WHERE
    interval_days IS NOT NULL
    AND ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY days_overdue = 0, class, days_overdue DESC, place
LIMIT $top
