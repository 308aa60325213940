-- title: how we have been in touch with an account
-- row: a contact made or tried by the as-of date, the newest first
-- tables: contacts
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
SELECT
    contacted_at, seller, channel, inbound, reached, topic, sentiment, cost, next_step, next_step_on
FROM contacts
WHERE account_id = $account AND contacted_at::DATE <= $as_of
ORDER BY contacted_at DESC, next_step_on DESC NULLS LAST, next_step, topic, channel, seller
