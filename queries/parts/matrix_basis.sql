-- title: what a matrix on the screen is made of
-- row: an account, ordered by account_id
-- uses: axes, axes at since
-- param: as_of DATE the day the answer is for
-- param: since DATE the earlier day
SELECT
    account_id,
    axes.name,
    axes.owner,
    axes.segment,
    axes.revenue_12m::DOUBLE AS revenue_12m,
    axes.x::DOUBLE AS x,
    axes.y::DOUBLE AS y,
    axes_at_since.x::DOUBLE AS x_then,
    axes_at_since.y::DOUBLE AS y_then,
    {parts}
FROM axes
LEFT JOIN axes_at_since USING (account_id)
ORDER BY account_id
