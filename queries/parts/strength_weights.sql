-- title: how much each success factor matters to an account, and by whose word
-- row: a factor, with its weight for every account and the account's own; either may be null
-- uses: weights_given, usual_weights
-- param: account VARCHAR the account
SELECT
    factor,
    usual_weights.weight AS usual,
    theirs.weight AS own
FROM usual_weights
FULL JOIN (FROM weights_given WHERE account_id = $account) AS theirs USING (factor)
ORDER BY coalesce(theirs.weight, usual_weights.weight) DESC, factor
