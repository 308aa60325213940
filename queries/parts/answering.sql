-- title: what an account answers to surveys
-- row: an account with feedback
-- tables: feedback
-- param: as_of DATE the day the answer is for
SELECT
    account_id,
    -- The newest; of two of the same moment the lower, whatever the order of the rows.
    max((answered_at, -score)) FILTER (metric = 'nps')[2] * -1 AS nps,
    avg(score) FILTER (metric = 'csat' AND answered_at::DATE >= months_up_to($as_of, 12))
        AS csat_12m
FROM feedback
WHERE answered_at::DATE <= $as_of
GROUP BY account_id
