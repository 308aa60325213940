-- title: values of a column that differ only by case or blanks
-- row: a rule, the rows in other spellings than the most frequent one and up to five examples
-- The relation is a table of the contract, the column one of its text columns.
WITH spelled AS (
    SELECT {column} AS value, count(*) AS n_rows
    FROM {relation}
    WHERE {column} <> ''
    GROUP BY value
),
alike AS (
    SELECT without_case_and_blanks(value) AS bare FROM spelled GROUP BY bare HAVING count(*) > 1
),
compared AS (
    SELECT list(value ORDER BY n_rows DESC, value) AS spellings, sum(n_rows) - max(n_rows) AS n_rows
    FROM spelled
    JOIN alike ON alike.bare = without_case_and_blanks(value)
    GROUP BY alike.bare
)
SELECT
    'alike_values' AS rule,
    sum(n_rows)::BIGINT AS n_rows,
    list(
        MAP {{label}: spellings[1], 'also': spellings[2], 'rows': n_rows::VARCHAR}
        ORDER BY n_rows DESC, spellings[1]
    )[:5] AS examples
FROM compared
