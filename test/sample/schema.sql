-- The sample practice's schema, as the application's migrations would leave it.
--
--   psql -v ON_ERROR_STOP=1 -d <database> -f schema.sql
--
-- Load it into an empty UTF-8 database; data.sql fills it.

SET client_min_messages = warning;

\ir schema/10_foundation.sql
\ir schema/20_reference.sql
\ir schema/30_people.sql
\ir schema/40_clients.sql
\ir schema/50_rights.sql
\ir schema/60_matters.sql
\ir schema/70_files.sql
\ir schema/80_money.sql
\ir schema/85_assistant.sql
\ir schema/90_audit.sql
\ir schema/95_access.sql

RESET client_min_messages;
