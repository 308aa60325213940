-- title: what new customers do not use yet
-- row: a customer in after-care, with the product groups that it never bought
-- uses: first_deliveries, group_days
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- The groups stand in order of the share of the segment's customers that buy them in 12 months.
WITH bought AS (
    SELECT account_id, segment, product_group, last_on >= months_up_to($as_of, 12) AS is_current
    FROM group_days
    JOIN accounts USING (account_id)
),
buyers AS (
    SELECT segment, product_group, count(*) AS n FROM bought WHERE is_current GROUP BY ALL
),
sold AS (
    SELECT DISTINCT product_group FROM buyers
),
lacking AS (
    SELECT account_id, segment, product_group
    FROM first_deliveries
    JOIN accounts USING (account_id)
    CROSS JOIN sold
    ANTI JOIN bought USING (account_id, product_group)
),
counted AS (
    SELECT account_id, lacking.product_group, coalesce(n, 0) AS n
    FROM lacking
    LEFT JOIN buyers
        ON buyers.product_group = lacking.product_group
        AND buyers.segment IS NOT DISTINCT FROM lacking.segment
)
SELECT account_id, list(product_group ORDER BY n DESC, product_group) AS unused
FROM counted
GROUP BY account_id
