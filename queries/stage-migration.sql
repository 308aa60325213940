-- title: which accounts moved from which stage to which since an earlier day
-- row: a stage then and a stage now; null where none fits
-- uses: staged, measures, staged at since, measures at since
-- tables: accounts
-- param: since DATE the earlier day
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: top BIGINT at most this many rows, or null
WITH stages AS (
    FROM (VALUES {stages}) AS stages (stage, place)
),
moved AS (
    SELECT
        earlier.{kind} AS from_stage,
        staged.{kind} AS to_stage,
        count(*) AS accounts,
        sum(measures.revenue_12m)::DECIMAL(38, 4) AS revenue_12m,
        sum(measures_at_since.revenue_12m)::DECIMAL(38, 4) AS revenue_then
    FROM staged
    JOIN measures USING (account_id)
    JOIN staged_at_since AS earlier USING (account_id)
    JOIN measures_at_since USING (account_id)
    JOIN accounts USING (account_id)
    WHERE
        ($owner IS NULL OR accounts.owner = $owner)
        AND ($segment IS NULL OR accounts.segment = $segment)
    GROUP BY ALL
)
SELECT moved.*
FROM moved
LEFT JOIN stages AS before ON before.stage = from_stage
LEFT JOIN stages AS now ON now.stage = to_stage
ORDER BY before.place NULLS LAST, now.place NULLS LAST
LIMIT $top
