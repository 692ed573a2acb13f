-- An artifact's bytes: whole, in pieces, and every reason why there are none.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
LOAD 'paliad_backup';
SET paliad_backup.schemas = office;
DELETE FROM paliad.backups;
SELECT paliad_backup_run() AS id \gset
SELECT size_bytes AS size FROM paliad.backups \gset

-- Pieces add up to the whole, also where the last is short.
SELECT string_agg(paliad_backup_read(:'id', o, 1000), '' ORDER BY o) = paliad_backup_download(:'id') AS whole
  FROM generate_series(0, :size - 1, 1000) AS o;
SELECT paliad_backup_read(:'id', 0, :size) = paliad_backup_download(:'id') AS whole;
SELECT paliad_backup_read(:'id', 0, 2147483) = paliad_backup_download(:'id') AS whole;
SELECT paliad_backup_read(:'id', 1, 3) = substr(paliad_backup_download(:'id'), 2, 3) AS inside;

-- At the end and beyond it.
SELECT length(paliad_backup_read(:'id', :size - 1, 10)) AS last,
       length(paliad_backup_read(:'id', :size, 10)) AS at_the_end,
       length(paliad_backup_read(:'id', 9223372036854775807, 10)) AS beyond;

-- NULL is no backup, and no place: a subquery that finds nothing must not look as if all were well.
SELECT paliad_backup_download(NULL);
\echo :SQLSTATE
SELECT paliad_backup_download((SELECT b.id FROM paliad.backups b WHERE false));
SELECT paliad_backup_read(:'id', NULL, 1);
SELECT paliad_backup_read(:'id', 0, NULL);
SELECT count(*) FROM paliad_backup_verify(NULL);
SELECT count(*) FROM paliad_backup_drill(NULL);
SELECT count(*) FROM paliad_backup_rows(NULL, 'users');
SELECT count(*) FROM paliad_backup_rows(:'id', NULL);
SELECT count(*) FROM paliad_backup_contents(NULL);
SELECT count(*) FROM paliad_backup_left_out(NULL);
SELECT count(*) FROM paliad_backup_current_rows(NULL);
SELECT count(*) FROM paliad_backup_diff(NULL);
SELECT count(*) FROM paliad_backup_restore(NULL, 'elsewhere');
SELECT count(*) FROM paliad_backup_restore(:'id', 'elsewhere', NULL);
SELECT count(*) FROM paliad_backup_restore(:'id', NULL, broken => NULL);
SELECT count(*) FROM paliad_backup_expire(NULL);
SELECT paliad_backup_cancel(NULL);
SELECT paliad_backup_hold(NULL, true);
SELECT paliad_backup_hold(:'id', NULL);
SELECT paliad_backup_delete(NULL);
SELECT paliad_backup_import(NULL);
SELECT paliad_backup_take_over(NULL);

-- No such place, no such size.
SELECT paliad_backup_read(:'id', -1, 1);
\echo :SQLSTATE
SELECT paliad_backup_read(:'id', 0, 0);
\echo :SQLSTATE
SELECT paliad_backup_read(:'id', 0, -5);
\echo :SQLSTATE
SELECT paliad_backup_read(:'id', 0, 2147483647);
\echo :SQLSTATE

-- No such backup.
SELECT paliad_backup_download('00000000-0000-4000-8000-0000000000ee');
\echo :SQLSTATE
SELECT paliad_backup_read('00000000-0000-4000-8000-0000000000ee', 0, 1);
\echo :SQLSTATE

-- From here on the backup has an id that doesn't vary, as it stands in the messages. Its digits
-- stand in the artifact's name; its manifest keeps the old one, so it can no longer be read.
DO $$
DECLARE
  old text := storage_uri FROM paliad.backups;
  new text := regexp_replace(old, '[^-]{8}\.zip$', '00000000.zip');
BEGIN
  EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L',
                 format('mv %s %s', substr(old, length('file:///')), substr(new, length('file:///'))));
  UPDATE paliad.backups SET id = '00000000-0000-4000-8000-000000000001', storage_uri = new;
END
$$;
\set id 00000000-0000-4000-8000-000000000001

-- One that failed, one that still runs, one that was removed.
INSERT INTO paliad.backups (id, kind, status, requested_by_email, error)
  VALUES ('00000000-0000-4000-8000-000000000002', 'on_demand', 'failed', 'x', 'the disk was full'),
         ('00000000-0000-4000-8000-000000000003', 'on_demand', 'running', 'x', NULL);
SELECT paliad_backup_download('00000000-0000-4000-8000-000000000002');
\echo :SQLSTATE
SELECT paliad_backup_read('00000000-0000-4000-8000-000000000003', 0, 1);
\echo :SQLSTATE
SET timezone = 'UTC';
SET datestyle = 'ISO';
BEGIN;
UPDATE paliad.backups SET deleted_at = '2026-01-02 03:04:05+00' WHERE id = :'id';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
ROLLBACK;

-- One of another size than the catalog says; one whose URI leads elsewhere, or to another backup's
-- artifact; one whose file is gone.
\set VERBOSITY terse
BEGIN;
UPDATE paliad.backups SET size_bytes = size_bytes + 1 WHERE id = :'id';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
ROLLBACK;
BEGIN;
UPDATE paliad.backups SET storage_uri = 'file:///etc/passwd' WHERE id = :'id';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
ROLLBACK;
BEGIN;
UPDATE paliad.backups SET storage_uri = regexp_replace(storage_uri, '[^/]*$', '../&') WHERE id = :'id';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
ROLLBACK;
BEGIN;
UPDATE paliad.backups SET storage_uri =
  regexp_replace(storage_uri, '[^/]*$', 'paliad-backup-20000101T000000Z-00000000.zip') WHERE id = :'id';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
ROLLBACK;
BEGIN;
UPDATE paliad.backups SET storage_uri =
  regexp_replace(storage_uri, '[^/]*$', 'paliad-backup-20000101T000000Z-00000000.zip') WHERE id = :'id';
UPDATE paliad.backups SET started_at = '2000-01-01 00:00:00+00' WHERE id = :'id';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
ROLLBACK;

-- Without an export directory.
SET paliad_backup.export_dir = '';
SELECT paliad_backup_download(:'id');
\echo :SQLSTATE
RESET paliad_backup.export_dir;

DELETE FROM paliad.backups;
DROP SCHEMA office CASCADE;
