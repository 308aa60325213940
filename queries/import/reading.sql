-- title: how the values of one source are read: text as its settings say, typed values as they are
-- row: no rows; macros, made anew for every source. A value that cannot be read gives null, and
-- row: read_X_or_error raises instead, for TRY.
-- The marks in braces are filled with quoted literals of the source's settings. A reader takes the
-- value and its clean text, so that the text is made once.

CREATE OR REPLACE TEMP MACRO read_trimmed(x) AS
    CASE WHEN regexp_matches(CAST(x AS VARCHAR), {blank_ends})
         THEN trim(CAST(x AS VARCHAR), {blanks}) ELSE CAST(x AS VARCHAR) END;

-- A whole number held as a float is spelled without its fraction: 17850.0 is the id 17850.
CREATE OR REPLACE TEMP MACRO read_clean(x) AS
    CASE
        WHEN typeof(x) = 'VARCHAR' THEN
            CASE WHEN NOT list_contains({null_texts}, read_trimmed(x)) THEN read_trimmed(x) END
        WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN
            CASE WHEN TRY_CAST(x AS DOUBLE) = floor(TRY_CAST(x AS DOUBLE))
                 THEN CAST(TRY_CAST(TRY_CAST(x AS DOUBLE) AS HUGEINT) AS VARCHAR)
                 ELSE nullif(CAST(x AS VARCHAR), 'nan') END
        ELSE CAST(x AS VARCHAR)
    END;

CREATE OR REPLACE TEMP MACRO read_is_blank(x, t) AS
    CASE WHEN typeof(x) = 'VARCHAR' THEN t IS NULL
         ELSE x IS NULL OR CAST(x AS VARCHAR) = 'nan' END;

-- Digits and a point, whatever the sign, the currency and the separators were.
CREATE OR REPLACE TEMP MACRO read_digits(t) AS
    replace(
        regexp_replace(regexp_replace(t, {currency}, '', 'g'), {not_digits}, '', 'g'),
        {decimal}, '.'
    );

CREATE OR REPLACE TEMP MACRO read_sign(t) AS
    CASE WHEN regexp_matches(t, '[-−(]') THEN -1 ELSE 1 END;

CREATE OR REPLACE TEMP MACRO read_amount(x, t) AS
    CASE
        WHEN typeof(x) <> 'VARCHAR' THEN TRY_CAST(x AS DECIMAL(24, 8))
        WHEN regexp_full_match(t, {plain}) THEN TRY_CAST(t AS DECIMAL(24, 8))
        WHEN regexp_full_match(t, {shape}) THEN
            CAST(TRY_CAST(read_digits(t) AS DECIMAL(24, 8)) * read_sign(t) AS DECIMAL(24, 8))
    END;

CREATE OR REPLACE TEMP MACRO read_number(x, t) AS
    CASE
        WHEN typeof(x) <> 'VARCHAR' THEN
            CASE WHEN isfinite(TRY_CAST(x AS DOUBLE)) THEN TRY_CAST(x AS DOUBLE) END
        WHEN regexp_full_match(t, {exponent}) THEN TRY_CAST(t AS DOUBLE)
        WHEN regexp_full_match(t, {shape}) THEN TRY_CAST(read_digits(t) AS DOUBLE) * read_sign(t)
    END;

-- With an offset or Z it is a point in time, told in the history's time zone.
CREATE OR REPLACE TEMP MACRO read_moment(x, t) AS
    CASE
        WHEN typeof(x) = 'DATE' OR starts_with(typeof(x), 'TIMESTAMP') THEN
            TRY_CAST(x AS TIMESTAMP)
        WHEN regexp_full_match(
            t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)'
        ) THEN TRY_CAST(TRY_CAST(t AS TIMESTAMP WITH TIME ZONE) AS TIMESTAMP)
        ELSE TRY_CAST(try_strptime(t, {date_formats}) AS TIMESTAMP)
    END;

CREATE OR REPLACE TEMP MACRO read_day(x, t) AS TRY_CAST(read_moment(x, t) AS DATE);

CREATE OR REPLACE TEMP MACRO read_flag(x, t) AS
    CASE
        WHEN typeof(x) = 'BOOLEAN' THEN TRY_CAST(x AS BOOLEAN)
        WHEN list_contains({true_texts}, lower(t)) THEN true
        WHEN list_contains({false_texts}, lower(t)) THEN false
    END;

CREATE OR REPLACE TEMP MACRO read_clean_or_error(x) AS read_clean(x);

CREATE OR REPLACE TEMP MACRO read_amount_or_error(x) AS
    CASE WHEN read_amount(x, read_clean(x)) IS NOT NULL THEN read_amount(x, read_clean(x))
         WHEN NOT read_is_blank(x, read_clean(x)) THEN
             CAST('unreadable ' || CAST(x AS VARCHAR) AS DECIMAL(24, 8)) END;

CREATE OR REPLACE TEMP MACRO read_number_or_error(x) AS
    CASE WHEN read_number(x, read_clean(x)) IS NOT NULL THEN read_number(x, read_clean(x))
         WHEN NOT read_is_blank(x, read_clean(x)) THEN
             CAST('unreadable ' || CAST(x AS VARCHAR) AS DOUBLE) END;

CREATE OR REPLACE TEMP MACRO read_moment_or_error(x) AS
    CASE WHEN read_moment(x, read_clean(x)) IS NOT NULL THEN read_moment(x, read_clean(x))
         WHEN NOT read_is_blank(x, read_clean(x)) THEN
             CAST('unreadable ' || CAST(x AS VARCHAR) AS TIMESTAMP) END;

CREATE OR REPLACE TEMP MACRO read_day_or_error(x) AS
    CASE WHEN read_day(x, read_clean(x)) IS NOT NULL THEN read_day(x, read_clean(x))
         WHEN NOT read_is_blank(x, read_clean(x)) THEN
             CAST('unreadable ' || CAST(x AS VARCHAR) AS DATE) END;

CREATE OR REPLACE TEMP MACRO read_flag_or_error(x) AS
    CASE WHEN read_flag(x, read_clean(x)) IS NOT NULL THEN read_flag(x, read_clean(x))
         WHEN NOT read_is_blank(x, read_clean(x)) THEN
             CAST('unreadable ' || CAST(x AS VARCHAR) AS BOOLEAN) END;
