-- ---------------------------------------------------------------------------------------------------
-- Rights: nobody by default
-- ---------------------------------------------------------------------------------------------------

-- Of the extension's functions: nobody; the admin's and the app's roles those that users call. What somebody granted or
-- revoked since they were made stays: a script's own rights in them are noted.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN
    SELECT p.oid::regprocedure AS function, n.nspname = 'paliad_backup_internal' AS internal,
           -- Default privileges may have given others rights, too.
           (SELECT concat_ws(', ', 'PUBLIC', string_agg(acl.grantee::regrole::text, ', '))
              FROM aclexplode(p.proacl) AS acl WHERE acl.grantee NOT IN (0, p.proowner)) AS others
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
     WHERE e.extname = 'paliad_backup'
       AND NOT EXISTS (SELECT FROM pg_init_privs i WHERE (i.classoid, i.objoid) = (d.classid, d.objid))
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', made.function, made.others);
    IF NOT made.internal THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO paliad_backup_admin, paliad_backup_app', made.function);
    END IF;
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION @extschema@.paliad_backup_status() TO pg_monitor;
