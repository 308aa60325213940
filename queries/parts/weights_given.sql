-- title: the weights that are given for success factors
-- row: an account, or null for the default, and a factor
-- uses: entered
-- tables: factor_weights
-- What was entered comes before the files, which know no day of a weight, and of two there the
-- larger counts.
SELECT
    nullif(account_id, '') AS account_id,
    factor,
    max((place, weight))[2] AS weight
FROM (
    SELECT account_id, factor, 0 AS place, weight FROM factor_weights
    UNION ALL
    SELECT account_id, topic, place, number FROM entered WHERE kind = 'factor_weight'
)
GROUP BY ALL
