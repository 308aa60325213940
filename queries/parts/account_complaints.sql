-- title: what an account has complained about
-- row: a complaint made by the as-of date, open ones first, then the newest
-- tables: complaints
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
SELECT
    complaint_id,
    opened_on,
    CASE WHEN closed_on <= $as_of THEN closed_on END AS closed_on,
    category,
    cost
FROM complaints
WHERE account_id = $account AND opened_on <= $as_of
ORDER BY closed_on IS NULL OR closed_on > $as_of DESC, opened_on DESC, complaint_id
