-- title: what an account's answers to surveys come to
-- row: NPS, CSAT and CES, one row each; all but n and the method is null where nothing was answered
-- tables: feedback
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- NPS is the share of 9-10 less the share of 0-6, in percentage points (Reichheld 2003).
WITH metrics AS (
    FROM (
        VALUES
        (1, 'nps', '% of 9–10 less % of 0–6'),
        (2, 'csat', 'mean of 1–5'),
        (3, 'ces', 'mean of 1–7')
    ) AS metrics (place, metric, method)
),
answered AS (
    SELECT metric, score, answered_at::DATE AS day
    FROM feedback
    WHERE account_id = $account AND answered_at::DATE <= $as_of
),
summed AS (
    SELECT
        metric,
        count(*) AS n,
        100.0::DOUBLE
        * (count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6)) / count(*) AS net,
        avg(score) AS mean,
        min(score) AS lowest,
        max(score) AS highest,
        min(day) AS first_on,
        max(day) AS last_on
    FROM answered
    GROUP BY metric
)
SELECT
    metric,
    coalesce(n, 0) AS n,
    CASE metric WHEN 'nps' THEN net ELSE mean END AS value,
    lowest,
    highest,
    first_on,
    last_on,
    method
FROM metrics
LEFT JOIN summed USING (metric)
ORDER BY place
