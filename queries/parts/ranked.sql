-- title: every account in order of importance
-- row: an account, with what it stands on, its score, coverage, rank, place and class
-- uses: standing
-- param: minimum_coverage DOUBLE the share of the weight that must be scored to be ranked
-- param: class_a DOUBLE the score from which an active account is A
-- param: class_b DOUBLE the score from which an active account is B
-- param: class_d DECIMAL(38,4) the potential from which an inactive account is D
-- The sums go criterion by criterion in double precision and the score is rounded to 9 decimals:
-- kamtui/model/ranking.py computes the same numbers in the same order on every key press.
WITH summed AS (
    SELECT *, {weighted_points} AS weighted_points, {scored_weight} AS scored_weight
    FROM standing
),
scored AS (
    SELECT
        *,
        CASE WHEN scored_weight > 0 THEN round_even(weighted_points / scored_weight, 9) END
            AS score,
        round_even(scored_weight / ({whole_weight}), 9) AS coverage
    FROM summed
),
judged AS (
    SELECT *, score IS NOT NULL AND coverage >= $minimum_coverage AS is_ranked
    FROM scored
),
in_order AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY is_ranked DESC, score DESC NULLS LAST, revenue_12m DESC, account_id
        ) AS place
    FROM judged
)
SELECT
    *,
    CASE WHEN is_ranked THEN place END AS rank,
    CASE
        WHEN is_active AND NOT is_ranked THEN NULL
        WHEN is_active AND score >= $class_a THEN 'A'
        WHEN is_active AND score >= $class_b THEN 'B'
        WHEN is_active THEN 'C'
        WHEN potential_annual >= $class_d THEN 'D'
        WHEN potential_annual < $class_d THEN 'E'
    END AS class,
    CASE
        WHEN potential_points >= $class_a THEN 'A'
        WHEN potential_points >= $class_b THEN 'B'
        WHEN potential_points IS NOT NULL THEN 'C'
    END AS class_by_potential,
    CASE
        WHEN NOT is_active OR revenue_points IS NULL THEN NULL
        WHEN revenue_points >= $class_a THEN 'A'
        WHEN revenue_points >= $class_b THEN 'B'
        ELSE 'C'
    END AS class_by_revenue
FROM in_order
