-- ---------------------------------------------------------------------------------------------------
-- Rights in functions
-- ---------------------------------------------------------------------------------------------------

-- By default nobody may call the extension's functions; the roles of admins and apps may call those that are for users.
-- This is done for new functions only, which have no row in pg_init_privs yet, so that later grants and revokes stay.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN
    SELECT p.oid::regprocedure AS function, n.nspname = 'paliad_backup_internal' AS internal,
           -- Others may have got rights by default privileges.
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
