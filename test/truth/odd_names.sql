-- Odd names and odd kinds of relations, in two schemas that are backed up and one that is not.
SET client_min_messages = warning;
\ir application.sql
CREATE SCHEMA crm;
CREATE SCHEMA elsewhere;
\ir names/tables.sql
\ir names/columns.sql
\ir names/collisions.sql
\ir names/partitions.sql
\ir names/inheritance.sql
\ir names/order.sql
\ir names/relations.sql
CREATE EXTENSION paliad_backup;
\ir names/rules.sql
SELECT format('ALTER DATABASE %I SET paliad_backup.schemas = ''paliad'', ''crm''', current_database())
\gexec
