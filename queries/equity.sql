-- title: what the customer base is worth, and what it returned since an earlier day
-- row: a measure of the whole base, or of the accounts asked for
-- uses: wallet, wallet at since, contacted
-- tables: accounts, order_lines, complaints, known
-- param: as_of DATE the day the answer is for
-- param: since DATE the earlier day
-- param: owner VARCHAR only this key account manager's accounts, or null
-- param: segment VARCHAR only this segment's accounts, or null
-- Of the days after `since`: margin of the lines that have a cost, and what the relationships cost.
-- Both as queries/measures.sql counts them: rows of which none says make null, no rows 0.
WITH asked AS (
    SELECT account_id
    FROM accounts
    WHERE ($owner IS NULL OR owner = $owner) AND ($segment IS NULL OR segment = $segment)
),
sold AS (
    SELECT count(*) AS n, count(cost) AS n_costed, sum(net::DECIMAL(38, 4) - cost) AS margin
    FROM order_lines
    SEMI JOIN asked USING (account_id)
    WHERE ordered_on > $since AND ordered_on <= $as_of
),
spent_on_contacts AS (
    SELECT count(*) AS n, count(cost) AS n_costed, sum(cost) AS cost
    FROM contacted
    SEMI JOIN asked USING (account_id)
    WHERE contacted_at::DATE > $since
),
complained AS (
    SELECT count(*) AS n, count(cost) AS n_costed, sum(cost) AS cost
    FROM complaints
    SEMI JOIN asked USING (account_id)
    WHERE opened_on > $since AND opened_on <= $as_of
)
SELECT
    CASE WHEN order_lines_cost THEN known_sum(sold.n, sold.n_costed, sold.margin) END::DOUBLE
        AS margin,
    CASE
        WHEN contacts_cost OR complaints_cost OR contacts.n_costed > 0 THEN
            CASE WHEN contacts_cost OR contacts.n_costed > 0
                THEN known_sum(contacts.n, contacts.n_costed, contacts.cost) ELSE 0 END
            + CASE WHEN complaints_cost
                THEN known_sum(complained.n, complained.n_costed, complained.cost) ELSE 0 END
    END::DOUBLE AS relationship_cost,
    wallet.wallet_share,
    wallet.accounts AS with_potential,
    earlier.wallet_share AS wallet_share_then
FROM known
CROSS JOIN wallet
CROSS JOIN wallet_at_since AS earlier
CROSS JOIN sold
CROSS JOIN spent_on_contacts AS contacts
CROSS JOIN complained
