-- title: how many accounts, and how much revenue, each stage and class holds
-- row: a stage and a class, in the order of the relationship's path; one that is null comes last
-- uses: ranked, staged
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: top BIGINT at most this many rows, or null
WITH stages AS (
    FROM (VALUES {stages}) AS stages (stage, place)
    UNION ALL
    SELECT NULL, 1000000
),
classes AS (
    SELECT unnest(['A', 'B', 'C', 'D', 'E', NULL]) AS class
),
wanted AS (
    SELECT staged.{kind} AS stage, class, revenue_12m
    FROM ranked
    JOIN staged USING (account_id)
    WHERE
        ($owner IS NULL OR owner = $owner)
        AND ($segment IS NULL OR segment = $segment)
),
held AS (
    SELECT stage, class, count(*) AS accounts, sum(revenue_12m) AS revenue_12m
    FROM wanted
    GROUP BY ALL
)
SELECT
    stages.stage AS {kind},
    classes.class,
    coalesce(accounts, 0) AS accounts,
    coalesce(revenue_12m, 0)::DECIMAL(38, 4) AS revenue_12m
FROM stages
CROSS JOIN classes
LEFT JOIN held
    ON held.stage IS NOT DISTINCT FROM stages.stage
    AND held.class IS NOT DISTINCT FROM classes.class
WHERE accounts > 0 OR (stages.stage IS NOT NULL AND classes.class IS NOT NULL)
ORDER BY stages.place, classes.class NULLS LAST
LIMIT $top
