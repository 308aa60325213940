-- title: accounts whose parent is not there, is the account itself, or has it for an ancestor
-- row: a rule, the accounts that break it and up to five examples
-- tables: accounts
WITH RECURSIVE linked AS (
    SELECT account_id, parent_id FROM accounts WHERE parent_id <> ''
),
-- From the accounts without another known account above them downwards.
topped AS (
    SELECT account_id
    FROM accounts
    WHERE account_id NOT IN (
        SELECT linked.account_id
        FROM linked
        JOIN accounts AS above ON above.account_id = linked.parent_id
        WHERE linked.account_id <> linked.parent_id
    )
    UNION ALL
    SELECT linked.account_id
    FROM topped
    JOIN linked ON linked.parent_id = topped.account_id
    WHERE linked.account_id <> linked.parent_id
),
astray AS (
    SELECT 'unknown_parent' AS rule, account_id, parent_id
    FROM linked
    WHERE parent_id NOT IN (SELECT account_id FROM accounts)
    UNION ALL
    SELECT 'own_parent', account_id, parent_id FROM linked WHERE account_id = parent_id
    UNION ALL
    SELECT 'parent_circle', account_id, parent_id FROM linked ANTI JOIN topped USING (account_id)
)
SELECT
    rule,
    count(*) AS n_rows,
    list(MAP {'account_id': account_id, 'parent_id': parent_id} ORDER BY account_id)[:5] AS examples
FROM astray
GROUP BY rule
ORDER BY rule
