-- title: how many product groups are sold to anyone
-- row: one row, the number of groups of the last 12 months
-- uses: groups_marked, groups_listed
-- tables: accounts
-- param: as_of DATE the day the answer is for
SELECT coalesce(bit_count(bit_or(marks_12m)), 0) + (
    SELECT count(DISTINCT product_group)
    FROM groups_listed
    SEMI JOIN accounts USING (account_id)
    WHERE last_on >= months_up_to($as_of, 12)
) AS n
FROM groups_marked
SEMI JOIN accounts USING (account_id)
