-- title: how much each success factor matters where an account has no weight of its own
-- row: a factor
-- uses: weights_given
-- tables: factor_weights
-- The model's weights stand for the defaults of a history that gives none.
SELECT factor, weight FROM weights_given WHERE account_id IS NULL
UNION ALL
SELECT factor, weight
FROM (VALUES {model_factors}) AS model (factor, weight)
WHERE
    NOT EXISTS (FROM factor_weights WHERE nullif(account_id, '') IS NULL)
    AND factor NOT IN (SELECT factor FROM weights_given WHERE account_id IS NULL)
