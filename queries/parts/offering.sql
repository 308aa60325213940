-- title: what we have offered an account
-- row: an account with offers
-- tables: offers
-- param: as_of DATE the day the answer is for
-- An offer that closed without a day is taken to have closed when it was made.
WITH as_known AS (
    SELECT
        account_id,
        amount,
        CASE
            WHEN outcome <> 'open' AND coalesce(closed_on, offered_on) <= $as_of THEN outcome
            ELSE 'open'
        END AS outcome
    FROM offers
    WHERE offered_on <= $as_of
)
SELECT
    account_id,
    coalesce(sum(amount) FILTER (outcome = 'open'), 0) AS offers_open_amount,
    ratio(count(*) FILTER (outcome = 'won'), count(*) FILTER (outcome <> 'open')) AS win_rate
FROM as_known
GROUP BY account_id
