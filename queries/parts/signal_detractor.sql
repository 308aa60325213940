-- title: customers that are not satisfied
-- row: a customer whose newest NPS or CSAT answer is low
-- tables: feedback
-- param: as_of DATE the day the answer is for
-- param: detractor_nps DOUBLE the NPS answer up to which a customer is a detractor
-- param: detractor_csat DOUBLE the CSAT answer up to which it is dissatisfied
-- param: detractor_days INTEGER how many days an answer speaks for the customer
-- NPS: 0-6 detractors, 7-8 passives, 9-10 promoters (Reichheld 2003). Of two answers of the same
-- moment the lower counts.
WITH newest AS (
    SELECT
        account_id,
        metric,
        max((answered_at, -score))[1]::DATE AS answered_on,
        -max((answered_at, -score))[2] AS score
    FROM feedback
    WHERE answered_at::DATE <= $as_of AND answered_at::DATE > $as_of - $detractor_days
    GROUP BY account_id, metric
)
SELECT
    'detractor' AS signal,
    account_id,
    min(answered_on) AS since,
    CASE WHEN count(*) > 1 OR min(score) FILTER (metric = 'nps') <= $detractor_nps / 2 THEN 3
        ELSE 2 END AS severity,
    string_agg(format('{} {:g}', upper(metric), score), ', ' ORDER BY metric) AS detail,
    min(score) AS value
FROM newest
WHERE
    (metric = 'nps' AND score <= $detractor_nps)
    OR (metric = 'csat' AND score <= $detractor_csat)
GROUP BY account_id
