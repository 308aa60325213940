-- title: when each account is to be contacted, by its own care plan or that of its class
-- row: an account; the interval is null where neither has one
-- uses: ranked, last_contacts, measures, own_intervals, first_actions
-- param: as_of DATE the day the answer is for
-- Who was never contacted is due since it became a customer, and a prospect from the day asked for.
WITH planned AS (
    SELECT
        ranked.account_id,
        ranked.name,
        ranked.owner,
        ranked.segment,
        class,
        place,
        score,
        last_contact_on,
        CASE WHEN is_to_come THEN last_contacts.next_step END AS next_step,
        CASE WHEN is_to_come THEN last_contacts.next_step_on END AS next_step_on,
        coalesce(own_intervals.days, care.interval_days) AS interval_days,
        own_intervals.days IS NOT NULL AS has_own_interval,
        contents,
        nullif(kinds, '') AS kinds,
        contacts_12m,
        first_order_on
    FROM ranked
    JOIN measures USING (account_id)
    LEFT JOIN last_contacts USING (account_id)
    LEFT JOIN own_intervals USING (account_id)
    LEFT JOIN (VALUES {care}) AS care (class, interval_days, contents, kinds) USING (class)
),
-- Of the step agreed in a contact and the agreed actions the one that comes first.
stepped AS (
    SELECT
        coalesce(
            what IS NOT NULL AND (next_step_on IS NULL OR first_actions.due_on < next_step_on), false
        ) AS is_action,
        planned.* EXCLUDE (next_step, next_step_on, first_order_on),
        CASE WHEN is_action THEN what ELSE next_step END AS next_step,
        CASE WHEN is_action THEN first_actions.due_on ELSE next_step_on END AS next_step_on,
        coalesce(n_open, 0) AS open_actions,
        coalesce(last_contact_on, first_order_on, $as_of - interval_days) + interval_days AS due_on
    FROM planned
    LEFT JOIN first_actions USING (account_id)
)
SELECT
    * EXCLUDE (is_action),
    greatest(0, $as_of - due_on) AS days_overdue,
    365.0::DOUBLE / interval_days AS contacts_planned,
    ratio(contacts_12m, 365.0::DOUBLE / interval_days) AS effort,
    (
        SELECT min((care.interval_days, care.class))[2]
        FROM (VALUES {care}) AS care (class, interval_days, contents, kinds)
        WHERE stepped.contacts_12m >= floor(365.0::DOUBLE / care.interval_days)
    ) AS effort_class
FROM stepped
