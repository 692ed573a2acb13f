-- What users were granted is theirs, and no right of the extension's own: see 05.
UPDATE pg_init_privs AS i
   SET initprivs = ARRAY(SELECT item FROM unnest(i.initprivs) WITH ORDINALITY AS items (item, place)
                          WHERE NOT EXISTS (SELECT FROM aclexplode(ARRAY[item]) AS acl JOIN pg_temp.paliad_backup_granted AS g
                                                ON (g.classid, g.objid, g.grantee) = (i.classoid, i.objoid, acl.grantee))
                          ORDER BY place)
 WHERE i.objsubid = 0 AND i.privtype = 'e'
   AND (i.classoid, i.objoid) IN (SELECT classid, objid FROM pg_temp.paliad_backup_granted);

-- Since PostgreSQL 17 the roles of such rights are noted, too.
DELETE FROM pg_shdepend AS d
 WHERE d.deptype = 'i' AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND d.refclassid = 'pg_authid'::regclass
   AND (d.classid, d.objid, d.refobjid) IN (SELECT classid, objid, grantee FROM pg_temp.paliad_backup_granted);

DROP TABLE pg_temp.paliad_backup_granted;
