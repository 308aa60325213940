-- title: what to do today, at whom, and why
-- row: an account and a reason; the most important and urgent first
-- uses: due_contacts, care_steps, agreed_steps, plan_steps, raised_signals, ranked, owners
-- uses: dealings, last_contacts
-- param: as_of DATE the day the answer is for
-- param: judged_until DATE the day up to which what was entered counts
-- param: show VARCHAR open, snoozed or done
-- param: rise DOUBLE how far urgency rises from there towards 1, 0-1
-- param: owner VARCHAR only what is in this person's list, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- Urgency is the kind's own on the day that it is due, rises over the span past that, and is half
-- before it. The order is score × urgency; who is not ranked counts as much as the median account.
-- What was done comes back when something else gives the reason, and some of it after a while.
WITH causes AS (
    FROM due_contacts
    UNION ALL BY NAME FROM care_steps
    UNION ALL BY NAME FROM agreed_steps
    UNION ALL BY NAME FROM plan_steps
    UNION ALL BY NAME FROM raised_signals
),
weighed AS (
    SELECT
        causes.*,
        ranked.name,
        ranked.segment,
        ranked.class,
        ranked.place,
        CASE WHEN ranked.rank IS NOT NULL THEN score END AS priority,
        coalesce(handed_to, causes.owner, owners.owner) AS in_list_of,
        CASE
            WHEN due_on > $as_of THEN base / 2
            ELSE base + $rise * (1 - base) * least(1, days_overdue / span)
        END AS urgency,
        handed_by,
        snoozed_until,
        CASE
            WHEN
                coalesce(done_cause = cause, since <= done_on)
                AND coalesce(done_on + again_after > $judged_until, true)
                THEN 'done'
            WHEN snoozed_until IS NOT NULL THEN 'snoozed'
            ELSE 'open'
        END AS shown_as
    FROM causes
    JOIN ranked USING (account_id)
    JOIN owners USING (account_id)
    LEFT JOIN dealings ON dealings.account_id = causes.account_id AND dealings.reason = causes.key
),
typical AS (
    SELECT coalesce(median(score), 1) AS score FROM ranked WHERE rank IS NOT NULL
),
kept AS (
    SELECT
        weighed.*,
        row_number() OVER (
            ORDER BY round(coalesce(priority, typical.score) * urgency, 6) DESC, weighed.place, key
        ) AS position
    FROM weighed
    CROSS JOIN typical
    WHERE
        shown_as = $show
        AND ($owner IS NULL OR coalesce(in_list_of, '') = $owner)
        AND ($segment IS NULL OR segment = $segment)
        AND ($account IS NULL OR account_id = $account)
)
SELECT
    position,
    account_id,
    name,
    in_list_of AS owner,
    reason,
    due_on,
    round(urgency, 4) AS urgency,
    priority,
    kind,
    detail,
    class,
    CASE WHEN is_to_come THEN next_step END AS next_step,
    CASE WHEN is_to_come THEN next_step_on END AS next_step_on,
    since,
    last_contact_on,
    snoozed_until,
    handed_by,
    key,
    cause,
    segment
FROM kept
LEFT JOIN last_contacts USING (account_id)
ORDER BY position
LIMIT $top
