-- title: the customer base as a balance between two days
-- row: a line: opening, new, reactivated, lost, closing = opening + new + reactivated - lost
-- uses: in_base
-- param: as_of DATE the day the answer is for
-- param: since DATE the earlier day
-- param: top BIGINT at most this many rows, or null
-- Who joined counts with what it brings now, who is lost with what it brought then. What those
-- who stayed bring more or less is the change of the closing line: with it the money adds up too.
WITH lines AS (
    FROM (VALUES
        (1, 'opening', true), (2, 'new', false), (3, 'reactivated', false), (4, 'lost', true),
        (5, 'closing', false)
    ) AS lines (place, line, is_then)
),
amounts AS (
    SELECT place, revenue_then AS revenue, profit_then AS profit
    FROM lines
    JOIN in_base
        ON lines.line = in_base.line
        OR (lines.line = 'opening' AND in_base.line IN ('kept', 'lost'))
    WHERE is_then
    UNION ALL
    SELECT place, revenue_12m, profit_12m
    FROM lines
    JOIN in_base
        ON lines.line = in_base.line
        OR (lines.line = 'closing' AND in_base.line <> 'lost')
    WHERE NOT is_then
),
summed AS (
    SELECT
        place,
        count(*) AS accounts,
        sum(revenue) AS revenue,
        count(profit) AS profit_accounts,
        sum(profit) AS profit
    FROM amounts
    GROUP BY place
),
kept AS (
    SELECT
        coalesce(sum(revenue_12m), 0) - coalesce(sum(revenue_then), 0) AS revenue,
        -- Nothing known of many is not known; nothing at all of nobody is nothing.
        CASE WHEN count(*) = 0 OR count(profit_12m) > 0 OR count(profit_then) > 0
            THEN coalesce(sum(profit_12m), 0) - coalesce(sum(profit_then), 0) END AS profit
    FROM in_base
    WHERE line = 'kept'
)
SELECT
    lines.line,
    coalesce(accounts, 0) AS accounts,
    coalesce(summed.revenue, 0)::DECIMAL(38, 4) AS revenue_12m,
    known_sum(accounts, profit_accounts, summed.profit)::DECIMAL(38, 4) AS profit_12m,
    CASE WHEN lines.line = 'closing' THEN kept.revenue END::DECIMAL(38, 4) AS revenue_change,
    CASE WHEN lines.line = 'closing' THEN kept.profit END::DECIMAL(38, 4) AS profit_change,
    coalesce(profit_accounts, 0) AS profit_accounts,
    CASE WHEN is_then THEN $since ELSE $as_of END AS valued_on
FROM lines
CROSS JOIN kept
LEFT JOIN summed USING (place)
ORDER BY place
LIMIT $top
