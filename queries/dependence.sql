-- title: on how few accounts the revenue hangs
-- row: the whole base in one row; shares are of the revenue, null where there is none
-- uses: curve
WITH counted AS (
    SELECT
        *,
        ratio(up_to_it, whole) AS cumulative_share,
        ratio(counted, whole) AS revenue_share,
        count(*) OVER () AS accounts
    FROM curve
)
SELECT
    count(*) AS accounts,
    coalesce(sum(revenue_12m), 0)::DECIMAL(38, 4) AS revenue_12m,
    max(revenue_share) AS largest_share,
    max(cumulative_share) FILTER (rank <= ceil(accounts * 0.01)) AS top_1_percent_share,
    max(cumulative_share) FILTER (rank <= ceil(accounts * 0.05)) AS top_5_percent_share,
    max(cumulative_share) FILTER (rank <= ceil(accounts * 0.10)) AS top_10_percent_share,
    max(cumulative_share) FILTER (rank <= ceil(accounts * 0.20)) AS top_20_percent_share,
    min(rank) FILTER (cumulative_share >= 0.5) AS accounts_of_half,
    min(rank) FILTER (cumulative_share >= 0.8) AS accounts_of_80_percent,
    sum(revenue_share * revenue_share) AS hhi,
    1 / sum(revenue_share * revenue_share) AS equal_accounts
FROM counted
