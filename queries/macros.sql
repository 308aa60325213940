-- title: the macros that the queries share
-- row: none: these are definitions, run once when the engine starts

-- The first day of the n months up to and including t: whole months back from the day after t,
-- so that the 12 months up to 30 November begin on 1 December.
CREATE MACRO months_up_to(t, n) AS ((t + 1) - to_months(n))::DATE;

-- A sum whose missing values are known: no rows make 0, rows without a single value make null.
CREATE MACRO known_sum(n_rows, n_values, total) AS
    CASE WHEN coalesce(n_rows, 0) = 0 THEN 0 WHEN n_values > 0 THEN total END;

-- A ratio that is null where it cannot be taken.
CREATE MACRO ratio(part, whole) AS CASE WHEN whole > 0 THEN part::DOUBLE / whole::DOUBLE END;

-- Points 0-100 for a value, never null, on a scale (kamtui/model/scorecard.py says what each
-- scale means). Written so that each argument stands once: what a macro repeats is planned twice.
CREATE MACRO points_linear(x, low, high) AS
    least(100, greatest(0, 100.0::DOUBLE * (x - low) / (high - low)));
CREATE MACRO points_log(x, low, high) AS
    least(100, 100.0::DOUBLE * ln((1 + greatest(x, low)) / (1 + low)) / ln((1 + high) / (1 + low)));
CREATE MACRO points_direct(x) AS least(100, greatest(0, 10.0::DOUBLE * x));
CREATE MACRO points_bands(x, edges, points) AS
    points[1 + len(list_filter(edges, lambda edge: edge <= x))];

-- A text by which two spellings are the same but for capitals, blanks and invisible signs.
CREATE MACRO without_case_and_blanks(t) AS
    lower(regexp_replace(nfc_normalize(t), '[\s\p{Z}\p{Cf}]+', '', 'g'));
