-- title: what the ranking on the screen is made of
-- row: an account, ordered by account_id
-- uses: standing, placed
-- param: as_of DATE the day the answer is for
-- param: active_months INTEGER how many months back an order makes an account active
SELECT
    account_id,
    standing.name,
    standing.owner,
    standing.segment,
    coalesce(key_account, false) AS key_account,
    is_active,
    standing.revenue_12m::DOUBLE AS revenue_12m,
    profit_12m::DOUBLE AS profit_12m,
    revenue_growth,
    days_since_order,
    lifecycle,
    cell,
    potential_annual::DOUBLE AS potential_annual,
    potential_points,
    revenue_points,
    {months},
    {criteria}
FROM standing
JOIN placed USING (account_id)
ORDER BY account_id
