-- title: the competitive-strength indices
-- row: a rated account and supplier
-- uses: rated, weights_given, usual_weights
-- index = Σ weight · rating / Σ weight over the factors rated (McDonald & Woodburn 2007; Ojasalo &
-- Ojasalo 2010), rounded to 9 decimals so that equal ratings tie.
-- Of several ratings of one factor the one counts that `ratings` says. Where there are any is told
-- by a bit for each factor: fewer bits than ratings, and one came twice. Only there are the
-- ratings compared, which costs more than adding them up.
WITH marked AS (
    SELECT factor, 1::BIGINT << ((number - 1) % 62)::INTEGER AS mark
    FROM (
        SELECT factor, row_number() OVER () AS number
        FROM (SELECT DISTINCT factor FROM rated)
    )
),
own AS (
    SELECT account_id, factor, weight FROM weights_given WHERE account_id IS NOT NULL
),
weighed AS NOT MATERIALIZED (
    SELECT rated.*, mark, coalesce(own.weight, usual_weights.weight, 0) AS weight
    FROM rated
    JOIN marked USING (factor)
    LEFT JOIN usual_weights USING (factor)
    LEFT JOIN own USING (account_id, factor)
),
added_up AS (
    SELECT
        account_id,
        supplier,
        sum(weight * rating) AS weighted_ratings,
        sum(weight) AS rated_weight,
        bit_count(bit_or(mark)) < count(*) AS is_repeated
    FROM weighed
    GROUP BY account_id, supplier
),
counting AS (
    SELECT
        account_id,
        supplier,
        factor,
        any_value(weight) AS weight,
        max((view = 'customer', rated_on, place, rating))[4] AS rating
    FROM weighed
    JOIN (SELECT account_id, supplier FROM added_up WHERE is_repeated) USING (account_id, supplier)
    GROUP BY account_id, supplier, factor
),
summed AS (
    SELECT account_id, supplier, weighted_ratings, rated_weight
    FROM added_up
    WHERE NOT is_repeated
    UNION ALL
    SELECT account_id, supplier, sum(weight * rating), sum(weight)
    FROM counting
    GROUP BY account_id, supplier
),
whole_of_account AS (
    SELECT account_id, sum(coalesce(own.weight, usual_weights.weight)) AS whole_weight
    FROM (SELECT DISTINCT account_id FROM own)
    CROSS JOIN (SELECT factor FROM usual_weights UNION SELECT factor FROM own)
    LEFT JOIN usual_weights USING (factor)
    LEFT JOIN own USING (account_id, factor)
    GROUP BY account_id
),
indexed AS (
    SELECT
        account_id,
        supplier,
        supplier = 'us' AS is_us,
        rated_weight,
        round_even(weighted_ratings / rated_weight, 9) AS index,
        round_even(
            rated_weight / coalesce(whole_weight, (SELECT sum(weight) FROM usual_weights)), 9
        ) AS coverage
    FROM summed
    LEFT JOIN whole_of_account USING (account_id)
    WHERE rated_weight > 0
),
by_account AS (
    SELECT
        account_id,
        list(index) AS indices,
        max(index) FILTER (is_us) AS our_index,
        min((-index, supplier)) FILTER (NOT is_us) AS best
    FROM indexed
    GROUP BY account_id
)
SELECT
    indexed.*,
    1 + len(list_filter(indices, lambda other: other > index)) AS position,
    best[2] AS rival,
    -best[1] AS rival_index,
    round_even(our_index + best[1], 9) AS our_lead,
    CASE WHEN is_us THEN round_even(index / -best[1], 9) END AS relative,
    CASE WHEN is_us THEN our_lead END AS lead
FROM indexed
JOIN by_account USING (account_id)
