-- title: everybody who may have something to do
-- row: a person who owns an account, was handed something, or is to do what was agreed
-- uses: owners, dealings, open_actions
SELECT DISTINCT owner
FROM (
    SELECT owner FROM owners
    UNION ALL SELECT handed_to FROM dealings
    UNION ALL SELECT owner FROM open_actions
)
WHERE owner <> ''
ORDER BY owner
