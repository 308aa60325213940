-- title: signals that somebody should do something about
-- row: a signal of an account, unless a step of its after-care says the same
-- uses: signalled, after_care, measures
-- param: as_of DATE the day the answer is for
-- param: severity_1 DOUBLE how urgent a signal worth knowing is, 0-1
-- param: severity_2 DOUBLE how urgent one worth a call is
-- param: severity_3 DOUBLE how urgent a pressing one is
-- param: overdue_days INTEGER the days past due after which an action is as urgent as it gets
-- param: again_days INTEGER after how many days a signal that has no day of its own comes back
-- An overdue step is there as the step itself; concentration and stale data are about the base.
-- The cause says what gave the signal, so that the same is not raised again when it was done: what
-- moves with the day that one asks for is no part of it.
SELECT
    account_id,
    'signal' AS kind,
    concat('signal:', signal) AS key,
    CASE signal
        WHEN 'no_owner' THEN ''
        WHEN 'turning_point' THEN CASE WHEN value < 0 THEN 'down' ELSE 'up' END
        WHEN 'no_result' THEN coalesce(last_order_on::VARCHAR, 'never')
        ELSE raised.since::VARCHAR
    END AS cause,
    CASE signal
        WHEN 'dormant' THEN 'has gone quiet'
        WHEN 'first_order' THEN 'a first order, nobody has called'
        WHEN 'new_group' THEN 'took a product group into use'
        WHEN 'narrowing' THEN 'buys from fewer product groups'
        WHEN 'turning_point' THEN
            CASE WHEN value < 0 THEN 'buys much less' ELSE 'buys much more' END
        WHEN 'complaint_open' THEN 'a complaint is open'
        WHEN 'detractor' THEN 'is not satisfied'
        WHEN 'late_payer' THEN 'pays late'
        WHEN 'contract_ending' THEN 'a contract is about to end'
        WHEN 'offer_idle' THEN 'nobody follows up an offer'
        WHEN 'no_result' THEN 'contacting without result'
        WHEN 'will_falling' THEN 'matters, and cools down'
        WHEN 'no_owner' THEN 'a key account that nobody owns'
        ELSE replace(signal, '_', ' ')
    END AS reason,
    NULL::DATE AS due_on,
    raised.since,
    0 AS days_overdue,
    CASE severity WHEN 3 THEN $severity_3 WHEN 2 THEN $severity_2 ELSE $severity_1 END AS base,
    $overdue_days AS span,
    raised.detail,
    CASE WHEN signal IN ('no_owner', 'turning_point') THEN $again_days END AS again_after
FROM signalled AS raised
JOIN measures USING (account_id)
LEFT JOIN after_care USING (account_id)
WHERE
    signal NOT IN ('step_overdue', 'concentration', 'stale_data')
    AND NOT coalesce(
        (signal = 'first_order' AND state IS NOT NULL)
        OR (signal IN ('complaint_open', 'detractor') AND state = 'problem')
        OR (signal = 'offer_idle' AND state IN ('offer_sent', 'call_back')),
        false
    )
