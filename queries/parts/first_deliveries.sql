-- title: customers whose first delivery is looked after
-- row: a customer whose first order is not older than the after-care lasts
-- uses: measures, contacts_known
-- tables: accounts, order_lines, known
-- param: as_of DATE the day the answer is for
-- param: delivery_days INTEGER how many days a first order may take to arrive
-- param: lasts_days INTEGER how many days after the first order the after-care lasts
-- begun_on is the first delivery, or the first order where no delivery day is known. Who was a
-- customer long before its first order in the history is no new one.
WITH recent AS (
    SELECT measures.account_id, first_order_on
    FROM measures
    JOIN accounts USING (account_id)
    WHERE
        first_order_on > $as_of - $lasts_days
        AND coalesce(customer_since >= first_order_on - $lasts_days, true)
),
delivered AS (
    SELECT account_id, min(delivered_on) AS delivered_on
    FROM order_lines
    SEMI JOIN recent USING (account_id)
    WHERE ordered_on <= $as_of AND delivered_on <= $as_of AND net > 0
    GROUP BY account_id
)
SELECT
    account_id,
    first_order_on,
    delivered_on,
    coalesce(delivered_on, first_order_on) AS begun_on,
    order_lines_delivered_on AND delivered_on IS NULL AS was_awaited,
    order_lines_delivered_on AND delivered_on IS NULL AND $as_of < first_order_on + $delivery_days
        AS is_on_its_way
FROM recent
CROSS JOIN known
CROSS JOIN contacts_known
LEFT JOIN delivered USING (account_id)
WHERE contacts_known.contacts
