-- title: what each segment brings
-- row: a segment, the largest first; the last one, without a name, is of no segment
-- uses: in_base
-- param: since DATE the earlier day
-- param: top BIGINT at most this many rows, or null
SELECT
    segment,
    count(*) AS accounts,
    count(*) FILTER (line <> 'lost') AS active,
    coalesce(sum(revenue_12m), 0)::DECIMAL(38, 4) AS revenue_12m,
    known_sum(count(revenue_12m), count(profit_12m), sum(profit_12m))::DECIMAL(38, 4)
        AS profit_12m,
    ratio(
        coalesce(sum(revenue_12m), 0) - coalesce(sum(revenue_then), 0), sum(revenue_then)
    ) AS revenue_growth,
    ratio(coalesce(sum(revenue_12m), 0), sum(sum(revenue_12m)) OVER ()) AS revenue_share,
    ratio(
        sum(revenue_12m) FILTER (potential_annual IS NOT NULL),
        sum(potential_annual) FILTER (line <> 'lost')
    ) AS wallet_share,
    count(*) FILTER (line IN ('kept', 'lost')) AS active_then,
    coalesce(sum(revenue_then), 0)::DECIMAL(38, 4) AS revenue_then
FROM in_base
GROUP BY segment
ORDER BY segment IS NULL, revenue_12m DESC, segment
LIMIT $top
