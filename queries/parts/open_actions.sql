-- title: agreed actions that are open
-- row: an agreed action that is neither done nor dropped
-- uses: agreed_actions
SELECT uid, id, account_id, what, owner, due_on, agreed_by, agreed_on, note, snoozed_until
FROM agreed_actions
WHERE state = 'open'
