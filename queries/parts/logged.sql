-- title: what people logged and planned, as far as it counts
-- row: something that was logged by the day and not taken back by then
-- tables: log, log_marks
-- param: judged_until DATE the day up to which what was entered counts
SELECT log.*
FROM log
LEFT JOIN log_marks USING (uid)
WHERE logged_on <= $judged_until AND (undone_on IS NULL OR undone_on > $judged_until)
