-- title: how we have been in touch with an account
-- row: an account with contacts
-- uses: contacted
-- param: as_of DATE the day the answer is for
SELECT
    account_id,
    count(*) FILTER (contacted_at::DATE >= months_up_to($as_of, 12)) AS contacts_12m,
    count(*) FILTER (reached AND contacted_at::DATE >= months_up_to($as_of, 12)) AS n_reached_12m,
    count(reached) FILTER (contacted_at::DATE >= months_up_to($as_of, 12)) AS n_told_12m,
    least(max(contacted_at)::DATE, $as_of) AS last_contact_on,
    avg(sentiment) FILTER (contacted_at::DATE >= months_up_to($as_of, 12)) AS sentiment_12m,
    max((contacted_at, next_step_on)) FILTER (next_step_on IS NOT NULL)[2] AS next_step_on,
    sum(cost) FILTER (contacted_at::DATE >= months_up_to($as_of, 12)) AS cost_12m,
    count(cost) FILTER (contacted_at::DATE >= months_up_to($as_of, 12)) AS n_costed_12m
FROM contacted
GROUP BY account_id
