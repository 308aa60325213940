-- title: what an account has answered to surveys
-- row: an answer given by the as-of date, the newest first
-- tables: feedback
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
SELECT answered_at, metric, score, theme, comment
FROM feedback
WHERE account_id = $account AND answered_at::DATE <= $as_of
ORDER BY answered_at DESC, metric, score
