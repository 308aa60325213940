-- title: how many accounts, and how much revenue, each cell of a matrix holds
-- row: a cell, the upper left one first; the last row, without a cell, is who is not placed
-- uses: placed, placed at since
-- param: as_of DATE the day the answer is for
-- param: since DATE the earlier day that moves are counted from
-- param: is_compared BOOLEAN whether there is such a day
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: top BIGINT at most this many rows, or null
WITH wanted AS (
    SELECT
        account_id,
        placed.revenue_12m,
        placed.cell,
        placed_at_since.cell AS cell_then
    FROM placed
    LEFT JOIN placed_at_since USING (account_id)
    WHERE
        ($owner IS NULL OR placed.owner = $owner)
        AND ($segment IS NULL OR placed.segment = $segment)
),
cells AS (
    FROM (VALUES {cells}) AS cells (x_band, y_band, cell, place)
    UNION ALL
    SELECT NULL, NULL, NULL, 1000000
),
held AS (
    SELECT
        cell,
        count(*) AS accounts,
        sum(revenue_12m) AS revenue_12m,
        count(*) FILTER (cell IS DISTINCT FROM cell_then) AS entered
    FROM wanted
    GROUP BY cell
),
lost AS (
    SELECT cell_then AS cell, count(*) AS gone
    FROM wanted
    WHERE cell IS DISTINCT FROM cell_then
    GROUP BY cell_then
),
whole AS (
    SELECT sum(revenue_12m) AS revenue_12m FROM wanted
)
SELECT
    cells.cell,
    cells.x_band,
    cells.y_band,
    coalesce(accounts, 0) AS accounts,
    coalesce(held.revenue_12m, 0) AS revenue_12m,
    ratio(coalesce(held.revenue_12m, 0), whole.revenue_12m) AS revenue_share,
    CASE WHEN $is_compared THEN coalesce(entered, 0) END AS entered,
    CASE WHEN $is_compared THEN coalesce(gone, 0) END AS left
FROM cells
CROSS JOIN whole
LEFT JOIN held ON held.cell IS NOT DISTINCT FROM cells.cell
LEFT JOIN lost ON lost.cell IS NOT DISTINCT FROM cells.cell
ORDER BY place
LIMIT $top
