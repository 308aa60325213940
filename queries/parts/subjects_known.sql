-- title: what judgements are about, as the files spell it
-- row: a dimension, a success factor or a supplier
-- tables: assessments, factor_ratings, factor_weights
SELECT DISTINCT 'dimension' AS kind, dimension AS name FROM assessments
UNION
SELECT 'factor', factor FROM factor_ratings
UNION
SELECT 'factor', factor FROM factor_weights
UNION
SELECT 'supplier', supplier FROM factor_ratings
ORDER BY kind, name
