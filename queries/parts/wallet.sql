-- title: how much of what they could buy accounts buy from us
-- row: all the accounts asked for whose purchase potential is known, together
-- uses: measures
-- tables: accounts
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
SELECT
    count(*) AS accounts,
    sum(revenue_12m)::DOUBLE AS revenue_12m,
    sum(measures.potential_annual)::DOUBLE AS potential_annual,
    ratio(sum(revenue_12m), sum(measures.potential_annual)) AS wallet_share
FROM measures
JOIN accounts USING (account_id)
WHERE
    measures.potential_annual > 0
    AND ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
