-- Default privileges, or an earlier owner, may have given others rights in the tables. Rights to read the catalog
-- stay, because its policy decides who sees a row. Rights to write, or to have code run by a write, are revoked.
DO $$
DECLARE
  given record;
BEGIN
  FOR given IN
    SELECT DISTINCT c.oid::regclass AS relation, acl.privilege_type AS privilege, acl.column_list,
           CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS grantee
      FROM pg_class c CROSS JOIN LATERAL (
             SELECT (aclexplode(c.relacl)).*, '' AS column_list
             UNION ALL
             SELECT (aclexplode(a.attacl)).*, format(' (%I)', a.attname)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) AS acl
     WHERE c.oid IN ('paliad.backups'::regclass, 'paliad.backup_sheet_rules'::regclass,
                     'paliad.backup_slots'::regclass, 'paliad.backup_installations'::regclass,
                     'paliad.backup_progress'::regclass,
                     'paliad.backup_status'::regclass)
       AND acl.grantee <> c.relowner
       AND NOT (c.relname = 'backups' AND acl.privilege_type = 'SELECT')
  LOOP
    EXECUTE format('REVOKE %s%s ON %s FROM %s CASCADE',
                   given.privilege, given.column_list, given.relation, given.grantee);
  END LOOP;
END
$$;
