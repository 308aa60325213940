-- title: which tables and columns the history has
-- row: one row, with a yes or no for each table and each TABLE_COLUMN
-- tables: known
SELECT * FROM known
