-- title: how the relationship with an account has gone, month by month or year by year
-- row: a month, or a year, from the first that anything happened in to the as-of date's
-- uses: orders, contacted, contacts_known
-- tables: order_lines, complaints, offers, known
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
-- param: unit VARCHAR month or year
-- param: top BIGINT at most this many rows, or null
-- A cost or margin of which nothing is known is null; cumulative_profit is what is known of the
-- margin so far less what is known of the cost, so that months and years end alike.
WITH sold AS (
    SELECT
        datetrunc($unit, ordered_on) AS period,
        sum(net) AS revenue,
        sum(net - cost) AS margin,
        count(*) AS n_lines,
        count(cost) AS n_costed
    FROM order_lines
    WHERE account_id = $account AND ordered_on <= $as_of
    GROUP BY period
),
ordered AS (
    SELECT datetrunc($unit, ordered_on) AS period, count(*) AS n
    FROM orders
    WHERE account_id = $account
    GROUP BY period
),
contacts_of AS (
    SELECT
        datetrunc($unit, contacted_at::DATE) AS period,
        count(*) AS n,
        count(*) FILTER (reached) AS n_reached,
        count(reached) AS n_told,
        sum(cost) AS cost,
        count(cost) AS n_costed
    FROM contacted
    WHERE account_id = $account AND contacted_at::DATE <= $as_of
    GROUP BY period
),
complained AS (
    SELECT
        datetrunc($unit, opened_on) AS period,
        count(*) AS n,
        sum(cost) AS cost,
        count(cost) AS n_costed
    FROM complaints
    WHERE account_id = $account AND opened_on <= $as_of
    GROUP BY period
),
-- An offer that closed without a day is taken to have closed when it was made.
closed AS (
    SELECT
        datetrunc($unit, coalesce(closed_on, offered_on)) AS period,
        count(*) FILTER (outcome = 'won') AS n_won,
        count(*) FILTER (outcome = 'lost') AS n_lost
    FROM offers
    WHERE
        account_id = $account
        AND offered_on <= $as_of
        AND outcome <> 'open'
        AND coalesce(closed_on, offered_on) <= $as_of
    GROUP BY period
),
first_of_all AS (
    SELECT min(period) AS period
    FROM (
        SELECT period FROM sold
        UNION ALL SELECT period FROM contacts_of
        UNION ALL SELECT period FROM complained
        UNION ALL SELECT period FROM closed
    )
),
periods AS (
    SELECT unnest(
        generate_series(
            period::TIMESTAMP,
            datetrunc($unit, $as_of)::TIMESTAMP,
            CASE $unit WHEN 'year' THEN to_years(1) ELSE to_months(1) END
        )
    )::DATE AS period
    FROM first_of_all
),
joined AS (
    SELECT
        period,
        coalesce(sold.revenue, 0)::DECIMAL(38, 4) AS revenue,
        CASE WHEN order_lines_cost THEN known_sum(n_lines, sold.n_costed, margin) END
            ::DECIMAL(38, 4) AS margin,
        CASE WHEN order_lines_cost THEN sold.margin END AS margin_known,
        n_lines,
        CASE
            WHEN contacts_cost OR complaints_cost OR contacts_of.n_costed > 0 THEN
                CASE WHEN contacts_cost
                    THEN known_sum(contacts_of.n, contacts_of.n_costed, contacts_of.cost)
                    ELSE coalesce(contacts_of.cost, 0) END
                + CASE WHEN complaints_cost
                    THEN known_sum(complained.n, complained.n_costed, complained.cost) ELSE 0 END
        END::DECIMAL(38, 4) AS relationship_cost,
        CASE
            WHEN contacts_cost OR complaints_cost OR contacts_of.n_costed > 0
            THEN coalesce(contacts_of.cost, 0) + coalesce(complained.cost, 0)
        END AS cost_known,
        coalesce(ordered.n, 0) AS orders,
        CASE WHEN known.complaints THEN coalesce(complained.n, 0) END AS complaints,
        CASE WHEN contacts_known.contacts THEN coalesce(contacts_of.n, 0) END AS contacts,
        CASE WHEN known.contacts_reached OR n_told > 0
            THEN known_sum(contacts_of.n, n_told, n_reached) END AS reached,
        CASE WHEN known.offers THEN coalesce(n_won, 0) END AS offers_won,
        CASE WHEN known.offers THEN coalesce(n_lost, 0) END AS offers_lost
    FROM periods
    CROSS JOIN known
    CROSS JOIN contacts_known
    LEFT JOIN sold USING (period)
    LEFT JOIN ordered USING (period)
    LEFT JOIN contacts_of USING (period)
    LEFT JOIN complained USING (period)
    LEFT JOIN closed USING (period)
)
SELECT
    {period},
    revenue,
    margin,
    relationship_cost,
    orders,
    complaints,
    margin - relationship_cost AS profit,
    (
        coalesce(
            sum(margin_known) OVER so_far, CASE WHEN sum(n_lines) OVER so_far IS NULL THEN 0 END
        ) - sum(cost_known) OVER so_far
    )::DECIMAL(38, 4) AS cumulative_profit,
    contacts,
    reached,
    offers_won,
    offers_lost
FROM joined
WINDOW so_far AS (ORDER BY period)
ORDER BY period
LIMIT $top
