-- title: data gone stale
-- row: a table in which nothing new has come for long; it is about no account
-- uses: contacted
-- tables: complaints, feedback, invoices, offers, assessments, known
-- param: as_of DATE the day the answer is for
-- param: stale_days INTEGER the days from which it is said
WITH newest AS (
    SELECT 'contacts' AS name, max(contacted_at)::DATE AS day FROM contacted
    UNION ALL SELECT 'complaints', max(opened_on) FROM complaints WHERE opened_on <= $as_of
    UNION ALL SELECT 'feedback', max(answered_at)::DATE FROM feedback
    WHERE answered_at::DATE <= $as_of
    UNION ALL SELECT 'invoices', max(issued_on) FROM invoices WHERE issued_on <= $as_of
    UNION ALL SELECT 'offers', max(offered_on) FROM offers WHERE offered_on <= $as_of
    UNION ALL SELECT 'assessments', max(assessed_on) FROM assessments WHERE assessed_on <= $as_of
)
SELECT
    'stale_data' AS signal,
    NULL::VARCHAR AS account_id,
    day AS since,
    1 AS severity,
    format('{}: nothing new for {} days', name, $as_of - day) AS detail,
    ($as_of - day)::DOUBLE AS value
FROM newest
WHERE $as_of - day > $stale_days
