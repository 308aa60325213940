-- title: how we have been in touch with an account
-- row: a contact made or tried by the as-of date, the newest first
-- uses: contacted
-- param: account VARCHAR the account
SELECT
    contacted_at, seller, channel, inbound, reached, topic, sentiment, cost, next_step, next_step_on
FROM contacted
WHERE account_id = $account
ORDER BY contacted_at DESC, next_step_on DESC NULLS LAST, next_step, topic, channel, seller
