-- title: what people logged, as it is taken in from the workspace
-- row: something logged, and for a contact whether the history's files hold the very same one
-- tables: contacts
-- param: rows VARCHAR the rows of the log as a JSON array
-- Materialized, as the JSON would be read once for each use of it.
WITH taken AS MATERIALIZED (
    SELECT unnest(
        from_json(
            $rows,
            '[{
                "id": "BIGINT", "uid": "VARCHAR", "kind": "VARCHAR", "account_id": "VARCHAR",
                "reason": "VARCHAR", "logged_by": "VARCHAR", "logged_at": "TIMESTAMP",
                "logged_on": "DATE", "note": "VARCHAR",
                "said": {
                    "contacted_at": "TIMESTAMP", "seller": "VARCHAR", "channel": "VARCHAR",
                    "inbound": "BOOLEAN", "reached": "BOOLEAN", "topic": "VARCHAR",
                    "sentiment": "DOUBLE", "cost": "DECIMAL(18,4)", "next_step": "VARCHAR",
                    "next_step_on": "DATE", "outcome": "VARCHAR",
                    "until": "DATE", "to": "VARCHAR", "days": "INTEGER", "what": "VARCHAR",
                    "owner": "VARCHAR", "due_on": "DATE", "state": "VARCHAR",
                    "cause": "VARCHAR"
                }
            }]'
        ),
        recursive := true
    )
)
SELECT
    taken.*,
    EXISTS (
        SELECT 1
        FROM contacts
        WHERE
            taken.kind = 'contact'
            AND contacts.account_id = taken.account_id
            AND contacts.contacted_at = taken.contacted_at
            AND contacts.seller IS NOT DISTINCT FROM taken.seller
            AND contacts.channel IS NOT DISTINCT FROM taken.channel
            AND contacts.inbound IS NOT DISTINCT FROM taken.inbound
            AND contacts.reached IS NOT DISTINCT FROM taken.reached
            AND contacts.topic IS NOT DISTINCT FROM taken.topic
            AND contacts.sentiment IS NOT DISTINCT FROM taken.sentiment
            AND contacts.cost IS NOT DISTINCT FROM taken.cost
            AND contacts.next_step IS NOT DISTINCT FROM taken.next_step
            AND contacts.next_step_on IS NOT DISTINCT FROM taken.next_step_on
    ) AS is_in_files
FROM taken
