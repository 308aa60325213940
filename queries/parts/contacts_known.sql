-- title: whether anything is known of contacts
-- row: one
-- uses: contacted
-- tables: known
-- What people logged stands for a table that the files lack.
SELECT contacts OR EXISTS (FROM contacted) AS contacts FROM known
