-- title: accounts that share a business id, whatever signs stand between its letters and digits
-- row: a rule, the accounts that share one and up to five examples
-- tables: accounts
WITH numbered AS (
    SELECT account_id, business_id,
        regexp_replace(upper(nfc_normalize(business_id)), '[^\pL\pN]', '', 'g') AS bare
    FROM accounts
),
shared AS (
    SELECT list(account_id ORDER BY account_id) AS account_ids, min(business_id) AS business_id
    FROM numbered
    WHERE bare <> ''
    GROUP BY bare
    HAVING count(*) > 1
)
SELECT
    'shared_business_id' AS rule,
    sum(len(account_ids))::BIGINT AS n_rows,
    list(
        MAP {
            'business_id': business_id,
            'account_id': account_ids[1],
            'also': account_ids[2],
            'rows': len(account_ids)::VARCHAR
        }
        ORDER BY len(account_ids) DESC, business_id
    )[:5] AS examples
FROM shared
