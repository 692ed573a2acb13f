-- ---------------------------------------------------------------------------------------------------
-- Tables of the app that the extension needs
-- ---------------------------------------------------------------------------------------------------

-- A dump is restored with row_security = off, and makes extensions before tables. There the links to the
-- app's tables are made later, by the first run (paliad_backup_internal.link_catalog).
DO $$
DECLARE
  missing text;
BEGIN
  SELECT string_agg(name, ', ') INTO missing
    FROM unnest(ARRAY['paliad.users', 'paliad.system_audit_log']) AS name
   WHERE to_regclass(name) IS NULL;
  IF missing IS NOT NULL AND current_setting('row_security') = 'on' THEN
    RAISE EXCEPTION 'paliad_backup needs tables that this database does not have: %', missing
      USING ERRCODE = 'undefined_table',
            HINT = 'Create the extension in the database of the app, after the app''s own migrations.';
  END IF;
  IF to_regnamespace('paliad') IS NULL THEN
    CREATE SCHEMA paliad;
  END IF;
END
$$;
