-- title: when an account was last contacted, and what was agreed
-- row: an account with contacts
-- uses: contacted
-- A step is to come until a contact on its day or later: what was agreed then takes its place.
WITH by_account AS (
    SELECT
        account_id,
        max(contacted_at)::DATE AS last_contact_on,
        max((contacted_at, next_step_on, next_step)) FILTER (next_step_on IS NOT NULL) AS agreed
    FROM contacted
    GROUP BY account_id
)
SELECT
    account_id,
    last_contact_on,
    agreed[2] AS next_step_on,
    agreed[3] AS next_step,
    coalesce(last_contact_on < agreed[2] OR agreed[1]::DATE = last_contact_on, false) AS is_to_come
FROM by_account
