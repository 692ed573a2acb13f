-- Gives the sample organisation's app the right to make backups.
CREATE EXTENSION paliad_backup;
-- An object that no backup carries.
CREATE FOREIGN DATA WRAPPER elsewhere;
ALTER ROLE paliad_app LOGIN;
GRANT paliad_backup_app TO paliad_app;
