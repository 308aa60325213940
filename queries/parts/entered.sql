-- title: what people entered, as far as it counts
-- row: an entry of the workspace that was made by the day and not taken back by then
-- param: entered VARCHAR the entries as a JSON array, the oldest first
-- param: judged_until DATE the day up to which what was entered counts
SELECT * EXCLUDE (undone_on)
FROM (
    SELECT unnest(
        from_json(
            $entered,
            '[{
                "place": "BIGINT", "kind": "VARCHAR", "account_id": "VARCHAR", "topic": "VARCHAR",
                "supplier": "VARCHAR", "view": "VARCHAR", "number": "DOUBLE", "text": "VARCHAR",
                "entered_by": "VARCHAR", "entered_on": "DATE", "undone_on": "DATE"
            }]'
        ),
        recursive := true
    )
)
WHERE entered_on <= $judged_until AND (undone_on IS NULL OR undone_on > $judged_until)
