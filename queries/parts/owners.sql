-- title: who owns each account now
-- row: an account; its owner is the one it was handed to last, else the one of the files
-- uses: dealings
-- tables: accounts
-- A hand-over of the whole account has the reason 'account'. A thing in the queue that was handed
-- over by itself belongs to dealings.handed_to, whoever owns its account.
SELECT
    accounts.account_id,
    coalesce(dealings.handed_to, accounts.owner) AS owner,
    accounts.owner AS owner_in_files,
    dealings.handed_on
FROM accounts
LEFT JOIN dealings
    ON dealings.account_id = accounts.account_id AND dealings.reason = 'account'
