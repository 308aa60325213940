-- title: how much each success factor matters to each customer
-- row: a rated account and factor, with the weight that counts there
-- uses: ratings, weights_given, usual_weights
-- An account's own weight comes before the default.
WITH rated_accounts AS (
    SELECT DISTINCT account_id FROM ratings
)
SELECT
    account_id,
    factor,
    coalesce(own.weight, usual.weight) AS weight,
    own.weight IS NOT NULL AS is_own
FROM (FROM rated_accounts CROSS JOIN usual_weights) AS usual
FULL JOIN (FROM weights_given SEMI JOIN rated_accounts USING (account_id)) AS own
    USING (account_id, factor)
