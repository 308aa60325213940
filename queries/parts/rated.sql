-- title: how suppliers are rated, by the files and by what people entered
-- row: a rating that was given by the day; what was entered has a place above 0
-- uses: entered
-- tables: factor_ratings
-- param: as_of DATE the day the answer is for
SELECT account_id, supplier, factor, view, rated_on, 0 AS place, rating
FROM factor_ratings
WHERE rated_on <= $as_of
UNION ALL
SELECT account_id, supplier, topic, view, entered_on, place, number
FROM entered
WHERE kind = 'rating'
