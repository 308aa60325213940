-- title: customers that pay late
-- row: a customer with an invoice past its due date
-- uses: owing
-- param: as_of DATE the day the answer is for
-- param: late_days INTEGER the days from which it is said
SELECT
    'late_payer' AS signal,
    account_id,
    $as_of - overdue_days::INTEGER AS since,
    CASE WHEN overdue_days >= 3 * $late_days THEN 3 ELSE 2 END AS severity,
    format('{:,.0f} overdue, the oldest for {} days', overdue_amount::DOUBLE, overdue_days) AS detail,
    overdue_amount::DOUBLE AS value
FROM owing
WHERE overdue_days >= $late_days AND overdue_amount > 0
