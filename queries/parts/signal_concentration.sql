-- title: customers that we depend on
-- row: a customer with a large share of the whole revenue
-- uses: measures
-- param: as_of DATE the day the answer is for
-- param: concentration_share DOUBLE the share of the revenue from which it is said, 0-1
SELECT
    'concentration' AS signal,
    account_id,
    months_up_to($as_of, 12) AS since,
    CASE WHEN revenue_share >= 2 * $concentration_share THEN 3 ELSE 2 END AS severity,
    format('{:.0f} % of the revenue of 12 months', 100 * revenue_share) AS detail,
    revenue_share AS value
FROM measures
WHERE revenue_share >= $concentration_share
