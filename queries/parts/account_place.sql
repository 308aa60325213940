-- title: an account's place among the others, and what its score is made of
-- row: the account, one row, with the columns of priorities, and how many accounts are ranked
-- uses: priorities
-- param: wanted VARCHAR the account
SELECT
    priorities.*,
    (SELECT count(rank) FROM priorities) AS n_ranked,
    (SELECT count(*) FROM priorities) AS n_accounts
FROM priorities
WHERE account_id = $wanted
