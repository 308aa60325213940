-- title: rows that have the key of another row
-- row: a rule, the rows beyond the first of each key and up to five examples
-- The relation is a table of the contract; the key's columns come as they are and as pairs of a MAP.
WITH repeated AS (
    SELECT {key_values}, count(*) AS n_rows
    FROM {relation}
    WHERE {has_key}
    GROUP BY ALL
    HAVING count(*) > 1
)
SELECT
    'duplicate_key' AS rule,
    sum(n_rows - 1)::BIGINT AS n_rows,
    list(MAP {{spelled}, 'rows': n_rows::VARCHAR} ORDER BY n_rows DESC, {key})[:5] AS examples
FROM repeated
