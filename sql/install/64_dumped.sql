-- The tables whose rows pg_dump dumps.
SELECT pg_extension_config_dump('paliad.backups', '');
SELECT pg_extension_config_dump('paliad.backup_sheet_rules', '');
SELECT pg_extension_config_dump('paliad.backup_slots', '');
