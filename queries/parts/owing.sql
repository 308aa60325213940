-- title: what an account owes past its due date
-- row: an account with invoices
-- tables: invoices
-- param: as_of DATE the day the answer is for
WITH open_invoices AS (
    SELECT account_id, amount, due_on < $as_of AND coalesce(paid_on > $as_of, true) AS overdue, due_on
    FROM invoices
    WHERE issued_on <= $as_of
)
SELECT
    account_id,
    coalesce(sum(amount) FILTER (overdue), 0) AS overdue_amount,
    coalesce($as_of - min(due_on) FILTER (overdue), 0) AS overdue_days
FROM open_invoices
GROUP BY account_id
