-- title: contact intervals of single accounts
-- row: an account that has an interval of its own, in days
-- uses: logged
WITH newest AS (
    SELECT account_id, max((logged_at, id, days))[3] AS days, max((logged_at, id))[2] AS id
    FROM logged
    WHERE kind = 'interval'
    GROUP BY account_id
)
SELECT account_id, days, id FROM newest WHERE days IS NOT NULL
