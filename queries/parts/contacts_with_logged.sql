-- title: the table of contacts, with what was logged
-- row: a contact of the files, or one that somebody logged and that counts
-- uses: logged
-- tables: contacts
SELECT * FROM main.contacts
UNION ALL BY NAME
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
WHERE kind = 'contact' AND NOT is_in_files
