-- title: what the coming days hold: steps, contacts due, contract ends, seasons, key dates
-- row: a day and what falls on it at one account; the nearest day first
-- uses: planned_care, last_contacts, open_actions, after_care, usual_seasons, owners
-- tables: accounts, contracts, offers
-- param: as_of DATE the day the answer is for
-- param: until DATE the last day
-- param: offer_days INTEGER the age at which an open offer is to be asked about
-- param: owner VARCHAR only what is this key account manager's, '' for nobody's, or null
-- param: segment VARCHAR only this segment's accounts, '' for those of none, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- What is overdue is not in it: its day is past. `key` names the thing itself, whatever its day
-- becomes, so that a calendar moves what was moved.
WITH events AS (
    SELECT
        next_step_on AS day,
        account_id,
        NULL::VARCHAR AS owner,
        'next_step' AS kind,
        coalesce(next_step, 'a step') AS detail,
        '' AS key
    FROM last_contacts
    WHERE is_to_come
    UNION ALL BY NAME
    SELECT
        greatest(due_on, snoozed_until) AS day,
        account_id,
        owner,
        'action' AS kind,
        what AS detail,
        uid AS key
    FROM open_actions
    WHERE due_on IS NOT NULL
    UNION ALL BY NAME
    SELECT
        due_on AS day,
        account_id,
        'care_due' AS kind,
        concat(
            'a contact every ',
            interval_days,
            ' days',
            CASE WHEN has_own_interval THEN ' by its own plan' ELSE ' in class ' || class END
        ) AS detail,
        '' AS key
    FROM planned_care
    WHERE interval_days IS NOT NULL
    UNION ALL BY NAME
    SELECT
        due_on AS day,
        account_id,
        'after_care' AS kind,
        CASE state
            WHEN 'delivery_awaited' THEN 'ask whether the first delivery came'
            WHEN 'call_due' THEN 'call after the first delivery'
            WHEN 'problem' THEN 'solve a problem of a new customer'
            WHEN 'problem_solved' THEN 'ask whether the problem is solved'
            WHEN 'offer_sent' THEN 'call back after the offer'
            WHEN 'call_back' THEN 'call back after the offer'
            ELSE 'propose what it does not use yet'
        END AS detail,
        '' AS key
    FROM after_care
    WHERE due_on IS NOT NULL
    UNION ALL BY NAME
    SELECT
        ends_on AS day,
        account_id,
        'contract_end' AS kind,
        concat(
            'contract ',
            contract_id,
            coalesce(format(' of {:,.0f} a year', annual_value::DOUBLE), ''),
            ' ends'
        ) AS detail,
        contract_id AS key
    FROM contracts
    WHERE starts_on <= $as_of
    UNION ALL BY NAME
    SELECT
        offered_on + $offer_days AS day,
        account_id,
        'offer' AS kind,
        format('offer {} of {:,.0f} is still open', offer_id, amount::DOUBLE) AS detail,
        offer_id AS key
    FROM offers
    WHERE offered_on <= $as_of AND (outcome = 'open' OR coalesce(closed_on, offered_on) > $as_of)
    UNION ALL BY NAME
    SELECT day, account_id, 'season_start' AS kind, detail, key
    FROM usual_seasons
    UNION ALL BY NAME
    SELECT
        (customer_since + to_years(years::INTEGER))::DATE AS day,
        account_id,
        'key_date' AS kind,
        CASE
            WHEN years = 1 THEN 'a customer for a year' ELSE format('a customer for {} years', years)
        END AS detail,
        years::VARCHAR AS key
    FROM (
        SELECT
            account_id,
            customer_since,
            unnest(range(
                year($as_of) - year(customer_since), year($until) - year(customer_since) + 1
            )) AS years
        FROM accounts
        WHERE customer_since <= $as_of
    )
    WHERE years = 1 OR (years > 0 AND years % 5 = 0)
)
SELECT
    day,
    account_id,
    name,
    coalesce(events.owner, owners.owner) AS owner,
    kind,
    detail,
    segment,
    key
FROM events
JOIN accounts USING (account_id)
JOIN owners USING (account_id)
WHERE
    day BETWEEN $as_of AND $until
    AND ($owner IS NULL OR coalesce(events.owner, owners.owner, '') = $owner)
    AND ($segment IS NULL OR coalesce(segment, '') = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY day, kind, name, account_id, key
LIMIT $top
