-- title: what each account is worth: what it will buy, and earn, over a horizon
-- row: an account that has bought or has a contract that runs; the most valuable first
-- uses: lifetime_accounts
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- The models are fitted to every account, also where only some are asked for.
SELECT
    *,
    coalesce(
        ($owner IS NULL OR owner = $owner)
        AND ($segment IS NULL OR segment = $segment)
        AND ($account IS NULL OR account_id = $account),
        false
    ) AS is_wanted
FROM lifetime_accounts
ORDER BY account_id
