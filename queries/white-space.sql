-- title: what each account buys of each product group, and what customers like it buy
-- row: an account and a product group; the account that buys most first
-- uses: groups_open
-- param: state VARCHAR only what is bought now, was bought before, or never was; null for all
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
SELECT
    account_id,
    name,
    product_group,
    revenue_12m,
    peer_share,
    state,
    peers,
    size_class,
    first_bought_on,
    last_bought_on,
    owner,
    segment
FROM groups_open
WHERE
    ($state IS NULL OR state = $state)
    AND ($owner IS NULL OR owner = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY
    revenue_of_account DESC NULLS LAST,
    account_id,
    revenue_12m DESC NULLS LAST,
    peer_share DESC NULLS LAST,
    product_group NULLS LAST
LIMIT $top
