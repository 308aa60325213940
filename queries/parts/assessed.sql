-- title: what is judged of an account, by the files and by what people entered
-- row: an assessment that was made by the day; what was entered has a place above 0
-- uses: entered
-- tables: assessments
-- param: as_of DATE the day the answer is for
SELECT account_id, dimension, view, assessed_on, 0 AS place, score, assessor
FROM assessments
WHERE assessed_on <= $as_of
UNION ALL
SELECT account_id, topic, view, entered_on, place, number, entered_by
FROM entered
WHERE kind = 'assessment'
