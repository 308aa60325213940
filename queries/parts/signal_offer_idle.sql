-- title: offers that nobody follows up
-- row: an account with an open offer and no step agreed that is still to come
-- uses: last_contacts
-- tables: offers
-- param: as_of DATE the day the answer is for
-- param: offer_days INTEGER the age of an offer from which it is said
WITH open_offers AS (
    SELECT account_id, min(offered_on) AS oldest_on, count(*) AS n, sum(amount) AS amount
    FROM offers
    WHERE
        offered_on <= $as_of
        AND (outcome = 'open' OR coalesce(closed_on, offered_on) > $as_of)
    GROUP BY account_id
)
SELECT
    'offer_idle' AS signal,
    account_id,
    oldest_on AS since,
    CASE WHEN $as_of - oldest_on >= 3 * $offer_days THEN 3 ELSE 2 END AS severity,
    format(
        '{} open offer{} of {:,.0f}, the oldest for {} days, no next step',
        n, CASE WHEN n = 1 THEN '' ELSE 's' END, amount::DOUBLE, $as_of - oldest_on
    ) AS detail,
    amount::DOUBLE AS value
FROM open_offers
LEFT JOIN last_contacts USING (account_id)
WHERE oldest_on <= $as_of - $offer_days AND NOT coalesce(next_step_on >= $as_of, false)
