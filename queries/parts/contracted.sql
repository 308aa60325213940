-- title: contracts that run
-- row: an account with a contract that runs on the as-of date
-- tables: contracts
-- param: as_of DATE the day the answer is for
-- Of several the one that ends last says how long. One without an end is up for renewal each year.
WITH running AS (
    SELECT
        account_id,
        arg_max(starts_on, coalesce(ends_on, DATE '9999-12-31')) AS starts_on,
        nullif(max(coalesce(ends_on, DATE '9999-12-31')), DATE '9999-12-31') AS ends_on,
        sum(annual_value) AS annual_value
    FROM contracts
    WHERE starts_on <= $as_of AND coalesce(ends_on >= $as_of, true)
    GROUP BY account_id
)
SELECT
    account_id,
    annual_value,
    coalesce(ends_on - $as_of, 365 - ($as_of - starts_on) % 365) AS days_left,
    coalesce(ends_on - starts_on + 1, 365) AS term_days
FROM running
