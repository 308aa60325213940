-- title: customers that have gone quiet
-- row: a customer that is silent for longer than it usually is
-- uses: measures
-- param: as_of DATE the day the answer is for
-- param: dormant_lapse DOUBLE the silence, in usual intervals, from which it is said
-- param: dormant_lapse_long DOUBLE the silence from which it is pressing
-- A usual interval is known from four order days on: `lapse` is null before.
SELECT
    'dormant' AS signal,
    account_id,
    last_order_on + ceil(order_interval * $dormant_lapse)::INTEGER AS since,
    CASE WHEN lapse > $dormant_lapse_long THEN 3 ELSE 2 END AS severity,
    format(
        'no order for {} days, usually one every {}', days_since_order, round(order_interval)::BIGINT
    ) AS detail,
    lapse AS value
FROM measures
WHERE lapse > $dormant_lapse
