-- title: where an account stands on the two axes of a matrix
-- row: an account; x or y is null where too little is known, and `missing` says what; the columns
-- row: after it hold what x and y are made of
-- uses: measures, judgements, strengths
-- tables: accounts
WITH valued AS (
    SELECT measures.*, {axis_values}
    FROM measures
    {axis_joins}
),
scaled AS (
    SELECT *, {axis_points}
    FROM valued
)
SELECT
    accounts.account_id,
    accounts.name,
    accounts.owner,
    accounts.segment,
    revenue_12m,
    {x} AS x,
    {y} AS y,
    nullif(concat_ws(', ', {missing}), '') AS missing,
    {axis_parts}
FROM scaled
JOIN accounts USING (account_id)
