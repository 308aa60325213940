-- title: the report of a week: whom to contact, who was reached, what was closed, what comes next
-- row: an account on one of the lists to_contact, reached, not_reached, closed and due_next
-- uses: planned_care at opening, planned_care at closing
-- uses: contacted at closing, contacts_known at closing, owners at closing
-- tables: accounts, offers
-- param: monday DATE the first day of the week
-- param: opening DATE the day before it, or the day up to which anything is known if that is earlier
-- param: closing DATE its last day, or the day up to which anything is known
-- param: owner VARCHAR only this key account manager's accounts, '' for nobody's, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- Who was due before the week and not contacted is still to be contacted; who stands on that list
-- already comes next only with something that falls due next. A contact of which nobody said whether
-- anybody was reached is on neither of the two lists.
WITH in_week AS (
    SELECT *, contacted_at::DATE AS happened_on
    FROM contacted_at_closing
    WHERE contacted_at::DATE BETWEEN $monday AND $closing
),
dealings AS (
    SELECT account_id, bool_or(reached) AS was_reached FROM in_week GROUP BY account_id
),
planned AS (
    SELECT 'to_contact' AS list, $monday AS first_day, * FROM planned_care_at_opening
    UNION ALL BY NAME
    SELECT 'due_next' AS list, $monday + 7 AS first_day, * FROM planned_care_at_closing
),
due AS (
    SELECT
        list,
        account_id,
        class,
        has_own_interval,
        next_step,
        first_day,
        CASE WHEN due_on <= first_day + 6 THEN due_on END AS care_on,
        CASE WHEN next_step_on <= first_day + 6 THEN next_step_on END AS step_on
    FROM planned
),
to_contact AS (
    SELECT account_id
    FROM due
    WHERE list = 'to_contact' AND (step_on IS NOT NULL OR care_on IS NOT NULL)
),
listed AS (
    SELECT
        list,
        account_id,
        least(step_on, care_on) AS happened_on,
        concat_ws(
            '; ',
            CASE
                WHEN step_on IS NOT NULL
                THEN concat(coalesce(next_step, 'a step'), ' agreed for ', step_on)
            END,
            CASE
                WHEN care_on IS NOT NULL
                THEN concat(
                    CASE WHEN has_own_interval THEN 'its own ' END,
                    'care plan',
                    CASE WHEN NOT has_own_interval THEN ' of class ' || class END,
                    ', due ',
                    care_on
                )
            END
        ) AS detail,
        NULL::DECIMAL(38, 4) AS amount
    FROM due
    LEFT JOIN to_contact USING (account_id)
    WHERE
        (step_on IS NOT NULL OR care_on IS NOT NULL)
        AND (
            list = 'to_contact'
            OR to_contact.account_id IS NULL
            OR greatest(step_on, care_on) >= first_day
        )
    UNION ALL BY NAME
    SELECT
        CASE WHEN reached THEN 'reached' ELSE 'not_reached' END AS list,
        account_id,
        happened_on,
        concat_ws(
            '; ',
            concat_ws(
                ': ',
                concat_ws(' ', CASE WHEN inbound THEN 'inbound' END, coalesce(channel, 'contact')),
                topic
            ),
            'by ' || seller,
            CASE
                WHEN next_step_on IS NOT NULL
                THEN concat(coalesce(next_step, 'a step'), ' agreed for ', next_step_on)
            END
        ) AS detail
    FROM in_week
    WHERE reached IS NOT NULL
    UNION ALL BY NAME
    SELECT
        'closed' AS list,
        account_id,
        coalesce(closed_on, offered_on) AS happened_on,
        concat_ws(
            '; ', format('offer {} of {:,.0f}', offer_id, amount::DOUBLE), nullif(trim(reason), '')
        ) AS detail,
        amount::DECIMAL(38, 4) AS amount
    FROM offers
    WHERE outcome = 'won' AND coalesce(closed_on, offered_on) BETWEEN $monday AND $closing
)
SELECT
    owners.owner,
    list,
    account_id,
    name,
    happened_on,
    detail,
    CASE
        WHEN list <> 'to_contact' OR NOT contacts_known.contacts THEN NULL
        WHEN dealings.account_id IS NULL THEN 'not contacted'
        WHEN was_reached THEN 'reached'
        WHEN NOT was_reached THEN 'not reached'
        ELSE 'contacted'
    END AS came_of_it,
    amount,
    segment
FROM listed
JOIN accounts USING (account_id)
JOIN owners_at_closing AS owners USING (account_id)
CROSS JOIN contacts_known_at_closing AS contacts_known
LEFT JOIN dealings USING (account_id)
WHERE
    ($owner IS NULL OR coalesce(owners.owner, '') = $owner)
    AND ($segment IS NULL OR segment = $segment)
    AND ($account IS NULL OR account_id = $account)
ORDER BY
    owners.owner NULLS LAST,
    list_position(['to_contact', 'reached', 'not_reached', 'closed', 'due_next'], list),
    happened_on,
    name,
    account_id,
    detail
LIMIT $top
