-- title: every measure of every account
-- row: an account, customer or prospect
-- uses: line_measures, contacting, complaining, answering, owing, offering
-- tables: accounts, known
-- param: as_of DATE the day the answer is for
WITH joined AS (
    SELECT
        line_measures.*,
        CASE
            WHEN contacts_cost OR complaints_cost OR contacting.n_costed_12m > 0 THEN
                CASE WHEN contacts_cost
                    THEN known_sum(contacting.contacts_12m, contacting.n_costed_12m, contacting.cost_12m)
                    ELSE coalesce(contacting.cost_12m, 0) END
                + CASE WHEN complaints_cost
                    THEN known_sum(complaining.complaints_12m, complaining.n_costed_12m, complaining.cost_12m)
                    ELSE 0 END
        END::DECIMAL(38, 4) AS relationship_cost_12m,
        CASE
            WHEN coalesce(customer_since, first_order_on) <= $as_of
            THEN datesub('month', coalesce(customer_since, first_order_on), $as_of)
        END AS relationship_months,
        CASE WHEN known.contacts OR contacting.account_id IS NOT NULL
            THEN coalesce(contacting.contacts_12m, 0) END AS contacts_12m,
        CASE
            WHEN known.contacts_reached OR contacting.n_told_12m > 0
            THEN known_sum(
                contacting.contacts_12m, contacting.n_told_12m, contacting.n_reached_12m
            )
        END AS reached_12m,
        $as_of - contacting.last_contact_on AS days_since_contact,
        contacting.sentiment_12m,
        contacting.next_step_on,
        CASE WHEN known.complaints THEN coalesce(complaining.complaints_open, 0) END
            AS complaints_open,
        CASE WHEN known.complaints THEN coalesce(complaining.complaints_12m, 0) END
            AS complaints_12m,
        answering.nps,
        answering.csat_12m,
        CASE WHEN known.invoices THEN coalesce(owing.overdue_amount, 0) END::DECIMAL(38, 4)
            AS overdue_amount,
        CASE WHEN known.invoices THEN coalesce(owing.overdue_days, 0) END AS overdue_days,
        CASE WHEN known.offers THEN coalesce(offering.offers_open_amount, 0) END::DECIMAL(38, 4)
            AS offers_open_amount,
        offering.win_rate,
        accounts.potential_annual
    FROM line_measures
    JOIN accounts USING (account_id)
    CROSS JOIN known
    LEFT JOIN contacting USING (account_id)
    LEFT JOIN complaining USING (account_id)
    LEFT JOIN answering USING (account_id)
    LEFT JOIN owing USING (account_id)
    LEFT JOIN offering USING (account_id)
)
SELECT
    account_id,
    revenue_12m,
    revenue_prior,
    ratio(revenue_12m - revenue_prior, revenue_prior) AS revenue_growth,
    revenue_total,
    margin_12m,
    ratio(margin_12m, revenue_costed_12m) AS margin_rate_12m,
    margin_total,
    relationship_cost_12m,
    margin_12m - relationship_cost_12m AS profit_12m,
    orders_12m,
    orders_total,
    first_order_on,
    last_order_on,
    days_since_order,
    order_interval,
    CASE WHEN n_order_days >= 4 THEN days_since_order / order_interval END AS lapse,
    product_groups_12m,
    ratio(product_groups_12m, n_groups_sold) AS breadth,
    new_groups_90d,
    relationship_months,
    contacts_12m,
    reached_12m,
    days_since_contact,
    sentiment_12m,
    next_step_on,
    complaints_open,
    complaints_12m,
    nps,
    csat_12m,
    overdue_amount,
    overdue_days,
    offers_open_amount,
    win_rate,
    potential_annual,
    ratio(revenue_12m, potential_annual) AS wallet_share,
    potential_annual - revenue_12m AS growth_room,
    ratio(revenue_12m, sum(revenue_12m) OVER ()) AS revenue_share,
    monthly_revenue
FROM joined
ORDER BY account_id
