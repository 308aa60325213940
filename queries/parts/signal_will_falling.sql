-- title: customers that matter and cool down
-- row: an account for which the cooperation is important and whose will to it has fallen
-- uses: assessed
-- param: as_of DATE the day the answer is for
-- param: will_importance DOUBLE the importance, 0-10, from which it matters
-- param: will_fall DOUBLE how many points the will must have fallen
-- The same view is compared with itself, the customer's before our own.
WITH wills AS (
    SELECT
        account_id,
        view,
        max((assessed_on, place, score))[1] AS now_on,
        max((assessed_on, place, score))[3] AS now,
        list_sort(list((assessed_on, place, score)), 'DESC')[2][3] AS before
    FROM assessed
    WHERE dimension = 'will'
    GROUP BY account_id, view
),
chosen AS (
    SELECT account_id, max((view = 'customer', now_on, now, before)) AS will
    FROM wills
    WHERE before IS NOT NULL
    GROUP BY account_id
),
mattering AS (
    SELECT account_id, max((view = 'customer', assessed_on, place, score))[4] AS importance
    FROM assessed
    WHERE dimension = 'importance'
    GROUP BY account_id
)
SELECT
    'will_falling' AS signal,
    account_id,
    will[2] AS since,
    3 AS severity,
    format('will {:g}, before {:g}; importance {:g}', will[3], will[4], importance) AS detail,
    will[3] - will[4] AS value
FROM chosen
JOIN mattering USING (account_id)
WHERE importance >= $will_importance AND will[4] - will[3] >= $will_fall
