-- title: what came of the contacts that people logged
-- row: a logged contact that says what came of it; place rises with the order of happening
-- uses: logged
-- param: judged_until DATE the day up to which what was entered counts
SELECT
    account_id,
    contacted_at,
    contacted_at::DATE AS happened_on,
    outcome,
    seller,
    channel,
    reached,
    uid,
    row_number() OVER (ORDER BY contacted_at, logged_at, id) AS place
FROM logged
WHERE kind = 'contact' AND outcome IS NOT NULL AND contacted_at::DATE <= $judged_until
