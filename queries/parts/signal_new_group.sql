-- title: customers that take a new product group into use
-- row: a customer that bought from a group for the first time, and had bought others before
-- uses: group_days
-- param: as_of DATE the day the answer is for
-- param: new_group_days INTEGER how many days back a group is new
SELECT
    'new_group' AS signal,
    account_id,
    min(first_on) FILTER (first_on > $as_of - $new_group_days) AS since,
    1 AS severity,
    concat(
        'first time: ',
        string_agg(product_group, ', ' ORDER BY first_on, product_group)
            FILTER (first_on > $as_of - $new_group_days)
    ) AS detail,
    (count(*) FILTER (first_on > $as_of - $new_group_days))::DOUBLE AS value
FROM group_days
GROUP BY account_id
HAVING
    count(*) FILTER (first_on > $as_of - $new_group_days) > 0
    AND count(*) FILTER (first_on <= $as_of - $new_group_days) > 0
