-- title: contracts that are about to end
-- row: a customer whose running contract ends soon, and no later one has been agreed
-- tables: contracts
-- param: as_of DATE the day the answer is for
-- param: contract_days INTEGER how many days before the end it is said
WITH running AS (
    SELECT
        account_id,
        max(coalesce(ends_on, DATE '9999-12-31')) AS ends_on,
        sum(annual_value) AS annual_value
    FROM contracts
    WHERE starts_on <= $as_of AND coalesce(ends_on >= $as_of, true)
    GROUP BY account_id
)
SELECT
    'contract_ending' AS signal,
    account_id,
    ends_on - $contract_days AS since,
    CASE WHEN ends_on - $as_of <= $contract_days / 3 THEN 3 ELSE 2 END AS severity,
    format(
        'ends on {} in {} days{}',
        ends_on,
        ends_on - $as_of,
        coalesce(format(', {:,.0f} a year', annual_value::DOUBLE), '')
    ) AS detail,
    (ends_on - $as_of)::DOUBLE AS value
FROM running
WHERE ends_on <= $as_of + $contract_days
