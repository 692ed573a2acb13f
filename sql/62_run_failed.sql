-- A run that fails: the error reaches the caller, the row stays, no file does.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
LOAD 'paliad_backup';
SET paliad_backup.schemas = office;
DELETE FROM paliad.backups;
TRUNCATE paliad.system_audit_log CASCADE;

-- A rule whose table is gone.
DROP TABLE office.secrets;
SELECT paliad_backup_run();
\echo :SQLSTATE
SELECT kind, status, storage_uri, size_bytes, sha256, sheet_count, row_counts, warnings, error,
       finished_at >= started_at AS in_order
  FROM paliad.backups;
SELECT a.event_type, a.metadata ->> 'status' AS status, a.metadata ->> 'error' AS error
  FROM paliad.system_audit_log a JOIN paliad.backups b ON b.audit_id = a.id;
TRUNCATE paliad.backup_sheet_rules;
DELETE FROM paliad.backups;

-- A schema that isn't there.
SET paliad_backup.schemas = 'office, nowhere';
SELECT paliad_backup_run();
\echo :SQLSTATE
SELECT status, error FROM paliad.backups;
SET paliad_backup.schemas = office;
DELETE FROM paliad.backups;

-- No export directory, or none that could be one: nothing was begun, so there is no row.
SET paliad_backup.export_dir = '';
SELECT paliad_backup_run();
\echo :SQLSTATE
SET paliad_backup.export_dir = 'backups';
SELECT paliad_backup_run();
\echo :SQLSTATE
RESET paliad_backup.export_dir;
SELECT count(*) FROM paliad.backups;

-- In a subtransaction the failure is an error like any other, and the row stays all the same.
SET paliad_backup.schemas = nowhere;
DO $$
BEGIN
  PERFORM paliad_backup_run();
EXCEPTION WHEN invalid_schema_name THEN
  RAISE WARNING 'caught: %', SQLERRM;
END
$$;
SELECT status, error FROM paliad.backups;
SET paliad_backup.schemas = office;
DELETE FROM paliad.backups;

-- What a crash left running is settled by the next run; its audit entry too.
INSERT INTO paliad.system_audit_log (id, event_type, metadata)
  VALUES ('00000000-0000-4000-8000-0000000000aa', 'backup_created', '{"status": "running"}');
INSERT INTO paliad.backups (id, kind, status, requested_by_email, audit_id)
  VALUES ('00000000-0000-4000-8000-000000000001', 'on_demand', 'running', 'anna@example.org',
          '00000000-0000-4000-8000-0000000000aa');
SELECT count(paliad_backup_run());
SELECT b.status, b.error, b.finished_at IS NOT NULL AS finished, a.metadata
  FROM paliad.backups b JOIN paliad.system_audit_log a ON a.id = b.audit_id
 WHERE b.id = '00000000-0000-4000-8000-000000000001';
