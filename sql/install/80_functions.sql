-- ---------------------------------------------------------------------------------------------------
-- Functions
-- ---------------------------------------------------------------------------------------------------

CREATE FUNCTION @extschema@.paliad_backup_run() RETURNS uuid
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_run';
COMMENT ON FUNCTION @extschema@.paliad_backup_run() IS
  'Makes a backup of the whole organisation now, and returns its id when it is done.';

CREATE FUNCTION @extschema@.paliad_backup_start() RETURNS uuid
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_start';
COMMENT ON FUNCTION @extschema@.paliad_backup_start() IS
  'Has a background worker make a backup, and returns its id as soon as it runs; NOTIFY paliad_backup and paliad.backup_progress tell how it goes on.';

CREATE FUNCTION @extschema@.paliad_backup_cancel(id uuid) RETURNS boolean
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_cancel';
COMMENT ON FUNCTION @extschema@.paliad_backup_cancel(uuid) IS
  'Cancels a running backup, which ends as failed; false where it isn''t running any more.';

CREATE FUNCTION @extschema@.paliad_backup_progress(
    OUT id uuid, OUT phase text, OUT sheet text, OUT sheets int, OUT rows_done bigint,
    OUT rows_expected bigint, OUT bytes bigint, OUT percent numeric, OUT started_at timestamptz,
    OUT eta timestamptz)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_progress';
COMMENT ON FUNCTION @extschema@.paliad_backup_progress() IS
  'Running backups of this database; what paliad.backup_progress shows.';

CREATE VIEW paliad.backup_progress AS SELECT * FROM @extschema@.paliad_backup_progress();
COMMENT ON VIEW paliad.backup_progress IS
  'How far a running backup is; no row for those who may not use backups.';
COMMENT ON COLUMN paliad.backup_progress.phase IS 'beginning, locking, reading, writing, checking, recording.';
COMMENT ON COLUMN paliad.backup_progress.sheet IS 'The sheet begun last; with parallel workers others are read beside it.';
COMMENT ON COLUMN paliad.backup_progress.rows_expected IS 'By the server''s statistics: an estimate.';
COMMENT ON COLUMN paliad.backup_progress.bytes IS 'Of rows read so far, as text.';
COMMENT ON COLUMN paliad.backup_progress.eta IS 'When it will be done if it goes on like this.';
ALTER VIEW paliad.backup_progress OWNER TO paliad_backup_owner;

