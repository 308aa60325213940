-- title: which product groups an account buys, as sets of bits
-- row: an account with order lines; no row where there are more groups than bits
-- uses: sales_months, group_marks
SELECT
    account_id,
    bit_or(marks) FILTER (months_ago < 12) AS marks_12m,
    bit_or(marks) & ~coalesce(bit_or(marks_earlier), 0) AS marks_new
FROM sales_months
WHERE NOT EXISTS (FROM group_marks WHERE mark IS NULL)
GROUP BY account_id
