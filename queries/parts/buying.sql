-- title: how many product groups an account buys
-- row: an account with order lines
-- uses: groups_marked, groups_listed
-- param: as_of DATE the day the answer is for
-- A returned line shows no interest in its group: only lines with a positive amount count.
-- groups_unknown says whether what it bought in the last 12 months says nothing of its group.
SELECT
    account_id,
    bit_count(marks_12m) AS product_groups_12m,
    bit_count(marks_new) AS new_groups_90d,
    marks_12m = 0 AS groups_unknown
FROM groups_marked
UNION ALL
SELECT
    account_id,
    count(product_group) FILTER (last_on >= months_up_to($as_of, 12)),
    count(product_group) FILTER (first_on > $as_of - 90),
    count(*) FILTER (last_on >= months_up_to($as_of, 12)) > 0
        AND count(product_group) FILTER (last_on >= months_up_to($as_of, 12)) = 0
FROM groups_listed
GROUP BY account_id
