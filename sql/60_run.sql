-- A run: the catalog's row, the audit log's, and the bytes.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
SET paliad_backup.schemas = office;
CREATE TABLE office.matters (id int PRIMARY KEY, title text, value numeric);
CREATE TABLE office.ref_courts (code text PRIMARY KEY);
CREATE TABLE office.empty (id int PRIMARY KEY);
CREATE TABLE office.secrets (id int PRIMARY KEY);
CREATE TABLE office.unordered (payload json);
INSERT INTO office.matters VALUES (1, 'Müller ./. Łódź', 1.5), (2, NULL, 'NaN'), (3, '', 12345678901234567890);
INSERT INTO office.ref_courts VALUES ('LG München I'), ('BPatG');
INSERT INTO office.unordered VALUES ('{"a": 1}');
INSERT INTO paliad.backup_sheet_rules (relation, excluded) VALUES ('office.secrets', true);
TRUNCATE paliad.system_audit_log CASCADE;

SELECT paliad_backup_run() AS id \gset
SELECT kind, status, requested_by, requested_by_email = session_user AS by_login, sheet_count, row_counts, error,
       deleted_at, finished_at >= started_at AS in_order, started_at >= now() - interval '1 hour' AS just_now,
       storage_uri ~ ('^file:///.*/paliad-backup-[0-9]{8}T[0-9]{6}Z-' || left(id::text, 8) || '\.zip$') AS named,
       size_bytes = length(paliad_backup_download(id)) AS sized,
       sha256 = encode(sha256(paliad_backup_download(id)), 'hex') AS hashed
  FROM paliad.backups WHERE id = :'id';
SELECT jsonb_array_elements(warnings) AS warning FROM paliad.backups WHERE id = :'id';

-- The audit log's entry, with the outcome.
SELECT event_type, actor_id, actor_email = session_user AS by_login, metadata ->> 'backup_id' = :'id' AS linked,
       metadata ->> 'kind' AS kind, metadata ->> 'status' AS status,
       metadata ->> 'sha256' = b.sha256 AS hashed, (metadata ->> 'size_bytes')::bigint = b.size_bytes AS sized,
       metadata ->> 'storage_uri' = b.storage_uri AS placed,
       (SELECT count(*) FROM jsonb_object_keys(metadata)) AS keys
  FROM paliad.system_audit_log a JOIN paliad.backups b ON b.audit_id = a.id;

-- It begins as a zip does, and its first entry is the README.
SELECT encode(substr(zip, 1, 4), 'hex') AS begins, convert_from(substr(zip, 31, 10), 'UTF8') AS first
  FROM paliad_backup_download(:'id') AS zip;

-- On behalf of the app's user.
SET request.jwt.claim.sub = '00000000-0000-4000-8000-00000000000b';
SELECT paliad_backup_run() AS id \gset
SELECT b.requested_by, b.requested_by_email, a.actor_id, a.actor_email
  FROM paliad.backups b JOIN paliad.system_audit_log a ON a.id = b.audit_id WHERE b.id = :'id';
RESET request.jwt.claim.sub;

-- What the caller's transaction does afterwards changes nothing; what it had written is said.
BEGIN;
INSERT INTO office.empty VALUES (1);
SELECT paliad_backup_run() AS id \gset
ROLLBACK;
SELECT status, row_counts -> 'empty' AS rows, w ->> 'code' AS code, w ->> 'text' AS text
  FROM paliad.backups, jsonb_array_elements(warnings) w WHERE id = :'id' AND w ->> 'code' = 'uncommitted';
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT paliad_backup_run() AS id \gset
ROLLBACK;
SELECT status FROM paliad.backups WHERE id = :'id';

-- The caller's own settings come through unchanged.
SET datestyle = 'German';
SET search_path = office, public;
SELECT count(paliad_backup_run());
SHOW datestyle;
SHOW search_path;
SELECT current_user = session_user AS role_restored;
RESET datestyle;
RESET search_path;

-- Without an audit log's entry a backup goes on, and says so.
ALTER TABLE paliad.system_audit_log ADD CONSTRAINT closed CHECK (event_type <> 'backup_created') NOT VALID;
SELECT paliad_backup_run() AS id \gset
SELECT status, audit_id, w ->> 'code' AS code, w ->> 'text' AS text
  FROM paliad.backups, jsonb_array_elements(warnings) w WHERE id = :'id' AND w ->> 'code' = 'no_audit';
ALTER TABLE paliad.system_audit_log DROP CONSTRAINT closed;
