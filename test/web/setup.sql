-- The sample organisation's app, let to backups.
CREATE EXTENSION paliad_backup;
-- What no backup carries.
CREATE FOREIGN DATA WRAPPER elsewhere;
ALTER ROLE paliad_app LOGIN;
GRANT paliad_backup_app TO paliad_app;
