-- title: key accounts that nobody owns
-- row: a key account without a key account manager
-- tables: accounts
-- param: as_of DATE the day the answer is for
SELECT
    'no_owner' AS signal,
    account_id,
    $as_of AS since,
    3 AS severity,
    'a key account, and nobody looks after it' AS detail,
    NULL::DOUBLE AS value
FROM accounts
WHERE key_account AND nullif(trim(owner), '') IS NULL
