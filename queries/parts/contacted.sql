-- title: the contacts that count
-- row: a contact made or tried by the day: one of the files, or one that somebody logged
-- uses: logged
-- tables: contacts
-- param: as_of DATE the day the answer is for
-- param: judged_until DATE the day up to which what was entered counts
-- Where no day was asked for, a logged contact counts though it is newer than the newest order. One
-- that was exported and laid into the history is counted there, once the answer's day reaches it.
SELECT
    account_id,
    contacted_at,
    seller,
    channel,
    inbound,
    reached,
    topic,
    sentiment,
    cost,
    next_step,
    next_step_on
FROM contacts
WHERE contacted_at::DATE <= $as_of
UNION ALL
SELECT
    account_id,
    contacted_at,
    seller,
    channel,
    inbound,
    reached,
    topic,
    sentiment,
    cost,
    next_step,
    next_step_on
FROM logged
WHERE
    kind = 'contact'
    AND contacted_at::DATE <= $judged_until
    AND NOT (is_in_files AND contacted_at::DATE <= $as_of)
