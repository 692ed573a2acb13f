ALTER TABLE paliad.backup_sheet_rules OWNER TO paliad_backup_owner;

SELECT pg_extension_config_dump('paliad.backups', '');
SELECT pg_extension_config_dump('paliad.backup_sheet_rules', '');
SELECT pg_extension_config_dump('paliad.backup_slots', '');
