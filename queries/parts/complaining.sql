-- title: what an account complains about
-- row: an account with complaints
-- tables: complaints
-- param: as_of DATE the day the answer is for
SELECT
    account_id,
    count(*) FILTER (closed_on IS NULL OR closed_on > $as_of) AS complaints_open,
    count(*) FILTER (opened_on >= months_up_to($as_of, 12)) AS complaints_12m,
    sum(cost) FILTER (opened_on >= months_up_to($as_of, 12)) AS cost_12m,
    count(cost) FILTER (opened_on >= months_up_to($as_of, 12)) AS n_costed_12m
FROM complaints
WHERE opened_on <= $as_of
GROUP BY account_id
