-- title: where the after-care of each new customer stands
-- row: a customer in after-care; the day that its next step is due is null where none is left
-- uses: first_deliveries, first_contacts, first_troubles, first_offers, not_yet_used, group_days
-- uses: last_contacts
-- param: as_of DATE the day the answer is for
-- param: call_days INTEGER within how many days of the delivery it is called
-- param: retry_days INTEGER after how many days one who was not reached is tried again
-- param: delivery_days INTEGER how many days a first order may take to arrive
-- param: problem_days INTEGER within how many days a problem is taken up
-- param: solved_days INTEGER within how many days of its solution one asks whether all is well
-- param: propose_days INTEGER how many days after that something new is proposed
-- param: call_back_days INTEGER how many days after an offer one calls back
-- What went wrong comes before everything, and a talk after it before anything is proposed.
WITH gathered AS (
    SELECT
        first_deliveries.*,
        coalesce(n_open, 0) AS n_open,
        open_since,
        first_troubles.closed_on AS solved_on,
        coalesce(first_troubles.is_unhappy, false) AS is_unhappy,
        bad_on,
        pleased_on,
        words,
        -- All may be well again from the last thing that was not.
        greatest(begun_on, first_troubles.closed_on, bad_on) AS well_from,
        first_offers.* EXCLUDE (account_id, closed_on),
        first_offers.closed_on AS offer_closed_on
    FROM first_deliveries
    LEFT JOIN first_troubles USING (account_id)
    LEFT JOIN first_offers USING (account_id)
),
talked AS (
    SELECT
        account_id,
        max(day) FILTER (is_talk) AS talked_on,
        min(day) FILTER (is_talk AND coalesce(sentiment >= 0, true) AND day >= well_from) AS well_talk_on,
        max(day) FILTER (is_talk AND day > offered_on) AS talked_of_offer_on,
        max(day) FILTER (is_talk AND day >= offer_closed_on) AS talked_of_loss_on,
        max(day) FILTER (is_try) AS tried_on
    FROM first_contacts
    JOIN gathered USING (account_id)
    GROUP BY account_id
),
-- What the customer took into use after its first order.
taken AS (
    SELECT account_id, min(first_on) AS taken_on
    FROM group_days
    JOIN first_deliveries USING (account_id)
    WHERE first_on > first_order_on
    GROUP BY account_id
),
staged AS (
    SELECT
        gathered.*,
        talked.* EXCLUDE (account_id),
        coalesce(well_talk_on, CASE WHEN pleased_on >= greatest(bad_on, solved_on) THEN pleased_on END)
            AS well_on,
        least(won_on, taken_on) AS ordered_on,
        unused,
        CASE
            WHEN n_open > 0 OR is_unhappy THEN 'problem'
            WHEN well_on IS NULL AND solved_on IS NOT NULL THEN 'problem_solved'
            WHEN well_on IS NULL AND is_on_its_way THEN 'delivery_awaited'
            WHEN well_on IS NULL THEN 'call_due'
            WHEN coalesce(won_on, taken_on) IS NOT NULL THEN 'ordered'
            WHEN is_closed AND (reason IS NOT NULL OR talked_of_loss_on IS NOT NULL)
                THEN 'needs_learnt'
            WHEN is_closed THEN 'lost'
            WHEN offered_on IS NOT NULL THEN 'offered'
            WHEN unused IS NULL AND has_groups THEN 'all_used'
            ELSE 'well'
        END AS stage
    FROM gathered
    LEFT JOIN talked USING (account_id)
    LEFT JOIN taken USING (account_id)
    LEFT JOIN not_yet_used USING (account_id)
    CROSS JOIN (SELECT count(*) > 0 AS has_groups FROM group_days) AS groups
),
dated AS (
    SELECT
        *,
        CASE stage
            WHEN 'problem' THEN coalesce(open_since, bad_on)
            WHEN 'problem_solved' THEN solved_on
            WHEN 'delivery_awaited' THEN first_order_on
            WHEN 'call_due' THEN begun_on
            WHEN 'ordered' THEN ordered_on
            WHEN 'offered' THEN offered_on
            WHEN 'needs_learnt' THEN offer_closed_on
            WHEN 'lost' THEN offer_closed_on
            ELSE well_on
        END AS since,
        CASE stage
            WHEN 'problem' THEN coalesce(open_since, bad_on) + $problem_days
            WHEN 'problem_solved' THEN solved_on + $solved_days
            WHEN 'delivery_awaited' THEN first_order_on + $delivery_days
            WHEN 'call_due' THEN greatest(
                begun_on + $call_days, CASE WHEN was_awaited THEN first_order_on + $delivery_days END
            )
            WHEN 'well' THEN well_on + $propose_days
            WHEN 'offered' THEN greatest(offered_on, talked_of_offer_on) + $call_back_days
            WHEN 'lost' THEN offer_closed_on + $call_back_days
        END AS first_due_on
    FROM staged
),
-- Who was tried in vain is tried again some days later, and a step that was agreed is waited for.
due AS (
    SELECT
        dated.*,
        CASE WHEN first_due_on IS NOT NULL THEN greatest(
            first_due_on,
            CASE WHEN tried_on >= since AND stage <> 'problem' THEN tried_on + $retry_days END,
            CASE WHEN is_to_come AND next_step_on >= $as_of THEN next_step_on END
        ) END AS due_on,
        CASE WHEN is_to_come THEN next_step END AS next_step,
        CASE WHEN is_to_come THEN next_step_on END AS next_step_on
    FROM dated
    LEFT JOIN last_contacts USING (account_id)
)
SELECT
    account_id,
    CASE
        WHEN stage = 'all_used' THEN 'satisfied'
        WHEN stage = 'well' THEN CASE WHEN due_on > $as_of THEN 'satisfied' ELSE 'propose' END
        WHEN stage = 'offered' THEN CASE WHEN due_on > $as_of THEN 'offer_sent' ELSE 'call_back' END
        WHEN stage = 'lost' THEN 'call_back'
        ELSE stage
    END AS state,
    since,
    due_on,
    CASE WHEN due_on IS NOT NULL THEN greatest(0, $as_of - due_on) END AS days_overdue,
    CASE stage
        WHEN 'problem' THEN CASE
            WHEN n_open > 0 THEN format(
                '{} complaint{} open since {}', n_open, CASE WHEN n_open = 1 THEN '' ELSE 's' END, since
            )
            ELSE format('{} on {}', words, since)
        END
        WHEN 'problem_solved' THEN format('the complaint was closed on {}, nobody has asked since', since)
        WHEN 'delivery_awaited' THEN format('the first order of {} is on its way', since)
        WHEN 'call_due' THEN concat(
            CASE WHEN delivered_on IS NULL THEN 'first order on ' ELSE 'first delivery on ' END,
            since,
            ', nobody has been talked to since',
            ', tried on ' || tried_on
        )
        WHEN 'all_used' THEN format('talked on {}; it uses every product group', since)
        WHEN 'well' THEN coalesce(
            'not used yet: ' || array_to_string(unused[1:3], ', ')
                || CASE WHEN len(unused) > 3 THEN format(' and {} more', len(unused) - 3) ELSE '' END,
            format('talked on {}, nothing was wrong', since)
        )
        WHEN 'offered' THEN coalesce(
            format('an offer of {:,.0f} was made on {}', amount, since), format('an offer was sent on {}', since)
        )
        WHEN 'lost' THEN format('the offer of {:,.0f} was lost on {}, nobody knows why', amount, since)
        WHEN 'needs_learnt' THEN CASE
            WHEN is_answered THEN reason
            ELSE concat('the offer was lost: ', coalesce(reason, 'talked of on ' || talked_of_loss_on))
        END
        WHEN 'ordered' THEN format('took more on {}', since)
    END AS detail,
    begun_on,
    delivered_on,
    next_step,
    next_step_on,
    unused
FROM due
