-- title: the agreed action that comes first
-- row: an account with open agreed actions; due_on is null where none has a day
-- uses: open_actions
WITH by_account AS (
    SELECT
        account_id,
        count(*) AS n_open,
        min((coalesce(due_on, DATE '9999-12-31'), id, {'what': what, 'due_on': due_on}))[3] AS first
    FROM open_actions
    GROUP BY account_id
)
SELECT account_id, n_open, first.what AS what, first.due_on AS due_on FROM by_account
