GRANT USAGE ON SCHEMA paliad
   TO paliad_backup_admin, paliad_backup_app, paliad_backup_writer, paliad_backup_auditor, paliad_backup_owner, pg_monitor;
GRANT SELECT, INSERT, UPDATE ON paliad.backups, paliad.backup_slots, paliad.backup_installations TO paliad_backup_writer;
GRANT SELECT ON paliad.backup_status TO pg_monitor;
GRANT SELECT ON paliad.backups, paliad.backup_progress, paliad.backup_slots, paliad.backup_installations, paliad.backup_status
   TO paliad_backup_admin;
GRANT SELECT ON paliad.backups, paliad.backup_progress, paliad.backup_status TO paliad_backup_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON paliad.backup_sheet_rules TO paliad_backup_admin;
