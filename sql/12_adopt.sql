-- A catalog that an earlier migration of the app made is taken over with its rows.
\set SHOW_CONTEXT never
-- Members that the server's admin role has already are another matter: no warning.
SET client_min_messages = error;
CREATE ROLE regress_app;
GRANT USAGE ON SCHEMA paliad TO regress_app;

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
CREATE INDEX backups_started_at_desc_idx ON paliad.backups (started_at DESC);
CREATE INDEX backups_kind_status_idx ON paliad.backups (kind, status);
ALTER TABLE paliad.backups ENABLE ROW LEVEL SECURITY;
-- Its name is right, what it says is not: everybody would see every row.
CREATE POLICY backups_select_admin ON paliad.backups FOR SELECT USING (true);
-- The app's role owns the app's tables.
ALTER TABLE paliad.users OWNER TO regress_app;
ALTER TABLE paliad.backups OWNER TO regress_app;

INSERT INTO paliad.backups (id, kind, status, requested_by, requested_by_email, storage_uri, size_bytes)
  VALUES ('00000000-0000-4000-8000-000000000001', 'on_demand', 'done',
          '00000000-0000-4000-8000-00000000000a', 'anna@example.org', 'file:///old.zip', 4711),
         ('00000000-0000-4000-8000-000000000002', 'scheduled', 'failed', NULL, 'system@paliad', NULL, NULL);

-- Rights that others were given: to see rows is for the policy to decide; to write them, or to run code
-- when they are written, is nobody's.
GRANT SELECT, INSERT, TRIGGER ON paliad.backups TO PUBLIC;
GRANT ALL ON paliad.backups TO regress_app WITH GRANT OPTION;
GRANT UPDATE (status), SELECT (id) ON paliad.backups TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT ALL ON TABLES TO PUBLIC;

CREATE EXTENSION paliad_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad REVOKE ALL ON TABLES FROM PUBLIC;
SELECT id, kind, status, requested_by_email, storage_uri, size_bytes, sha256 FROM paliad.backups ORDER BY id;

-- It is the extension's now, and nobody else's.
-- (Since PostgreSQL 17 an owner has MAINTAIN too.)
SELECT relname, relowner::regrole AS owner, regexp_replace(granted::text, 'm\*?(?=[^=]*/)', '') AS granted
  FROM pg_class, unnest(relacl) AS granted
 WHERE oid IN ('paliad.backups'::regclass, 'paliad.backup_sheet_rules'::regclass)
 ORDER BY relname, granted::text COLLATE "C";
SELECT attname, attacl AS granted FROM pg_attribute
 WHERE attrelid = 'paliad.backups'::regclass AND attacl IS NOT NULL;
SELECT count(*) AS member FROM pg_depend
 WHERE objid = 'paliad.backups'::regclass AND refclassid = 'pg_extension'::regclass AND deptype = 'e';

-- The policy says what it should, and indexes and foreign keys are there once.
SELECT polname, pg_get_expr(polqual, polrelid) AS visible FROM pg_policy
 WHERE polrelid = 'paliad.backups'::regclass ORDER BY 1;
SELECT indexrelid::regclass AS index FROM pg_index WHERE indrelid = 'paliad.backups'::regclass
 ORDER BY indexrelid::regclass::text COLLATE "C";
SELECT conname FROM pg_constraint WHERE conrelid = 'paliad.backups'::regclass AND contype <> 'n' ORDER BY 1;

-- Without its indexes and its row-level security it is taken over too, and gets them.
CREATE TABLE paliad.copy (LIKE paliad.backups INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
DROP EXTENSION paliad_backup;
ALTER TABLE paliad.copy DROP COLUMN sha256, DROP COLUMN scheduled_for, DROP COLUMN held, DROP COLUMN removing,
  DROP COLUMN verified_at, DROP COLUMN verified_ok, DROP COLUMN drilled_at, DROP COLUMN drilled_ok,
  DROP COLUMN installation, DROP COLUMN error_state, DROP COLUMN error_code,
  DROP COLUMN error_arguments;
ALTER TABLE paliad.copy RENAME TO backups;
ALTER TABLE paliad.backups
  ADD PRIMARY KEY (id),
  ADD FOREIGN KEY (requested_by) REFERENCES paliad.users (id) ON DELETE SET NULL,
  ADD FOREIGN KEY (audit_id) REFERENCES paliad.system_audit_log (id) ON DELETE SET NULL;
CREATE EXTENSION paliad_backup;
SELECT relrowsecurity FROM pg_class WHERE oid = 'paliad.backups'::regclass;
SELECT indexrelid::regclass AS index FROM pg_index WHERE indrelid = 'paliad.backups'::regclass
 ORDER BY indexrelid::regclass::text COLLATE "C";

DROP EXTENSION paliad_backup;
ALTER TABLE paliad.users OWNER TO CURRENT_USER;
DROP OWNED BY regress_app;
DROP ROLE regress_app;
