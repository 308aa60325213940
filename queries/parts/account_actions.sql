-- title: what was agreed with or about one account
-- row: an agreed action; the open ones first, by the day they are due
-- uses: agreed_actions
-- param: account VARCHAR the account
SELECT * EXCLUDE (account_id)
FROM agreed_actions
WHERE account_id = $account
ORDER BY state <> 'open', due_on NULLS LAST, id
