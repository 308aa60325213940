-- title: which logged contacts count
-- row: one; the key differs where the contacts that count do
-- uses: logged
-- param: judged_until DATE the day up to which what was entered counts
SELECT coalesce(md5(string_agg(uid || is_in_files, ',' ORDER BY uid)), '') AS key
FROM logged
WHERE kind = 'contact' AND contacted_at::DATE <= $judged_until
