-- title: customers whose buying has turned
-- row: a customer whose last 3 months differ from the same months a year before, and stay so
-- uses: measures
-- param: as_of DATE the day the answer is for
-- param: turning_point_change DOUBLE the change from which it is said, a fraction of 1
-- param: turning_point_revenue DOUBLE the revenue of 3 months under which a change says little
-- param: turning_point_fit DOUBLE how much of what the months differ by the turn must explain, 0-1
-- The months are those of monthly_revenue, the oldest first. The change point is where two means
-- fit the 24 months best (least squares); `fit` is the share of their variance that it explains.
WITH compared AS (
    SELECT
        account_id,
        list_transform(monthly_revenue, lambda m: m::DOUBLE) AS months,
        list_sum(monthly_revenue[22:24])::DOUBLE AS latest,
        list_sum(monthly_revenue[10:12])::DOUBLE AS earlier
    FROM measures
),
split AS (
    SELECT
        *,
        latest / earlier - 1 AS change,
        list_max(list_transform(
            range(3, 22),
            lambda k: (
                k * (24 - k) * power(list_avg(months[k + 1:24]) - list_avg(months[1:k]), 2)
                    / (24 * 24 * list_var_pop(months)),
                k
            )
        )) AS best
    FROM compared
    WHERE
        earlier > 0
        AND greatest(latest, earlier) >= $turning_point_revenue
        AND list_var_pop(months) > 0
)
SELECT
    'turning_point' AS signal,
    account_id,
    months_up_to($as_of, 24 - best[2]) AS since,
    CASE WHEN change < 0 THEN 2 ELSE 1 END AS severity,
    format(
        'last 3 months {:,.0f}, a year before {:,.0f} ({:+.0f} %)', latest, earlier, 100 * change
    ) AS detail,
    change AS value
FROM split
WHERE
    abs(change) >= $turning_point_change
    AND best[1] >= $turning_point_fit
    AND sign(change) = sign(list_avg(months[best[2] + 1:24]) - list_avg(months[1:best[2]]))
