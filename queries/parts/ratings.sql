-- title: how each supplier does on each success factor
-- row: an account, supplier and factor, with the rating that counts and the two views of it
-- uses: rated
-- The customer's view comes before our own, and within a view the newest rating counts; of one day
-- what was entered last, and of two in the files the higher.
SELECT
    account_id,
    supplier,
    factor,
    max((view = 'customer', rated_on, place, rating))[4] AS rating,
    max((rated_on, place, rating)) FILTER (view = 'own')[3] AS own_view,
    max((rated_on, place, rating)) FILTER (view = 'customer')[3] AS customer_view
FROM rated
GROUP BY account_id, supplier, factor
