-- title: each account and each product group, bought or not
-- row: an account, and a product group sold to anyone in 12 months, or that it has lines of
-- tables: accounts, order_lines
-- param: as_of DATE the day the answer is for
-- Lines that name no group make one row without a name, so that the rows of an account sum to its
-- revenue. Bought means a line with a positive amount: a returned line shows no interest in its group.
-- Peers are the other accounts of the segment and size class that bought something in 12 months; an
-- account is small, medium or large by the thirds of what it could buy in a year, else of what it
-- bought.
WITH own AS (
    SELECT
        account_id,
        nullif(product_group, '') AS product_group,
        sum(net) FILTER (ordered_on >= months_up_to($as_of, 12)) AS revenue_12m,
        min(ordered_on) FILTER (net > 0) AS first_bought_on,
        max(ordered_on) FILTER (net > 0) AS last_bought_on
    FROM order_lines
    SEMI JOIN accounts USING (account_id)
    WHERE ordered_on <= $as_of
    GROUP BY ALL
),
totals AS (
    SELECT
        account_id,
        sum(revenue_12m) AS revenue_of_account,
        coalesce(max(last_bought_on) >= months_up_to($as_of, 12), false) AS is_buyer
    FROM own
    GROUP BY account_id
),
sized AS (
    SELECT
        account_id,
        name,
        owner,
        segment,
        revenue_of_account,
        coalesce(is_buyer, false) AS is_buyer,
        nullif(greatest(coalesce(potential_annual, revenue_of_account), 0), 0) AS size
    FROM accounts
    LEFT JOIN totals USING (account_id)
),
thirds AS (
    SELECT quantile_disc(size, 1.0::DOUBLE / 3) AS low, quantile_disc(size, 2.0::DOUBLE / 3) AS high
    FROM sized
),
classed AS (
    SELECT
        sized.*,
        CASE
            WHEN size IS NULL THEN NULL
            WHEN size <= low THEN 'small'
            WHEN size <= high THEN 'medium'
            ELSE 'large'
        END AS size_class
    FROM sized
    CROSS JOIN thirds
),
peer_groups AS (
    SELECT segment, size_class, count(*) FILTER (is_buyer) AS n_buyers
    FROM classed
    GROUP BY ALL
),
peers_buying AS (
    SELECT segment, size_class, product_group, count(*) AS n_of_group
    FROM own
    JOIN classed USING (account_id)
    WHERE last_bought_on >= months_up_to($as_of, 12) AND product_group IS NOT NULL
    GROUP BY ALL
),
sold AS (
    SELECT DISTINCT product_group FROM peers_buying
),
pairs AS (
    SELECT account_id, product_group FROM accounts CROSS JOIN sold
    UNION
    SELECT account_id, product_group
    FROM own
    WHERE revenue_12m IS NOT NULL OR (product_group IS NOT NULL AND last_bought_on IS NOT NULL)
),
joined AS (
    SELECT
        pairs.account_id,
        name,
        owner,
        classed.segment,
        classed.size_class,
        revenue_of_account,
        pairs.product_group,
        own.revenue_12m,
        first_bought_on,
        last_bought_on,
        coalesce(last_bought_on >= months_up_to($as_of, 12), false) AS is_bought,
        n_buyers - is_buyer::INTEGER AS peers,
        coalesce(n_of_group, 0) AS n_of_group
    FROM pairs
    JOIN classed USING (account_id)
    JOIN peer_groups
        ON peer_groups.segment IS NOT DISTINCT FROM classed.segment
        AND peer_groups.size_class IS NOT DISTINCT FROM classed.size_class
    LEFT JOIN own
        ON own.account_id = pairs.account_id
        AND own.product_group IS NOT DISTINCT FROM pairs.product_group
    LEFT JOIN peers_buying
        ON peers_buying.segment IS NOT DISTINCT FROM classed.segment
        AND peers_buying.size_class IS NOT DISTINCT FROM classed.size_class
        AND peers_buying.product_group = pairs.product_group
)
SELECT
    account_id,
    name,
    owner,
    segment,
    size_class,
    product_group,
    revenue_12m::DECIMAL(38, 4) AS revenue_12m,
    CASE
        WHEN product_group IS NOT NULL THEN ratio(n_of_group - is_bought::INTEGER, peers)
    END AS peer_share,
    CASE
        WHEN product_group IS NULL THEN NULL
        WHEN is_bought THEN 'now'
        WHEN last_bought_on IS NOT NULL THEN 'before'
        ELSE 'never'
    END AS state,
    peers,
    first_bought_on,
    last_bought_on,
    revenue_of_account
FROM joined
