-- title: up to five rows of a table that break each of some rules
-- row: one row: the two days, and a list of examples for each rule
-- param: today DATE the day it is
-- param: as_of DATE the day that answers are for
-- Examples and relation come from the contract (kamtui/history/checking/row_rules.py).
SELECT
    $today::DATE AS today,
    $as_of::DATE AS as_of,
    {examples}
FROM {relation}
