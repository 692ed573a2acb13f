-- The server may be in use. What the tests make lies in a database and a directory of their own, with settings of
-- their own, and 99_end takes it all away.
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE TABLE regress_roles AS SELECT rolname FROM pg_roles WHERE rolname LIKE 'paliad\_backup\_%';
CREATE TABLE regress_directory (path text);
COPY regress_directory FROM PROGRAM 'mktemp -d -t paliad-backup-regress.XXXXXX';
DO $$
DECLARE
  setting record;
BEGIN
  FOR setting IN
    SELECT 'export_dir' AS name, path AS value FROM regress_directory
    UNION ALL VALUES ('schemas', 'paliad'), ('lock_timeout', '30s'), ('workers', '2'), ('rate_limit', '0')
  LOOP
    EXECUTE format('ALTER DATABASE %I SET paliad_backup.%I = %L', current_database(), setting.name, setting.value);
  END LOOP;
END
$$;
