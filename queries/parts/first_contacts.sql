-- title: how new customers were contacted since their first delivery
-- row: a contact
-- uses: first_deliveries, contacted, outcomes
-- A talk is a contact that reached somebody, other than an email or an offer; one that does not
-- say whether it reached anybody is taken to have. What somebody logged as the outcome says how it
-- went, and that the customer said it.
WITH logged_outcomes AS (
    SELECT account_id, contacted_at, max((place, outcome))[2] AS outcome
    FROM outcomes
    GROUP BY account_id, contacted_at
)
SELECT
    account_id,
    contacted_at,
    contacted_at::DATE AS day,
    CASE outcome WHEN 'satisfied' THEN 1 WHEN 'problem' THEN -1 ELSE sentiment END AS sentiment,
    coalesce(outcome IN ('satisfied', 'problem', 'needs learnt', 'order'), false)
        OR (coalesce(reached, true) AND coalesce(channel NOT IN ('email', 'offer'), true)) AS is_talk,
    NOT coalesce(reached, true) AND NOT coalesce(inbound, false) AS is_try
FROM contacted
JOIN first_deliveries USING (account_id)
LEFT JOIN logged_outcomes USING (account_id, contacted_at)
WHERE contacted_at::DATE >= begun_on
