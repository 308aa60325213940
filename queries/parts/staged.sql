-- title: which stage each relationship is in, and by what signs
-- row: an account; a stage is null where none fits
-- uses: measures
SELECT
    account_id,
    {lifecycle} AS lifecycle,
    {lifecycle_reason} AS lifecycle_reason,
    {formation} AS formation,
    {formation_reason} AS formation_reason
FROM measures
