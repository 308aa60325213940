-- title: which stage is intended for each relationship
-- row: an account for which somebody entered one
-- uses: entered
WITH newest AS (
    SELECT account_id, topic, max((place, text))[2] AS stage
    FROM entered
    WHERE kind = 'stage'
    GROUP BY account_id, topic
)
SELECT
    account_id,
    max(stage) FILTER (topic = 'lifecycle') AS lifecycle,
    max(stage) FILTER (topic = 'formation') AS formation
FROM newest
GROUP BY account_id
