-- title: the agreements with an account
-- row: a contract that had begun by the as-of date, running ones first, then the newest
-- tables: contracts
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- Whether a contract was renewed is known when it has ended.
SELECT
    contract_id,
    starts_on,
    ends_on,
    annual_value,
    CASE WHEN ends_on <= $as_of THEN renewed END AS renewed,
    coalesce(ends_on >= $as_of, true) AS is_running
FROM contracts
WHERE account_id = $account AND starts_on <= $as_of
ORDER BY is_running DESC, starts_on DESC, contract_id
