-- title: what was agreed with or about an account
-- row: an agreed action, with what became of it; state is open, done or dropped
-- uses: logged, dealings
-- owner is the one it was handed to last, else the one it was agreed for.
WITH closed AS (
    SELECT reason AS uid, max((logged_at, id, {
        'state': state, 'on': logged_on, 'by': logged_by, 'note': note
    }))[3] AS closing
    FROM logged
    WHERE kind = 'action_closed'
    GROUP BY reason
)
SELECT
    logged.uid,
    logged.id,
    logged.account_id,
    logged.what,
    coalesce(dealings.handed_to, logged.owner) AS owner,
    logged.due_on,
    coalesce(closed.closing.state, 'open') AS state,
    closed.closing.on AS closed_on,
    closed.closing.by AS closed_by,
    closed.closing.note AS closed_note,
    logged.logged_by AS agreed_by,
    logged.logged_on AS agreed_on,
    logged.note,
    dealings.snoozed_until
FROM logged
LEFT JOIN closed ON closed.uid = logged.uid
LEFT JOIN dealings ON dealings.account_id = logged.account_id AND dealings.reason = logged.uid
WHERE logged.kind = 'action'
