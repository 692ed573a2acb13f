-- ---------------------------------------------------------------------------------------------------
-- The app's role, which 1.0 did not have
-- ---------------------------------------------------------------------------------------------------

-- 90 gives rights in new functions only.
DO $$
DECLARE
  called regprocedure;
BEGIN
  FOR called IN
    SELECT p.oid FROM pg_proc p
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
     WHERE e.extname = 'paliad_backup' AND p.pronamespace = e.extnamespace
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO paliad_backup_app', called);
  END LOOP;
END
$$;
