-- title: what an account is judged to be
-- row: an account with assessments, and the score 0-10 that counts for each dimension
-- uses: assessed
-- The customer's view comes before our own, and within a view the newest counts; of one day what
-- was entered last.
WITH counting AS (
    SELECT
        account_id,
        dimension,
        max((view = 'customer', assessed_on, place, score))[4] AS score
    FROM assessed
    GROUP BY account_id, dimension
)
SELECT account_id, map_from_entries(list((dimension, score))) AS by_dimension
FROM counting
GROUP BY account_id
