-- What a program may want to tell apart has a code with arguments, beside the sentence for people.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
LOAD 'paliad_backup';
SELECT current_setting('paliad_backup.export_dir') || '/codes' AS dir \gset
SET paliad_backup.export_dir = :'dir';
CREATE SCHEMA coded;
SET paliad_backup.schemas = coded;
CREATE TABLE coded.visits (day date, note text, city text) PARTITION BY RANGE (day);
CREATE TABLE coded.visits_2025 PARTITION OF coded.visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE coded.drafts (id int PRIMARY KEY);
CREATE VIEW coded.overview AS SELECT * FROM coded.drafts;
CREATE FUNCTION coded.next_number() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE coded.files (id int PRIMARY KEY DEFAULT coded.next_number(), secret text);
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note) VALUES ('coded.drafts', true, 'not finished');
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('coded.files', '{secret}');

-- In a backup made now, and in one that was made.
SELECT relation, reason, code, arguments FROM paliad_backup_sheets() WHERE NOT included ORDER BY relation;
SELECT paliad_backup_run() AS id \gset
SELECT * FROM paliad_backup_left_out(:'id');

-- Retention, checks, a drill.
SELECT action, reason, code, arguments FROM paliad_backup_expire();
SELECT item, ok, code, arguments - 'bytes' AS arguments FROM paliad_backup_verify(:'id')
 WHERE item IN ('file', 'zip', 'manifest', 'entries', 'README.txt', 'csv/files.csv', 'workbook', 'sheet visits');
SELECT item, ok, code, arguments - 'count' AS arguments FROM paliad_backup_drill(:'id');

-- The status: a list, however the sentences are put together.
SELECT ok, reasons, jsonb_typeof(warning_reasons) AS warning_reasons FROM paliad.backup_status;
UPDATE paliad.backups SET started_at = started_at - interval '30 days' WHERE id = :'id';
SET paliad_backup.schemas = nowhere;
SELECT paliad_backup_run();
SELECT jsonb_path_query(reasons, '$[*].code') AS code FROM paliad.backup_status;
SELECT jsonb_path_query(reasons, '$[*] ? (@.code == "last_backup_failed").arguments') AS because FROM paliad.backup_status;

-- A failed backup, and the error itself.
SELECT status, error, error_state, error_code, error_arguments FROM paliad.backups WHERE status = 'failed';
CREATE FUNCTION coded.code_of(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  code text;
BEGIN
  EXECUTE command;
  RETURN 'no error';
EXCEPTION WHEN others THEN
  GET STACKED DIAGNOSTICS code = CONSTRAINT_NAME;
  RETURN SQLSTATE || ' ' || code;
END
$$;
SELECT coded.code_of('SELECT paliad_backup_run()');
SELECT coded.code_of('SELECT paliad_backup_verify(gen_random_uuid())');
SELECT coded.code_of(format('SELECT paliad_backup_download(%L::uuid)', id)) FROM paliad.backups WHERE status = 'failed';
SET paliad_backup.export_dir = '';
SELECT coded.code_of('SELECT paliad_backup_run()');
SELECT coded.code_of('SELECT 1/0');
SET paliad_backup.export_dir = :'dir';

-- One that was not written by a run has no code.
DELETE FROM paliad.backups WHERE status = 'failed';
INSERT INTO paliad.backups (kind, status, requested_by_email, error, finished_at, started_at)
  VALUES ('on_demand', 'failed', 'x', 'the disk was full', now(), now());
SELECT jsonb_path_query(reasons, '$[*] ? (@.code == "last_backup_failed")') AS reason FROM paliad.backup_status;
DELETE FROM paliad.backups;
DELETE FROM paliad.backup_sheet_rules WHERE relation LIKE 'coded.%';
DROP SCHEMA coded CASCADE;
