-- title: what to do today, with the words by which it is found
-- row: an account and a reason; the most important and urgent first
-- uses: actions
SELECT
    *,
    lower(strip_accents(concat_ws(' ', name, account_id, owner, segment, reason, detail)))
        AS searched
FROM actions
ORDER BY position
