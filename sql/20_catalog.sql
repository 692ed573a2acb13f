-- The catalog, exactly as the app's own migration has it, and what stands after it.
\set SHOW_CONTEXT never
-- Members that the server's admin role has already are another matter: no warning.
SET client_min_messages = error;
CREATE EXTENSION paliad_backup;

SELECT attname AS column, format_type(atttypid, atttypmod) AS type, attnotnull AS required,
       pg_get_expr(adbin, adrelid) AS "default"
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE attrelid = 'paliad.backups'::regclass AND attnum > 0 AND NOT attisdropped
 ORDER BY attnum;

SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
 WHERE conrelid = 'paliad.backups'::regclass AND contype <> 'n' ORDER BY conname COLLATE "C";

SELECT pg_get_indexdef(indexrelid) COLLATE "C" AS index FROM pg_index
 WHERE indrelid = 'paliad.backups'::regclass ORDER BY 1;

SELECT relrowsecurity, relforcerowsecurity, relpersistence FROM pg_class WHERE oid = 'paliad.backups'::regclass;
SELECT polname, polcmd, polpermissive, polroles::regrole[] AS roles, pg_get_expr(polqual, polrelid) AS visible
  FROM pg_policy WHERE polrelid = 'paliad.backups'::regclass ORDER BY polname COLLATE "C";

-- The rules' table.
SELECT attname AS column, format_type(atttypid, atttypmod) AS type, attnotnull AS required,
       pg_get_expr(adbin, adrelid) AS "default"
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE attrelid = 'paliad.backup_sheet_rules'::regclass AND attnum > 0
 ORDER BY attnum;
SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
 WHERE conrelid = 'paliad.backup_sheet_rules'::regclass AND contype <> 'n' ORDER BY conname COLLATE "C";

-- Every table, column and function is explained.
SELECT c.oid::regclass AS "table", a.attname AS unexplained
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0 AND NOT a.attisdropped
 WHERE c.oid IN ('paliad.backups'::regclass, 'paliad.backup_sheet_rules'::regclass)
   AND col_description(c.oid, a.attnum) IS NULL
UNION ALL
SELECT oid::regclass, 'the table itself' FROM pg_class
 WHERE oid IN ('paliad.backups'::regclass, 'paliad.backup_sheet_rules'::regclass)
   AND obj_description(oid, 'pg_class') IS NULL;
SELECT oid::regprocedure AS unexplained FROM pg_proc
 WHERE proname LIKE 'paliad\_backup\_%' AND obj_description(oid, 'pg_proc') IS NULL;

-- The checks and defaults at work.
BEGIN;
INSERT INTO paliad.backups (id, kind, status, requested_by_email)
  VALUES ('00000000-0000-4000-8000-000000000001', 'on_demand', 'running', 'anna@example.org');
SELECT kind, status, requested_by, requested_by_email, audit_id, storage_uri, size_bytes, row_counts,
       sheet_count, warnings, error, started_at = now() AS started_now, finished_at, deleted_at, sha256
  FROM paliad.backups;
ROLLBACK;
\set VERBOSITY terse
INSERT INTO paliad.backups (kind, status, requested_by_email) VALUES ('weekly', 'running', 'x');
INSERT INTO paliad.backups (kind, status, requested_by_email) VALUES ('on_demand', 'begun', 'x');
INSERT INTO paliad.backups (kind, status, requested_by_email, sha256) VALUES ('on_demand', 'done', 'x', 'ABC');
INSERT INTO paliad.backups (kind, status, requested_by_email, requested_by)
  VALUES ('on_demand', 'done', 'x', '00000000-0000-4000-8000-0000000000ff');
INSERT INTO paliad.backups (kind, status, requested_by_email, audit_id)
  VALUES ('on_demand', 'done', 'x', '00000000-0000-4000-8000-0000000000ff');
\set VERBOSITY default

-- A backup outlives its requester and its audit entry.
BEGIN;
INSERT INTO paliad.system_audit_log (id, event_type) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x');
INSERT INTO paliad.backups (kind, status, requested_by_email, requested_by, audit_id)
  VALUES ('on_demand', 'done', 'anna@example.org', '00000000-0000-4000-8000-00000000000a',
          '00000000-0000-4000-8000-0000000000aa');
DELETE FROM paliad.users;
DELETE FROM paliad.system_audit_log;
SELECT requested_by, requested_by_email, audit_id FROM paliad.backups;
ROLLBACK;

-- As after the restore of a dump: the links are made where they are missing, once.
ALTER TABLE paliad.backups DROP CONSTRAINT backups_requested_by_fkey, DROP CONSTRAINT backups_audit_id_fkey;
DROP POLICY backups_select_admin ON paliad.backups;
SELECT paliad_backup_internal.link_catalog();
SELECT paliad_backup_internal.link_catalog();
SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
 WHERE conrelid = 'paliad.backups'::regclass AND contype = 'f' ORDER BY conname COLLATE "C";
SELECT polname FROM pg_policy WHERE polrelid = 'paliad.backups'::regclass ORDER BY polname COLLATE "C";
