-- Status and retention where nothing runs by itself.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
-- A directory of its own: the other tests' artifacts are not this one's business.
SELECT current_setting('paliad_backup.export_dir') || '/status' AS dir \gset
SET paliad_backup.export_dir = :'dir';
SELECT last_success, next_run, running, artifacts, artifact_bytes, ok, reason FROM paliad.backup_status;

SELECT paliad_backup_run() AS first \gset
SELECT paliad_backup_run() AS second \gset
SELECT last_success_age < interval '1 hour' AS fresh, artifacts, free_bytes > 0 AS room, ok, reason
  FROM paliad.backup_status;
-- (Held, for the server in use may have other retention settings.)
SELECT paliad_backup_hold(:'first', true);
SELECT action, reason FROM paliad_backup_expire();
SELECT action, reason FROM paliad_backup_expire(false);
SELECT paliad_backup_hold(:'first', false);

-- Something is wrong: the reason says what.
UPDATE paliad.backups SET started_at = started_at - interval '8 days' WHERE id = :'first';
SELECT ok, reason FROM paliad.backup_status;
UPDATE paliad.backups SET started_at = started_at + interval '8 days' WHERE id = :'first';
INSERT INTO paliad.backups (kind, status, requested_by_email, error, finished_at)
  VALUES ('on_demand', 'failed', 'x', 'the disk was full', now());
SELECT last_error, ok, reason FROM paliad.backup_status;
DELETE FROM paliad.backups WHERE status = 'failed';

-- A member of pg_monitor may ask; others may not.
CREATE ROLE regress_monitor;
GRANT pg_monitor TO regress_monitor;
SET ROLE regress_monitor;
SELECT ok FROM paliad.backup_status;
SELECT count(*) FROM paliad.backups;
\echo :SQLSTATE
RESET ROLE;
REVOKE pg_monitor FROM regress_monitor;
GRANT USAGE ON SCHEMA paliad TO regress_monitor;
GRANT SELECT ON paliad.backup_status TO regress_monitor;
GRANT EXECUTE ON FUNCTION paliad_backup_status(), paliad_backup_expire(boolean) TO regress_monitor;
SET ROLE regress_monitor;
SELECT ok FROM paliad.backup_status;
\echo :SQLSTATE
SELECT * FROM paliad_backup_expire(false);
\echo :SQLSTATE
RESET ROLE;
DROP OWNED BY regress_monitor;
DROP ROLE regress_monitor;

-- What has no file any more is no success.
SELECT paliad_backup_delete(:'second');
SELECT last_success = (SELECT started_at FROM paliad.backups WHERE id = :'first') AS first, artifacts, ok, reason
  FROM paliad.backup_status;
SELECT paliad_backup_delete(:'first');
SELECT last_success, artifacts, ok, reason FROM paliad.backup_status;
DELETE FROM paliad.backups;
