-- Fills the sample practice. The same scale always gives the same rows, to the byte.
--
--   psql -v ON_ERROR_STOP=1 -v scale=1 -d <database> -f data.sql
--
-- The scale multiplies what a practice piles up over the years (time, documents, Fristen, letters,
-- invoices, logs); its people, clients, rights, matters and the reference tables stay as they are.

\if :{?scale}
\else
    \set scale 1
\endif

SET client_encoding = 'UTF8';
SET TIME ZONE 'UTC';
SET client_min_messages = warning;

BEGIN;

\ir data/10_generators.sql
\ir data/20_countries.sql
\ir data/21_courts.sql
\ir data/22_catalogues.sql
\ir data/23_calendar_and_fees.sql
\ir data/30_people.sql
\ir data/40_clients.sql
\ir data/50_rights.sql
\ir data/60_matters.sql
\ir data/65_dates.sql
\ir data/70_files.sql
\ir data/75_notes.sql
\ir data/80_money.sql
\ir data/85_assistant.sql
\ir data/90_logs.sql
\ir data/99_drop_generators.sql

COMMIT;

ANALYZE;

RESET client_min_messages;
RESET TIME ZONE;
RESET client_encoding;
