-- title: what an account stands on, before any weight
-- row: an account, with the raw value and the points of each criterion of a scorecard
-- uses: measures, judgements
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: active_months INTEGER how many months back an order makes an account active
WITH valued AS (
    SELECT measures.*, {lifecycle} AS lifecycle, {values}
    FROM measures
    {judged}
)
SELECT
    accounts.account_id,
    accounts.name,
    accounts.owner,
    accounts.segment,
    accounts.key_account,
    revenue_12m,
    profit_12m,
    revenue_growth,
    days_since_order,
    lifecycle,
    valued.potential_annual,
    monthly_revenue,
    coalesce(valued.last_order_on >= months_up_to($as_of, $active_months), false) AS is_active,
    {potential_points} AS potential_points,
    {revenue_points} AS revenue_points,
    {standing}
FROM valued
JOIN accounts USING (account_id)
