-- title: which accounts moved from which class to which since an earlier day
-- row: a class then and a class now; new is who had none then, lost who has none now
-- uses: ranked, ranked at since
-- param: as_of DATE the day the answer is for
-- param: since DATE the earlier day
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: top BIGINT at most this many rows, or null
WITH both_days AS (
    SELECT
        coalesce(earlier.class, 'new') AS from_class,
        coalesce(ranked.class, 'lost') AS to_class,
        ranked.revenue_12m,
        earlier.revenue_12m AS revenue_then
    FROM ranked
    JOIN ranked_at_since AS earlier USING (account_id)
    WHERE
        ($owner IS NULL OR ranked.owner = $owner)
        AND ($segment IS NULL OR ranked.segment = $segment)
)
SELECT
    from_class,
    to_class,
    count(*) AS accounts,
    sum(revenue_12m)::DECIMAL(38, 4) AS revenue_12m,
    sum(revenue_then)::DECIMAL(38, 4) AS revenue_then
FROM both_days
WHERE NOT (from_class = 'new' AND to_class = 'lost')
GROUP BY from_class, to_class
ORDER BY from_class = 'new', from_class, to_class = 'lost', to_class
LIMIT $top
