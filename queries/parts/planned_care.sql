-- title: when each account is to be contacted, by the care plan of its class
-- row: an account; the interval is null where its class has no plan
-- uses: ranked, last_contacts, measures
-- tables: known
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
        interval_days,
        contents,
        contacts_12m,
        coalesce(last_contact_on, first_order_on, $as_of - interval_days) + interval_days AS due_on
    FROM ranked
    JOIN measures USING (account_id)
    LEFT JOIN last_contacts USING (account_id)
    LEFT JOIN (VALUES {care}) AS care (class, interval_days, contents) USING (class)
)
SELECT
    *,
    greatest(0, $as_of - due_on) AS days_overdue,
    365.0::DOUBLE / interval_days AS contacts_planned,
    ratio(contacts_12m, 365.0::DOUBLE / interval_days) AS effort
FROM planned
