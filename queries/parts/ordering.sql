-- title: when and how often an account orders
-- row: an account with at least one order
-- uses: orders
-- param: as_of DATE the day the answer is for
WITH by_account AS (
    SELECT
        account_id,
        count(*) AS orders_total,
        count(*) FILTER (ordered_on >= months_up_to($as_of, 12)) AS orders_12m,
        min(ordered_on) AS first_order_on,
        max(ordered_on) AS last_order_on,
        list_sort(list(ordered_on)) AS days
    FROM orders
    GROUP BY account_id
),
-- Two orders of one day are one order day: their gap of 0 days is none.
gapped AS (
    SELECT
        * EXCLUDE (days),
        list_filter(
            list_transform(range(2, len(days) + 1), lambda i: days[i] - days[i - 1]),
            lambda gap: gap > 0
        ) AS gaps
    FROM by_account
)
SELECT
    * EXCLUDE (gaps),
    1 + len(gaps) AS n_order_days,
    list_median(gaps) AS order_interval
FROM gapped
