-- title: new customers that nobody has called
-- row: a customer with a first order and no contact since
-- uses: measures, contacted, contacts_known
-- param: as_of DATE the day the answer is for
-- param: first_order_days INTEGER how many days ago the first order may be
SELECT
    'first_order' AS signal,
    account_id,
    first_order_on AS since,
    CASE WHEN $as_of - first_order_on > $first_order_days / 2 THEN 3 ELSE 2 END AS severity,
    format('first order {} days ago, nobody has called', $as_of - first_order_on) AS detail,
    ($as_of - first_order_on)::DOUBLE AS value
FROM measures
WHERE
    first_order_on > $as_of - $first_order_days
    AND (SELECT contacts FROM contacts_known)
    AND account_id NOT IN (
        SELECT contacted.account_id
        FROM contacted
        JOIN measures AS theirs USING (account_id)
        WHERE contacted_at::DATE >= theirs.first_order_on
    )
