-- title: what it would take to draw level with the best competitor
-- row: a success factor at an account where a competitor is ahead of us
-- uses: strengths, ratings, factors
-- tables: accounts
-- param: as_of DATE the day the answer is for
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- rise = −lead · Σ weight / weight of the factor; feasible while our rating stays within 10.
WITH behind AS (
    SELECT account_id, lead, rated_weight, rival FROM strengths WHERE is_us AND lead < 0
),
levers AS (
    SELECT
        account_id,
        lead,
        factor,
        weight,
        ours.rating AS our_rating,
        rival AS best_rival,
        theirs.rating AS best_rival_rating,
        round_even(-lead * rated_weight / weight, 9) AS rise_needed
    FROM behind
    JOIN (FROM ratings WHERE supplier = 'us') AS ours USING (account_id)
    JOIN factors USING (account_id, factor)
    LEFT JOIN ratings AS theirs
        ON theirs.account_id = behind.account_id
        AND theirs.supplier = rival
        AND theirs.factor = ours.factor
    WHERE weight > 0
)
SELECT
    account_id,
    name,
    factor,
    weight,
    our_rating,
    best_rival,
    best_rival_rating,
    rise_needed,
    round_even(our_rating + rise_needed, 9) <= 10 AS feasible
FROM levers
JOIN accounts USING (account_id)
WHERE
    ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY lead, account_id, rise_needed, factor
LIMIT $top
