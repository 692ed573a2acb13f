-- ---------------------------------------------------------------------------------------------------
-- Comments on the tables
-- ---------------------------------------------------------------------------------------------------

COMMENT ON TABLE paliad.backups IS
  'One row for every backup of the whole organisation that was ever begun; written by paliad_backup alone. status goes from running to done or failed. Rows stay for ever; the audit log has the same events as the record that counts.';
COMMENT ON COLUMN paliad.backups.id IS 'Names the backup in every paliad_backup function; its first eight digits stand in the file''s name.';
COMMENT ON COLUMN paliad.backups.kind IS 'on_demand: somebody asked for it; scheduled: the server did it by itself.';
COMMENT ON COLUMN paliad.backups.status IS 'running; done: the file is there, whole and checked; failed: there is no file, error says why.';
COMMENT ON COLUMN paliad.backups.requested_by IS 'The app''s user who asked; NULL for a database login and for scheduled backups.';
COMMENT ON COLUMN paliad.backups.requested_by_email IS 'That user''s address when the backup began, which outlives the user; a database login''s name; system@paliad for scheduled backups.';
COMMENT ON COLUMN paliad.backups.audit_id IS 'The entry in paliad.system_audit_log, written before the backup; NULL where the audit log could not take it.';
COMMENT ON COLUMN paliad.backups.storage_uri IS 'Where the artifact lies; set when the backup is done. file://... is a file on the database server.';
COMMENT ON COLUMN paliad.backups.size_bytes IS 'Size of the artifact.';
COMMENT ON COLUMN paliad.backups.row_counts IS 'Number of rows by sheet.';
COMMENT ON COLUMN paliad.backups.sheet_count IS 'Number of sheets, one for each table.';
COMMENT ON COLUMN paliad.backups.warnings IS 'What a reader of the backup should know; a list of objects with sheet, column, code, count and text.';
COMMENT ON COLUMN paliad.backups.error IS 'Why the backup failed; NULL unless status is failed.';
COMMENT ON COLUMN paliad.backups.started_at IS 'When it began; in the file''s name too, in UTC.';
COMMENT ON COLUMN paliad.backups.finished_at IS 'When it ended, well or not.';
COMMENT ON COLUMN paliad.backups.deleted_at IS 'When the artifact was removed, or began to be; NULL while it is there for all.';
COMMENT ON COLUMN paliad.backups.sha256 IS 'SHA-256 of the artifact, in hexadecimal.';
COMMENT ON COLUMN paliad.backups.scheduled_for IS 'The time of the schedule that a scheduled backup was made for; several rows where it was tried again.';
COMMENT ON COLUMN paliad.backups.verified_at IS 'When paliad_backup_verify read it last.';
COMMENT ON COLUMN paliad.backups.verified_ok IS 'Whether every check of that was good.';
COMMENT ON COLUMN paliad.backups.drilled_at IS 'When paliad_backup_drill tried to restore it last.';
COMMENT ON COLUMN paliad.backups.drilled_ok IS 'Whether every row came back as it was.';
COMMENT ON COLUMN paliad.backups.removing IS 'The artifact is being removed; where that was cut short, the next backup into the same directory ends it.';
COMMENT ON COLUMN paliad.backups.installation IS 'Which installation made it (paliad.backup_installations); another one never removes the artifact.';
COMMENT ON COLUMN paliad.backups.error_state IS 'The SQLSTATE of the failure; 57014 where somebody canceled it.';
COMMENT ON COLUMN paliad.backups.error_code IS 'What failed, for programs: a code of docs/codes.md; NULL unless status is failed.';
COMMENT ON COLUMN paliad.backups.error_arguments IS 'What error_code says it of.';
COMMENT ON COLUMN paliad.backups.held IS 'Kept whatever the retention settings say; paliad_backup_hold sets it.';

COMMENT ON TABLE paliad.backup_installations IS
  'The installations whose artifacts this database may remove: its own, and those it has taken over; written by paliad_backup alone.';
COMMENT ON COLUMN paliad.backup_installations.id IS 'Stands in paliad.backups and in each artifact''s manifest.';
COMMENT ON COLUMN paliad.backup_installations.fingerprint IS
  'What makes it this installation and no copy: the cluster''s system identifier, the database''s oid, the timeline, the data directory.';
COMMENT ON COLUMN paliad.backup_installations.taken_over_by IS
  'The installation that paliad_backup_take_over gave it to; NULL where it has not.';

COMMENT ON TABLE paliad.backup_slots IS
  'One row for each time at which the schedule asked for a backup, which keeps it from being made twice; written by paliad_backup alone.';
COMMENT ON COLUMN paliad.backup_slots.scheduled_for IS 'The time; for noticed, when the schedule became what detail says.';
COMMENT ON COLUMN paliad.backup_slots.outcome IS
  'claimed: being made, or tried again soon; done; failed: given up; missed: no scheduler was running to make it; elsewhere: another server that shares the export directory has it; noticed: a new schedule.';
COMMENT ON COLUMN paliad.backup_slots.attempts IS 'How often it was tried; paliad.backups has a row for each attempt that began.';
COMMENT ON COLUMN paliad.backup_slots.detail IS 'Why; for noticed, the schedule.';
COMMENT ON COLUMN paliad.backup_slots.noted_at IS 'When this row was written last.';

COMMENT ON TABLE paliad.backup_sheet_rules IS
  'What an admin changes about the sheets of a backup, one row for a table; paliad_backup_sheets() shows the effect.';
COMMENT ON COLUMN paliad.backup_sheet_rules.relation IS 'The table as schema.table, quoted where SQL needs it.';
COMMENT ON COLUMN paliad.backup_sheet_rules.kind IS 'entity or ref; NULL leaves it to the name (ref_... is ref).';
COMMENT ON COLUMN paliad.backup_sheet_rules.excluded IS 'true leaves the table out; the bundle says so, with the note.';
COMMENT ON COLUMN paliad.backup_sheet_rules.sort_order IS 'Sheets with a number come first, in its order.';
COMMENT ON COLUMN paliad.backup_sheet_rules.omit_columns IS 'Columns to leave out; none of the primary key.';
COMMENT ON COLUMN paliad.backup_sheet_rules.note IS 'Why; stands in the bundle with a table that is left out.';
