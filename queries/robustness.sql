-- title: how sure each place and class is, should the weights be others
-- row: an account, in order of importance
-- uses: standing
-- param: as_of DATE the day the answer is for
-- param: active_months INTEGER how many months back an order makes an account active
-- The points that the weightings are tried on: kamtui/model/acceptability.py counts how often an
-- account comes out on top, kamtui/model/turning.py finds what the smallest change is.
SELECT
    account_id,
    name,
    owner,
    segment,
    is_active,
    revenue_12m::DOUBLE AS revenue_12m,
    potential_annual::DOUBLE AS potential_annual,
    {criteria}
FROM standing
ORDER BY account_id
