-- title: what people took back of what was logged, as it is taken in from the workspace
-- row: something taken back
-- param: rows VARCHAR the marks as a JSON array
SELECT unnest(
    from_json($rows, '[{"uid": "VARCHAR", "undone_on": "DATE"}]'), recursive := true
)
