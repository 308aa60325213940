-- title: what customers answer to surveys, by segment or by time
-- row: a metric, and a segment, period or theme of those asked for; NPS, then CSAT, then CES
-- tables: accounts, feedback
-- param: as_of DATE the day the answer is for
-- param: since DATE the first day of an answer that counts, or null
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- NPS is the share of 9-10 less the share of 0-6, in percentage points (Reichheld 2003). The delay is
-- from what the answer is about to the answer, in days.
WITH metrics AS (
    FROM (
        VALUES
        (1, 'nps', '% of 9–10 less % of 0–6', 9, 6),
        (2, 'csat', 'mean of 1–5', 4, 2),
        (3, 'ces', 'mean of 1–7', 5, 3)
    ) AS metrics (place, metric, method, high_from, low_to)
),
answered AS (
    SELECT
        metric,
        score,
        answered_at::DATE AS day,
        CASE
            WHEN touchpoint_at <= answered_at
            THEN date_diff('second', touchpoint_at, answered_at) / 86400.0::DOUBLE
        END AS delay_days,
        segment,
        nullif(trim(theme), '') AS theme
    FROM feedback
    JOIN accounts USING (account_id)
    WHERE
        answered_at::DATE <= $as_of
        AND ($since IS NULL OR answered_at::DATE >= $since)
        AND ($owner IS NULL OR owner = $owner)
        AND ($segment IS NULL OR segment = $segment)
        AND ($account IS NULL OR account_id = $account)
),
grouped AS (
    SELECT
        metric,
        {segment} AS segment,
        {period} AS period,
        {theme} AS theme,
        score,
        day,
        delay_days
    FROM answered
),
summed AS (
    SELECT
        metric,
        segment,
        period,
        theme,
        count(*) AS n,
        avg(score) AS mean,
        count(*) FILTER (score >= high_from) AS n_high,
        count(*) FILTER (score <= low_to) AS n_low,
        min(day) AS first_on,
        max(day) AS last_on,
        median(delay_days) AS delay_days,
        count(delay_days) AS n_delays
    FROM grouped
    JOIN metrics USING (metric)
    GROUP BY metric, segment, period, theme
)
SELECT
    metric,
    segment,
    n,
    CASE metric WHEN 'nps' THEN 100.0::DOUBLE * (n_high - n_low) / n ELSE mean END AS value,
    first_on,
    last_on,
    period,
    theme,
    ratio(n_high, n) AS share_high,
    ratio(n_low, n) AS share_low,
    delay_days,
    n_delays,
    method
FROM summed
JOIN metrics USING (metric)
ORDER BY place, period, segment NULLS LAST, n DESC, theme NULLS LAST
LIMIT $top
