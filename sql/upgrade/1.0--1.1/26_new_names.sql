-- ---------------------------------------------------------------------------------------------------
-- Functions that have another name since 1.1
-- ---------------------------------------------------------------------------------------------------

-- Renamed, they keep what users granted and what depends on them; 80 then replaces them.
ALTER FUNCTION @extschema@.paliad_backup_strays() RENAME TO paliad_backup_orphans;
ALTER FUNCTION @extschema@.paliad_backup_take_back(text) RENAME TO paliad_backup_import;

-- Functions that only the extension calls are made anew: nothing can replace one whose arguments have other names.
DO $$
DECLARE
  gone regprocedure;
BEGIN
  FOR gone IN
    SELECT p.oid FROM pg_proc p
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
     WHERE e.extname = 'paliad_backup' AND p.pronamespace = to_regnamespace('paliad_backup_internal')
       AND p.prorettype <> 'trigger'::regtype
  LOOP
    EXECUTE format('DROP FUNCTION %s', gone);
  END LOOP;
END
$$;
