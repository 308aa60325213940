-- title: which cell of a matrix an account stands in
-- row: an account; the cell is null when it is not placed
-- uses: axes
-- A value on a cut line counts as above it.
WITH banded AS (
    SELECT
        *,
        CASE WHEN x IS NOT NULL THEN
            {x_bands}[1 + len(list_filter({x_cuts}, lambda cut: cut <= x))]
        END AS x_band,
        CASE WHEN y IS NOT NULL THEN
            {y_bands}[1 + len(list_filter({y_cuts}, lambda cut: cut <= y))]
        END AS y_band
    FROM axes
)
SELECT
    banded.* EXCLUDE (missing),
    cell,
    CASE WHEN cell IS NULL THEN missing END AS missing
FROM banded
LEFT JOIN (VALUES {cells}) AS cells (x_band, y_band, cell, place) USING (x_band, y_band)
