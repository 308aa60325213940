-- title: which stage each relationship is in, since when and by what signs
-- row: an account, in order of importance
-- uses: ranked, staged, intended
-- uses: staged at month_1, staged at month_2, staged at month_3, staged at month_4
-- uses: staged at month_5, staged at month_6, staged at month_7, staged at month_8
-- uses: staged at month_9, staged at month_10, staged at month_11, staged at month_12
-- param: as_of DATE the day the answer is for
-- param: month_1 DATE the newest month end before it
-- param: month_2 DATE the month end before that, and so on
-- param: month_3 DATE
-- param: month_4 DATE
-- param: month_5 DATE
-- param: month_6 DATE
-- param: month_7 DATE
-- param: month_8 DATE
-- param: month_9 DATE
-- param: month_10 DATE
-- param: month_11 DATE
-- param: month_12 DATE
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- `since` is the first of the last 12 month ends from which on the lifecycle has been what it is.
WITH earlier AS (
    SELECT $month_1 AS day, account_id, lifecycle FROM staged_at_month_1
    UNION ALL SELECT $month_2, account_id, lifecycle FROM staged_at_month_2
    UNION ALL SELECT $month_3, account_id, lifecycle FROM staged_at_month_3
    UNION ALL SELECT $month_4, account_id, lifecycle FROM staged_at_month_4
    UNION ALL SELECT $month_5, account_id, lifecycle FROM staged_at_month_5
    UNION ALL SELECT $month_6, account_id, lifecycle FROM staged_at_month_6
    UNION ALL SELECT $month_7, account_id, lifecycle FROM staged_at_month_7
    UNION ALL SELECT $month_8, account_id, lifecycle FROM staged_at_month_8
    UNION ALL SELECT $month_9, account_id, lifecycle FROM staged_at_month_9
    UNION ALL SELECT $month_10, account_id, lifecycle FROM staged_at_month_10
    UNION ALL SELECT $month_11, account_id, lifecycle FROM staged_at_month_11
    UNION ALL SELECT $month_12, account_id, lifecycle FROM staged_at_month_12
),
compared AS (
    SELECT
        account_id,
        day,
        earlier.lifecycle IS NOT DISTINCT FROM staged.lifecycle AS is_same
    FROM earlier
    JOIN staged USING (account_id)
),
runs AS (
    SELECT
        account_id,
        min(day) FILTER (
            is_same AND day > coalesce(last_other, DATE '0001-01-01')
        ) AS since
    FROM (
        SELECT *, max(day) FILTER (NOT is_same) OVER (PARTITION BY account_id) AS last_other
        FROM compared
    )
    GROUP BY account_id
)
SELECT
    account_id,
    name,
    class,
    staged.lifecycle,
    staged.formation,
    CASE WHEN staged.lifecycle IS NOT NULL THEN coalesce(since, $as_of) END AS since,
    lifecycle_reason,
    intended.lifecycle AS intended_lifecycle,
    formation_reason,
    intended.formation AS intended_formation,
    revenue_12m,
    owner,
    segment
FROM ranked
JOIN staged USING (account_id)
JOIN runs USING (account_id)
LEFT JOIN intended USING (account_id)
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY place
LIMIT $top
