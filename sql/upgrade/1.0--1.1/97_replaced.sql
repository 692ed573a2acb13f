-- ---------------------------------------------------------------------------------------------------
-- Objects that 1.1 doesn't have any more
-- ---------------------------------------------------------------------------------------------------

-- The older 1.0 knew no other installation: it could remove every artifact of its catalog, and so may this one.
-- replica: no trigger of a user who was granted the right to make one may run as the superuser.
SET LOCAL session_replication_role = replica;
UPDATE paliad.backups SET installation = (SELECT id FROM paliad.backup_installations WHERE taken_over_by IS NULL)
 WHERE installation = '00000000-0000-0000-0000-000000000000';
SET LOCAL session_replication_role = origin;

-- Users keep their rights: who could call an old function may call the new one, and who no longer could may not.
DO $$
DECLARE
  given record;
BEGIN
  FOR given IN
    SELECT made.now::regprocedure AS function, acl.grantee, acl.is_grantable,
           CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS name
      FROM pg_temp.paliad_backup_replaced AS made
      JOIN pg_temp.paliad_backup_granted AS g ON (g.classid, g.objid) = ('pg_proc'::regclass, to_regprocedure(made.was))
      JOIN pg_proc p ON p.oid = g.objid
     CROSS JOIN LATERAL aclexplode(p.proacl) AS acl
     WHERE acl.grantee = g.grantee
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s%s', given.function, given.name,
                   CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' END);
    INSERT INTO pg_temp.paliad_backup_granted VALUES ('pg_proc'::regclass, given.function, given.grantee);
  END LOOP;
  FOR given IN
    SELECT made.now::regprocedure AS function, r.grantee, r.grantee::regrole::text AS name
      FROM pg_temp.paliad_backup_replaced AS made
      JOIN pg_temp.paliad_backup_revoked AS r ON r.function = to_regprocedure(made.was)
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', given.function, given.name);
    INSERT INTO pg_temp.paliad_backup_revoked
    SELECT p.oid, given.grantee, makeaclitem(given.grantee, p.proowner, 'EXECUTE', false)
      FROM pg_proc p WHERE p.oid = given.function;
  END LOOP;
END
$$;

DO $$
DECLARE
  gone regprocedure;
  what text;
BEGIN
  FOR gone IN
    SELECT p.oid FROM pg_proc p
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
     WHERE e.extname = 'paliad_backup' AND p.pronamespace = e.extnamespace
       AND (p.proname LIKE 'paliad\_backup\_%\_of\_1\_0'
            OR p.proname IN ('paliad_backup_check_rule', 'paliad_backup_collation', 'paliad_backup_columns',
                             'paliad_backup_create_type', 'paliad_backup_flattened', 'paliad_backup_height',
                             'paliad_backup_link_catalog', 'paliad_backup_needy', 'paliad_backup_options',
                             'paliad_backup_schema', 'paliad_backup_sequence_options', 'paliad_backup_text_types',
                             'paliad_backup_type_parts', 'paliad_backup_types'))
  LOOP
    EXECUTE format('DROP FUNCTION %s', gone);
  END LOOP;
EXCEPTION WHEN dependent_objects_still_exist THEN
  GET STACKED DIAGNOSTICS what = PG_EXCEPTION_DETAIL;
  RAISE EXCEPTION 'objects of yours depend on function %, which version 1.1 has no more, or with other results',
                  replace(gone::text, '_of_1_0', '')
    USING ERRCODE = 'dependent_objects_still_exist',
          DETAIL = replace(what, '_of_1_0', ''),
          HINT = 'Keep their definitions, DROP them, run ALTER EXTENSION paliad_backup UPDATE again, and make them anew.';
END
$$;

DROP TABLE pg_temp.paliad_backup_replaced;
