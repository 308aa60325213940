-- title: what an account has not paid
-- row: an invoice that was unpaid on the as-of date, the longest overdue first
-- tables: invoices
-- param: account VARCHAR the account
-- param: as_of DATE the day the answer is for
SELECT invoice_id, issued_on, due_on, amount, greatest($as_of - due_on, 0) AS days_overdue
FROM invoices
WHERE account_id = $account AND issued_on <= $as_of AND coalesce(paid_on > $as_of, true)
ORDER BY due_on, invoice_id
