-- title: complaints that are open
-- row: a customer with an open complaint
-- tables: complaints
-- param: as_of DATE the day the answer is for
-- param: complaint_days INTEGER the age from which it is pressing
SELECT
    'complaint_open' AS signal,
    account_id,
    min(opened_on) AS since,
    CASE WHEN $as_of - min(opened_on) >= $complaint_days THEN 3 ELSE 2 END AS severity,
    format(
        '{} open, the oldest for {} days{}',
        count(*),
        $as_of - min(opened_on),
        coalesce(': ' || string_agg(DISTINCT category, ', ' ORDER BY category), '')
    ) AS detail,
    ($as_of - min(opened_on))::DOUBLE AS value
FROM complaints
WHERE opened_on <= $as_of AND (closed_on IS NULL OR closed_on > $as_of)
GROUP BY account_id