CREATE FUNCTION @extschema@.paliad_backup_sheets(
    OUT "position" int, OUT sheet text, OUT kind text, OUT relation text, OUT included boolean,
    OUT reason text, OUT query text, OUT columns text[], OUT code text, OUT arguments jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_sheets';
COMMENT ON FUNCTION @extschema@.paliad_backup_sheets() IS
  'What a backup would contain now, and every table it would leave out, with the reason.';

CREATE FUNCTION @extschema@.paliad_backup_read(id uuid, byte_offset bigint, byte_count int) RETURNS bytea
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_read';
COMMENT ON FUNCTION @extschema@.paliad_backup_read(uuid, bigint, int) IS
  'A piece of a backup''s artifact, for streaming; empty beyond its end.';

CREATE FUNCTION @extschema@.paliad_backup_download(id uuid) RETURNS bytea
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_download';
COMMENT ON FUNCTION @extschema@.paliad_backup_download(uuid) IS
  'A backup''s artifact as one value; up to 1 GB.';

CREATE FUNCTION @extschema@.paliad_backup_delete(id uuid) RETURNS void
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_delete';
COMMENT ON FUNCTION @extschema@.paliad_backup_delete(uuid) IS
  'Removes a backup''s artifact now, whatever becomes of the caller''s transaction; its row stays.';

CREATE FUNCTION @extschema@.paliad_backup_hold(id uuid, held boolean) RETURNS void
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_hold';
COMMENT ON FUNCTION @extschema@.paliad_backup_hold(uuid, boolean) IS
  'Keeps a backup''s artifact whatever the retention settings say, or lets go of it.';

CREATE FUNCTION @extschema@.paliad_backup_expire(dry_run boolean DEFAULT true, OUT id uuid, OUT action text, OUT reason text, OUT code text,
    OUT arguments jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_expire';
COMMENT ON FUNCTION @extschema@.paliad_backup_expire(boolean) IS
  'What the retention settings say of each artifact: keep or remove, and why; with false, what is to go is removed.';

CREATE FUNCTION @extschema@.paliad_backup_status(
    OUT last_success timestamptz, OUT last_success_age interval, OUT last_failure timestamptz,
    OUT last_error text, OUT next_run timestamptz, OUT running uuid, OUT artifacts bigint,
    OUT artifact_bytes bigint, OUT free_bytes bigint, OUT ok boolean, OUT reason text,
    OUT warnings text[], OUT reasons jsonb, OUT warning_reasons jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_status';
COMMENT ON FUNCTION @extschema@.paliad_backup_status() IS
  'Whether backups are well, in one row; what paliad.backup_status shows.';

CREATE VIEW paliad.backup_status AS SELECT * FROM @extschema@.paliad_backup_status();
COMMENT ON VIEW paliad.backup_status IS
  'Whether backups are well, in one row, for monitoring: administrators and members of pg_monitor may ask.';
COMMENT ON COLUMN paliad.backup_status.last_success IS 'When the newest good backup began that still has its file.';
COMMENT ON COLUMN paliad.backup_status.next_run IS 'When the schedule asks for the next one; NULL where this database has no schedule.';
COMMENT ON COLUMN paliad.backup_status.running IS 'The backup that runs now.';
COMMENT ON COLUMN paliad.backup_status.artifacts IS 'How many the catalog has.';
COMMENT ON COLUMN paliad.backup_status.free_bytes IS 'In the export directory''s file system.';
COMMENT ON COLUMN paliad.backup_status.warnings IS 'What is no reason for an alarm, but worth a look.';
COMMENT ON COLUMN paliad.backup_status.reasons IS 'What reason says, for programs: a list of {code, arguments, text}.';
COMMENT ON COLUMN paliad.backup_status.warning_reasons IS 'What warnings says, for programs.';
COMMENT ON COLUMN paliad.backup_status.ok IS 'false where reason says what is wrong.';
ALTER VIEW paliad.backup_status OWNER TO paliad_backup_owner;

CREATE FUNCTION @extschema@.paliad_backup_verify(
    id uuid, OUT item text, OUT ok boolean, OUT detail text, OUT code text, OUT arguments jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_verify';
COMMENT ON FUNCTION @extschema@.paliad_backup_verify(uuid) IS
  'Reads a backup''s artifact from disk and proves it: against the catalog, its own manifest, and its formats against each other.';

CREATE FUNCTION @extschema@.paliad_backup_restore(
    id uuid, target_schema text, drop_columns boolean DEFAULT false, broken text DEFAULT 'refuse', OUT sheet text,
    OUT rows bigint)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_restore';
COMMENT ON FUNCTION @extschema@.paliad_backup_restore(uuid, text, boolean, text) IS
  'Brings a backup back, into a schema that it makes or into empty tables of the same shape; all of it or nothing.';

CREATE FUNCTION @extschema@.paliad_backup_drill(
    id uuid, OUT item text, OUT ok boolean, OUT detail text, OUT code text, OUT arguments jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_drill';
COMMENT ON FUNCTION @extschema@.paliad_backup_drill(uuid) IS
  'Restores a backup for trial, compares every row with the backup, and removes it all again.';

CREATE FUNCTION @extschema@.paliad_backup_rows(id uuid, sheet text) RETURNS SETOF jsonb
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_rows';
COMMENT ON FUNCTION @extschema@.paliad_backup_rows(uuid, text) IS
  'The rows of one sheet of an old backup, to query with SQL.';

CREATE FUNCTION @extschema@.paliad_backup_contents(
    id uuid, OUT sheet text, OUT kind text, OUT relation text, OUT row_count bigint, OUT columns text[])
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_contents';
COMMENT ON FUNCTION @extschema@.paliad_backup_contents(uuid) IS
  'The sheets of an old backup, with their columns, as its manifest has them.';

CREATE FUNCTION @extschema@.paliad_backup_left_out(
    id uuid, OUT kind text, OUT object text, OUT reason text, OUT code text, OUT arguments jsonb,
    OUT object_code text, OUT object_arguments jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_left_out';
COMMENT ON FUNCTION @extschema@.paliad_backup_left_out(uuid) IS
  'What an old backup left out, and why, as its manifest has it; kind is relation, column or definition (not brought back by its scripts).';

CREATE FUNCTION @extschema@.paliad_backup_current_rows(sheet text) RETURNS SETOF jsonb
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_current_rows';
COMMENT ON FUNCTION @extschema@.paliad_backup_current_rows(text) IS
  'The rows that a sheet would have in a backup made now, as paliad_backup_rows has those of an old one.';

-- Rows are identified by the primary key that their table has now, or by all their values where it has none.
-- The comparison is a join of the server's, which uses temporary files for what doesn't fit into work_mem.
-- Two functions instead of a default, because NULL as an id must be an error.
CREATE FUNCTION @extschema@.paliad_backup_diff(
    id uuid, OUT sheet text, OUT change text, OUT key jsonb, OUT before jsonb, OUT after jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_diff';
COMMENT ON FUNCTION @extschema@.paliad_backup_diff(uuid) IS
  'What has changed since a backup: rows added, removed and changed, by primary key.';

CREATE FUNCTION @extschema@.paliad_backup_diff(
    id uuid, other uuid, OUT sheet text, OUT change text, OUT key jsonb, OUT before jsonb, OUT after jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_diff';
COMMENT ON FUNCTION @extschema@.paliad_backup_diff(uuid, uuid) IS
  'What has changed between two backups: rows added, removed and changed, by primary key.';

CREATE FUNCTION @extschema@.paliad_backup_orphans(
    OUT file text, OUT size_bytes bigint, OUT id uuid, OUT started_at timestamptz, OUT database text,
    OUT problem text, OUT code text, OUT arguments jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_orphans';
COMMENT ON FUNCTION @extschema@.paliad_backup_orphans() IS
  'Artifacts in the export directory that the catalog does not know as done, or that were put back after their removal; where problem is NULL, paliad_backup_import enters them.';

CREATE FUNCTION @extschema@.paliad_backup_import(file text) RETURNS uuid
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_import';
COMMENT ON FUNCTION @extschema@.paliad_backup_import(text) IS
  'Checks an artifact that paliad_backup_orphans() lists, writes its row from what it says of itself, and returns its id.';

CREATE FUNCTION @extschema@.paliad_backup_take_over(installation uuid) RETURNS bigint
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_take_over';
COMMENT ON FUNCTION @extschema@.paliad_backup_take_over(uuid) IS
  'Makes the artifacts of another installation, which is gone for good, this one''s to keep and to remove; returns how many there are.';

CREATE FUNCTION paliad_backup_internal.link_catalog() RETURNS void
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_link_catalog';
COMMENT ON FUNCTION paliad_backup_internal.link_catalog() IS
  'Gives paliad.backups its foreign keys and its policy, and the roles their rights in the app''s tables, where they are missing, and this installation its id; every run does it too.';
