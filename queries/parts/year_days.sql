-- title: the days of the years since the first order
-- row: a day, with the last day of its year; years end on the as-of date's day
-- tables: order_lines
-- param: as_of DATE the day the answer is for
WITH eldest AS (
    SELECT min(ordered_on) AS day FROM order_lines WHERE ordered_on <= $as_of
),
years AS (
    SELECT
        months_up_to($as_of, 12 * years_ago + 12) AS first_day,
        (months_up_to($as_of, 12 * years_ago) - 1)::DATE AS last_day
    FROM eldest
    CROSS JOIN range(0, 2 + coalesce(datediff('year', eldest.day, $as_of), 0)) AS range (years_ago)
)
SELECT
    last_day AS year_to,
    unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day
FROM years
SEMI JOIN eldest ON years.last_day >= eldest.day
