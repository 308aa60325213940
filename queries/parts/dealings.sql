-- title: what was done with the things in the queue
-- row: an account and the reason of a thing in its queue that somebody snoozed, handed over or did
-- uses: logged
-- param: judged_until DATE the day up to which what was entered counts
-- snoozed_until is null once its day has come: the newest snooze counts, and the newest hand-over.
SELECT
    account_id,
    reason,
    CASE WHEN snooze.until > $judged_until THEN snooze.until END AS snoozed_until,
    CASE WHEN snooze.until > $judged_until THEN snooze.logged_by END AS snoozed_by,
    CASE WHEN snooze.until > $judged_until THEN snooze.note END AS snooze_note,
    hand_over.to AS handed_to,
    hand_over.logged_by AS handed_by,
    hand_over.logged_on AS handed_on,
    done.logged_on AS done_on,
    done.logged_by AS done_by,
    done.cause AS done_cause
FROM (
    SELECT
        account_id,
        reason,
        max((logged_at, id, {
            'until': until, 'logged_by': logged_by, 'note': note
        })) FILTER (kind = 'snooze')[3] AS snooze,
        max((logged_at, id, {
            'to': "to", 'logged_by': logged_by, 'logged_on': logged_on
        })) FILTER (kind = 'hand_over')[3] AS hand_over,
        max((logged_at, id, {
            'logged_by': logged_by, 'logged_on': logged_on, 'cause': cause
        })) FILTER (kind = 'done')[3] AS done
    FROM logged
    WHERE kind IN ('snooze', 'hand_over', 'done')
    GROUP BY account_id, reason
)
