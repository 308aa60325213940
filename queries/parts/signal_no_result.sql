-- title: contacting without result
-- row: an account that was contacted again and again, and has not ordered since
-- uses: measures, contacted
-- param: as_of DATE the day the answer is for
-- param: no_result_contacts INTEGER how many contacts without an order
WITH tried AS (
    SELECT
        account_id,
        count(*) AS n,
        min(contacted_at)::DATE AS first_on,
        max(contacted_at)::DATE AS last_on
    FROM contacted
    JOIN measures USING (account_id)
    WHERE
        contacted_at::DATE >= months_up_to($as_of, 12)
        AND NOT coalesce(inbound, false)
        AND contacted_at::DATE > coalesce(last_order_on, DATE '0001-01-01')
    GROUP BY account_id
)
SELECT
    'no_result' AS signal,
    account_id,
    first_on AS since,
    CASE WHEN n >= 2 * $no_result_contacts THEN 3 ELSE 2 END AS severity,
    format('{} contacts from {} to {}, no order since', n, first_on, last_on) AS detail,
    n::DOUBLE AS value
FROM tried
WHERE n >= $no_result_contacts
