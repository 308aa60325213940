-- title: the days of the last 24 months
-- row: a day, and how many whole months back from the as-of date it lies (0-23)
-- param: as_of DATE the day the answer is for
SELECT
    months_ago,
    unnest(generate_series(
        months_up_to($as_of, months_ago + 1), months_up_to($as_of, months_ago) - 1, INTERVAL 1 DAY
    ))::DATE AS day
FROM range(24) AS months(months_ago)
