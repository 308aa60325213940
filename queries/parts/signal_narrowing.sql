-- title: customers that buy from fewer product groups
-- row: a customer that bought from a group in the 12 months before and has not since
-- uses: group_days
-- param: as_of DATE the day the answer is for
-- param: narrowing_groups INTEGER how many groups must be lost
-- A customer that buys nothing at all any more is quiet, not narrower.
WITH lost AS (
    SELECT
        account_id,
        count(*) AS n,
        max(last_on) AS since,
        string_agg(product_group, ', ' ORDER BY last_on DESC, product_group) AS names
    FROM group_days
    WHERE
        last_on < months_up_to($as_of, 12)
        AND last_on >= months_up_to($as_of, 24)
    GROUP BY account_id
),
bought AS (
    SELECT DISTINCT account_id FROM group_days WHERE last_on >= months_up_to($as_of, 12)
)
SELECT
    'narrowing' AS signal,
    account_id,
    since,
    CASE WHEN n > $narrowing_groups THEN 2 ELSE 1 END AS severity,
    concat('no longer buys: ', names) AS detail,
    n::DOUBLE AS value
FROM lost
SEMI JOIN bought USING (account_id)
WHERE n >= $narrowing_groups
