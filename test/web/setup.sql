-- The sample organisation's app, let to backups.
CREATE EXTENSION paliad_backup;
ALTER ROLE paliad_app LOGIN;
GRANT EXECUTE ON FUNCTION
    paliad_backup_start(), paliad_backup_cancel(uuid), paliad_backup_progress(), paliad_backup_read(uuid, bigint, int),
    paliad_backup_verify(uuid), paliad_backup_contents(uuid), paliad_backup_left_out(uuid), paliad_backup_delete(uuid),
    paliad_backup_hold(uuid, boolean), paliad_backup_status()
    TO paliad_app;
GRANT SELECT ON paliad.backups TO paliad_app;
