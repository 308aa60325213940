-- title: when the seasonal buying of an account usually begins
-- row: an account, and a day on which a season of its buying usually begins
-- tables: order_lines
-- param: as_of DATE the day the answer is for
-- param: until DATE the last day
-- A season begins in a calendar month that is no weaker than the account's average month, and in
-- which it bought in most of its years, two at least; after three months that are each below two
-- thirds of the average; and with more, in most years, than in any of the three. The years are the
-- 12 whole months up to the as-of date, the 12 before, and so on, four at most: an account with
-- less than two has no season.
WITH month_sales AS (
    SELECT
        account_id,
        date_trunc('month', ordered_on)::DATE AS month,
        sum(net)::DOUBLE AS revenue,
        min(ordered_on) FILTER (net > 0) AS first_on
    FROM order_lines
    WHERE ordered_on < date_trunc('month', $as_of + 1)
    GROUP BY ALL
),
observed AS (
    SELECT
        account_id,
        least(4, date_diff('month', min(month), date_trunc('month', $as_of + 1)) // 12) AS n_years
    FROM month_sales
    WHERE revenue > 0
    GROUP BY account_id
),
month_list AS (
    SELECT
        account_id,
        n_years,
        unnest(generate_series(
            date_trunc('month', $as_of + 1) - to_months((12 * n_years)::INTEGER),
            date_trunc('month', $as_of + 1) - INTERVAL 1 MONTH,
            INTERVAL 1 MONTH
        ))::DATE AS month
    FROM observed
    WHERE n_years >= 2
),
in_months AS (
    SELECT
        account_id,
        n_years,
        month,
        coalesce(revenue, 0) AS revenue,
        first_on,
        avg(coalesce(revenue, 0)) OVER (PARTITION BY account_id) AS average
    FROM month_list
    LEFT JOIN month_sales USING (account_id, month)
),
beside AS (
    SELECT
        *,
        CASE
            WHEN lag(month, 3) OVER of_account IS NOT NULL
            THEN max(revenue) OVER (of_account ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)
        END AS best_before
    FROM in_months
    WHERE average > 0
    WINDOW of_account AS (PARTITION BY account_id ORDER BY month)
),
by_month AS (
    SELECT
        account_id,
        n_years,
        month(month) AS month,
        avg(revenue / average) AS level,
        count(*) FILTER (revenue > 0 AND first_on IS NOT NULL) AS n_bought,
        count(*) FILTER (revenue > best_before) AS n_risen,
        count(best_before) AS n_compared,
        list(first_on ORDER BY first_on) FILTER (revenue > 0 AND first_on IS NOT NULL) AS first_days
    FROM beside
    GROUP BY ALL
),
quiet_before AS (
    SELECT earlier.account_id, later.month
    FROM by_month AS earlier
    JOIN range(1, 13) AS later (month) ON (later.month - earlier.month + 12) % 12 BETWEEN 1 AND 3
    GROUP BY ALL
    HAVING max(level) < 2.0::DOUBLE / 3
),
starts AS (
    SELECT
        account_id,
        month,
        n_bought,
        n_years,
        first_days,
        list_median(list_transform(first_days, lambda d: day(d)))::INTEGER AS day_of_month
    FROM by_month
    JOIN quiet_before USING (account_id, month)
    WHERE level >= 1 AND n_bought >= 2 AND 2 * n_bought > n_years AND 2 * n_risen > n_compared
)
SELECT
    account_id,
    (make_date(year, month, 1) + day_of_month - 1)::DATE AS day,
    format(
        'a season of buying usually begins in {}: {} of {} years, {}',
        monthname(make_date(2001, month, 1)),
        n_bought,
        n_years,
        array_to_string(first_days, ', ')
    ) AS detail,
    format('{}-{:02d}', year, month) AS key
FROM starts
CROSS JOIN range(year($as_of), year($until) + 1) AS years (year)
