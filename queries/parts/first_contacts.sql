-- title: how new customers were contacted since their first delivery
-- row: a contact
-- uses: first_deliveries, contacted
-- A talk is a contact that reached somebody, other than an email or an offer; one that does not
-- say whether it reached anybody is taken to have.
SELECT
    account_id,
    contacted_at,
    contacted_at::DATE AS day,
    sentiment,
    coalesce(reached, true) AND coalesce(channel NOT IN ('email', 'offer'), true) AS is_talk,
    NOT coalesce(reached, true) AND NOT coalesce(inbound, false) AS is_try
FROM contacted
JOIN first_deliveries USING (account_id)
WHERE contacted_at::DATE >= begun_on
