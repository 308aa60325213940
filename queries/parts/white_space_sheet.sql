-- title: the white space of the base: accounts by product groups
-- row: an account, with a list of its amounts and of its peers' shares, in the order of the groups
-- uses: groups_open
-- param: owner VARCHAR only this key account manager's accounts, '' for nobody's, or null
-- param: segment VARCHAR only this segment's accounts, '' for those of none, or null
-- The groups stand in order of what all accounts buy of them; one without a name is left out.
WITH groups AS (
    SELECT
        product_group,
        row_number() OVER (ORDER BY sum(revenue_12m) DESC NULLS LAST, product_group) AS place
    FROM groups_open
    WHERE product_group IS NOT NULL
    GROUP BY product_group
    HAVING bool_or(state = 'now')
)
SELECT
    list(product_group ORDER BY place) AS groups,
    account_id,
    any_value(name) AS name,
    any_value(owner) AS owner,
    any_value(revenue_of_account)::DOUBLE AS revenue_12m,
    list(revenue_12m::DOUBLE ORDER BY place) AS amounts,
    list(peer_share ORDER BY place) AS peer_shares,
    list(state ORDER BY place) AS states
FROM groups_open
JOIN groups USING (product_group)
WHERE
    ($owner IS NULL OR coalesce(owner, '') = $owner)
    AND ($segment IS NULL OR coalesce(segment, '') = $segment)
GROUP BY account_id
ORDER BY revenue_12m DESC NULLS LAST, account_id
