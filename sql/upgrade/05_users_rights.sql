-- ---------------------------------------------------------------------------------------------------
-- Rights that users have been granted
-- ---------------------------------------------------------------------------------------------------

-- When this script grants rights in an object, the server records all rights in it as the extension's (pg_init_privs),
-- and pg_dump leaves these out. This table keeps who has been granted rights since CREATE EXTENSION, for 99.
CREATE TEMP TABLE paliad_backup_granted AS
SELECT m.classid, m.objid, acl.grantee
  FROM pg_extension e JOIN pg_depend m ON m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e'
  JOIN (SELECT 'pg_class'::regclass AS class, oid AS id, relacl AS rights FROM pg_class
        UNION ALL SELECT 'pg_proc'::regclass, oid, proacl FROM pg_proc
        UNION ALL SELECT 'pg_namespace'::regclass, oid, nspacl FROM pg_namespace) AS o ON (o.class, o.id) = (m.classid, m.objid)
 CROSS JOIN LATERAL aclexplode(o.rights) AS acl
 WHERE e.extname = 'paliad_backup'
   AND NOT EXISTS (SELECT FROM pg_init_privs i CROSS JOIN LATERAL aclexplode(i.initprivs) AS own
                    WHERE (i.classoid, i.objoid, i.objsubid) = (m.classid, m.objid, 0) AND own.grantee = acl.grantee)
 GROUP BY 1, 2, 3;
-- An object that a script makes becomes a member of the extension; this table must not.
ALTER EXTENSION paliad_backup DROP TABLE pg_temp.paliad_backup_granted;

-- This table keeps who has lost all rights in a function that CREATE EXTENSION gave him. They must stay recorded as the
-- extension's, so that pg_dump dumps the REVOKE.
CREATE TEMP TABLE paliad_backup_revoked AS
SELECT p.oid AS function, acl.grantee, item
  FROM pg_extension e JOIN pg_depend m ON m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e'
  JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
  JOIN pg_init_privs i ON (i.classoid, i.objoid, i.objsubid) = (m.classid, m.objid, 0)
 CROSS JOIN LATERAL unnest(i.initprivs) AS item CROSS JOIN LATERAL aclexplode(ARRAY[item]) AS acl
  JOIN pg_roles r ON r.oid = acl.grantee
 WHERE e.extname = 'paliad_backup'
   AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) AS now WHERE now.grantee = acl.grantee);
ALTER EXTENSION paliad_backup DROP TABLE pg_temp.paliad_backup_revoked;
