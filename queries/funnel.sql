-- title: from contacts to meetings, offers and deals, by who looks after the accounts
-- row: a key account manager or seller, and a period of those asked for; nobody's comes last
-- uses: contacted, contacts_known
-- tables: accounts, offers, known
-- param: as_of DATE the day the answer is for
-- param: since DATE the first day that counts; null for 12 months
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- param: account VARCHAR only this account, or null
-- param: top BIGINT at most this many rows, or null
-- A contact is one made or tried; a meeting is a visit or a meeting at which somebody was met, and so
-- is among the contacts; a deal is an offer won. Each counts on its own day.
WITH wanted AS (
    SELECT account_id, owner
    FROM accounts
    WHERE
        ($owner IS NULL OR owner = $owner)
        AND ($segment IS NULL OR segment = $segment)
        AND ($account IS NULL OR account_id = $account)
),
steps AS (
    SELECT
        {contact_who} AS owner,
        contacted_at::DATE AS day,
        'contact' AS step,
        channel IS NOT NULL AS is_told,
        channel IN ('visit', 'meeting') AND reached IS DISTINCT FROM false AS is_meeting
    FROM contacted
    JOIN wanted USING (account_id)
    UNION ALL
    SELECT {offer_who} AS owner, offered_on AS day, 'offer' AS step, false, false
    FROM offers
    JOIN wanted USING (account_id)
    WHERE offered_on <= $as_of
    UNION ALL
    SELECT {offer_who} AS owner, coalesce(closed_on, offered_on) AS day, 'deal' AS step, false, false
    FROM offers
    JOIN wanted USING (account_id)
    WHERE outcome = 'won' AND coalesce(closed_on, offered_on) <= $as_of
),
counted AS (
    SELECT
        owner,
        {period} AS period,
        count(*) FILTER (step = 'contact') AS contacts,
        count(*) FILTER (is_told) AS n_told,
        count(*) FILTER (is_meeting) AS meetings,
        count(*) FILTER (step = 'offer') AS offers,
        count(*) FILTER (step = 'deal') AS deals
    FROM steps
    WHERE day >= coalesce($since, months_up_to($as_of, 12))
    GROUP BY ALL
),
everyone AS (
    SELECT owner, period FROM counted
    UNION
    SELECT owner, NULL FROM wanted WHERE {names_everyone}
),
known_counts AS (
    SELECT
        everyone.owner,
        everyone.period,
        CASE WHEN contacts_known.contacts THEN coalesce(counted.contacts, 0) END AS contacts,
        CASE
            WHEN contacts_channel OR n_told > 0 THEN known_sum(counted.contacts, n_told, meetings)
        END AS meetings,
        CASE WHEN known.offers THEN coalesce(counted.offers, 0) END AS offers,
        CASE WHEN known.offers THEN coalesce(deals, 0) END AS deals
    FROM everyone
    CROSS JOIN known
    CROSS JOIN contacts_known
    LEFT JOIN counted
        ON counted.owner IS NOT DISTINCT FROM everyone.owner
        AND counted.period IS NOT DISTINCT FROM everyone.period
)
SELECT
    owner,
    contacts,
    meetings,
    offers,
    deals,
    ratio(meetings, contacts) AS contact_to_meeting,
    ratio(deals, meetings) AS meeting_to_deal,
    ratio(deals, contacts) AS contact_to_deal,
    period
FROM known_counts
ORDER BY owner NULLS LAST, period
LIMIT $top
