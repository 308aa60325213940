-- title: what went wrong with new customers
-- row: a customer in after-care that complained, or said how it is
-- uses: first_deliveries, first_contacts
-- tables: complaints, feedback
-- param: as_of DATE the day the answer is for
-- param: detractor_nps DOUBLE the NPS answer up to which a customer is not satisfied
-- param: detractor_csat DOUBLE likewise the CSAT answer
-- The newest thing said counts: of two of the same moment the bad one.
WITH said AS (
    SELECT account_id, contacted_at AS said_at, sentiment < 0 AS is_bad, 'a talk went badly' AS words
    FROM first_contacts
    WHERE is_talk AND sentiment IS NOT NULL
    UNION ALL
    SELECT
        account_id,
        answered_at,
        score <= CASE metric WHEN 'nps' THEN $detractor_nps ELSE $detractor_csat END,
        format('{} {:g}', upper(metric), score)
    FROM feedback
    JOIN first_deliveries USING (account_id)
    WHERE metric IN ('nps', 'csat') AND answered_at::DATE BETWEEN begun_on AND $as_of
),
voices AS (
    SELECT
        account_id,
        max((said_at, is_bad, words)) AS newest,
        max(said_at) FILTER (is_bad)::DATE AS bad_on
    FROM said
    GROUP BY account_id
),
complained AS (
    SELECT
        account_id,
        count(*) FILTER (coalesce(closed_on > $as_of, true)) AS n_open,
        min(opened_on) FILTER (coalesce(closed_on > $as_of, true)) AS open_since,
        max(closed_on) FILTER (closed_on <= $as_of) AS closed_on
    FROM complaints
    JOIN first_deliveries USING (account_id)
    WHERE opened_on BETWEEN first_order_on AND $as_of
    GROUP BY account_id
)
SELECT
    account_id,
    coalesce(n_open, 0) AS n_open,
    open_since,
    closed_on,
    bad_on,
    CASE WHEN NOT newest[2] THEN newest[1]::DATE END AS pleased_on,
    -- A complaint that was closed since then answers what was said.
    coalesce(newest[2] AND coalesce(closed_on <= newest[1]::DATE, true), false) AS is_unhappy,
    newest[3] AS words
FROM voices
FULL JOIN complained USING (account_id)
