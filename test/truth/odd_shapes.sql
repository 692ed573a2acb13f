-- Tables, types and related objects of every kind, which a bundle restores or names as not carried.
SET client_min_messages = warning;
\ir application.sql
CREATE SCHEMA crm;
CREATE SCHEMA elsewhere;
\ir shapes/types.sql
\ir shapes/tables.sql
\ir shapes/partitions.sql
\ir shapes/keys.sql
CREATE EXTENSION paliad_backup;
INSERT INTO paliad.backup_sheet_rules (relation, excluded, omit_columns) VALUES
  ('paliad.left_out', true, '{}'), ('paliad.partly_kept', false, '{secret}'), ('paliad.by_secret', false, '{secret}');
SELECT format('ALTER DATABASE %I SET paliad_backup.schemas = ''paliad'', ''crm''', current_database())
\gexec
