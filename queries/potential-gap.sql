-- title: who buys less, or more, than its purchase potential says
-- row: an active account whose class by potential is not its class by revenue; most room first
-- uses: ranked, measures
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    ranked.account_id,
    ranked.name,
    ranked.owner,
    ranked.segment,
    class,
    class_by_potential,
    class_by_revenue,
    -- A comes before B.
    CASE WHEN class_by_potential < class_by_revenue THEN 'less' ELSE 'more' END AS buys,
    measures.potential_annual,
    measures.revenue_12m,
    growth_room,
    wallet_share,
    rank
FROM ranked
JOIN measures USING (account_id)
WHERE
    class_by_potential <> class_by_revenue
    AND ($owner IS NULL OR ranked.owner = $owner)
    AND ($segment IS NULL OR ranked.segment = $segment)
    AND ($account IS NULL OR ranked.account_id = $account)
ORDER BY growth_room DESC, place
LIMIT $top
