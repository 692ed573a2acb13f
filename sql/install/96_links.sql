DROP POLICY IF EXISTS backups_select_admin ON paliad.backups;

DO $$
BEGIN
  IF current_setting('row_security') = 'on' AND to_regprocedure('auth.uid()') IS NULL THEN
    RAISE EXCEPTION 'paliad_backup needs the function auth.uid(), which this database does not have'
      USING ERRCODE = 'undefined_function',
            HINT = 'Create the extension in the database of the app, where auth.uid() names the signed-in user.';
  END IF;
  PERFORM paliad_backup_internal.link_catalog();
END
$$;
