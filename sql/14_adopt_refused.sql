-- A table paliad.backups that differs from the app's own is left alone: one error says in what.
\set SHOW_CONTEXT never
-- Members that the server's admin role has already are another matter: no warning.
SET client_min_messages = error;
CREATE ROLE regress_stranger;

CREATE TABLE paliad.backups (
  id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind               text NOT NULL CHECK (kind IN ('scheduled', 'on_demand')),
  status             text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
  requested_by       uuid REFERENCES paliad.users(id) ON DELETE SET NULL,
  requested_by_email text NOT NULL,
  audit_id           uuid REFERENCES paliad.system_audit_log(id) ON DELETE SET NULL,
  storage_uri        text,
  size_bytes         bigint,
  row_counts         jsonb NOT NULL DEFAULT '{}'::jsonb,
  sheet_count        int,
  warnings           jsonb NOT NULL DEFAULT '[]'::jsonb,
  error              text,
  started_at         timestamptz NOT NULL DEFAULT now(),
  finished_at        timestamptz,
  deleted_at         timestamptz
);

-- A column too few.
BEGIN;
ALTER TABLE paliad.backups DROP COLUMN deleted_at;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A column too many.
BEGIN;
ALTER TABLE paliad.backups ADD COLUMN note text;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Another type.
BEGIN;
ALTER TABLE paliad.backups ALTER COLUMN sheet_count TYPE bigint;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- No longer required.
BEGIN;
ALTER TABLE paliad.backups ALTER COLUMN requested_by_email DROP NOT NULL;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Another default: it would run with the rights of whoever writes.
BEGIN;
ALTER TABLE paliad.backups ALTER COLUMN id SET DEFAULT md5('x')::uuid;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A check too few.
BEGIN;
ALTER TABLE paliad.backups DROP CONSTRAINT backups_kind_check;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Another check.
BEGIN;
ALTER TABLE paliad.backups DROP CONSTRAINT backups_status_check,
  ADD CHECK (status IN ('running', 'done', 'failed', 'lost'));
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A check too many.
BEGIN;
ALTER TABLE paliad.backups ADD CHECK (size_bytes > 0);
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A foreign key too few.
BEGIN;
ALTER TABLE paliad.backups DROP CONSTRAINT backups_audit_id_fkey;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A foreign key that would delete rows.
BEGIN;
ALTER TABLE paliad.backups DROP CONSTRAINT backups_requested_by_fkey,
  ADD FOREIGN KEY (requested_by) REFERENCES paliad.users (id) ON DELETE CASCADE;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A trigger.
BEGIN;
CREATE TRIGGER "on write" BEFORE INSERT ON paliad.backups
  FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A rule.
BEGIN;
CREATE RULE quiet AS ON DELETE TO paliad.backups DO INSTEAD NOTHING;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A policy.
BEGIN;
CREATE POLICY everybody ON paliad.backups USING (true);
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- An index on an expression.
BEGIN;
CREATE INDEX backups_lower_idx ON paliad.backups (lower(kind));
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- An index on some of the rows.
BEGIN;
CREATE INDEX backups_done_idx ON paliad.backups (id) WHERE status = 'done';
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- An index that is none of the two.
BEGIN;
CREATE INDEX backups_error_idx ON paliad.backups (error);
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Statistics on an expression.
BEGIN;
CREATE STATISTICS backups_kinds ON (lower(kind)), (lower(status)) FROM paliad.backups;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Policies that bind the owner too.
BEGIN;
ALTER TABLE paliad.backups FORCE ROW LEVEL SECURITY;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Another collation.
BEGIN;
ALTER TABLE paliad.backups ALTER COLUMN error TYPE text COLLATE "C";
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A generated column.
BEGIN;
ALTER TABLE paliad.backups DROP COLUMN sheet_count,
  ADD COLUMN sheet_count int GENERATED ALWAYS AS (length(error)) STORED;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A child.
BEGIN;
CREATE TABLE paliad.more_backups () INHERITS (paliad.backups);
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A table that a crash empties.
BEGIN;
ALTER TABLE paliad.backups SET UNLOGGED;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Another owner, who could change it at will.
BEGIN;
ALTER TABLE paliad.backups OWNER TO regress_stranger;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- Two columns and a rule: columns are compared first, and each is named once.
BEGIN;
ALTER TABLE paliad.backups DROP COLUMN error;
ALTER TABLE paliad.backups ALTER COLUMN size_bytes TYPE numeric;
CREATE RULE quiet AS ON DELETE TO paliad.backups DO INSTEAD NOTHING;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- A view of that name.
BEGIN;
DROP TABLE paliad.backups;
CREATE VIEW paliad.backups AS SELECT gen_random_uuid() AS id;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;

-- None of it changed the table: as it was, it is taken over.
CREATE EXTENSION paliad_backup;
DROP EXTENSION paliad_backup;
DROP ROLE regress_stranger;
