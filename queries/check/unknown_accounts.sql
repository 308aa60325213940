-- title: rows of accounts that are not in accounts
-- row: a rule, the rows that break it and up to five examples, those with most rows first
-- tables: accounts
-- The relation is a table of the contract with an account_id.
WITH named AS (
    SELECT account_id, count(*) AS n_rows
    FROM {relation}
    WHERE account_id <> ''
    GROUP BY account_id
),
known AS (
    SELECT without_case_and_blanks(account_id) AS bare, min(account_id) AS account_id
    FROM accounts
    GROUP BY bare
),
unknown AS (
    SELECT named.account_id, named.n_rows, known.account_id AS known_as
    FROM named
    ANTI JOIN accounts USING (account_id)
    LEFT JOIN known ON known.bare = without_case_and_blanks(named.account_id)
)
SELECT
    'unknown_account' AS rule,
    sum(n_rows)::BIGINT AS n_rows,
    list(MAP {'account_id': account_id, 'rows': n_rows::VARCHAR} ORDER BY n_rows DESC, account_id)[:5]
        AS examples
FROM unknown
UNION ALL
SELECT
    'alike_account',
    sum(n_rows)::BIGINT,
    list(
        MAP {'account_id': account_id, 'known_as': known_as, 'rows': n_rows::VARCHAR}
        ORDER BY n_rows DESC, account_id
    )[:5]
FROM unknown
WHERE known_as IS NOT NULL
