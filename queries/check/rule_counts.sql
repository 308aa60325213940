-- title: how many rows of a table break each rule that a row shows by itself
-- row: one row: the two days, the rows of the table, and a count for each rule and each column
-- param: today DATE the day it is
-- param: as_of DATE the day that answers are for
-- Counts and relation come from the contract (kamtui/history/checking/row_rules.py).
SELECT
    $today::DATE AS today,
    $as_of::DATE AS as_of,
    count(*) AS n_rows,
    {counts}
FROM {relation}
