-- Deletes the records of rights that users have been granted: they are not the extension's (see 05).
UPDATE pg_init_privs AS i
   SET initprivs = ARRAY(SELECT item FROM unnest(i.initprivs) WITH ORDINALITY AS items (item, place)
                          WHERE NOT EXISTS (SELECT FROM aclexplode(ARRAY[item]) AS acl JOIN pg_temp.paliad_backup_granted AS g
                                                ON (g.classid, g.objid, g.grantee) = (i.classoid, i.objoid, acl.grantee))
                          ORDER BY place)
 WHERE i.objsubid = 0 AND i.privtype = 'e'
   AND (i.classoid, i.objoid) IN (SELECT classid, objid FROM pg_temp.paliad_backup_granted);

-- Since PostgreSQL 17 the roles of such rights are recorded too.
DELETE FROM pg_shdepend AS d
 WHERE d.deptype = 'i' AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND d.refclassid = 'pg_authid'::regclass
   AND (d.classid, d.objid, d.refobjid) IN (SELECT classid, objid, grantee FROM pg_temp.paliad_backup_granted);

DROP TABLE pg_temp.paliad_backup_granted;

-- Rights that were revoked stay recorded as the extension's (see 05). Where this script has granted nothing in a
-- function, they still are.
UPDATE pg_init_privs AS i
   SET initprivs = i.initprivs || ARRAY(SELECT r.item FROM pg_temp.paliad_backup_revoked r
                                         WHERE r.function = i.objoid AND NOT r.item = ANY (i.initprivs))
 WHERE i.objsubid = 0 AND i.privtype = 'e' AND i.classoid = 'pg_proc'::regclass
   AND i.objoid IN (SELECT function FROM pg_temp.paliad_backup_revoked);

INSERT INTO pg_shdepend (dbid, classid, objid, objsubid, refclassid, refobjid, deptype)
  SELECT d.oid, 'pg_proc'::regclass, r.function, 0, 'pg_authid'::regclass, r.grantee, 'i'
    FROM pg_temp.paliad_backup_revoked r JOIN pg_proc p ON p.oid = r.function
    JOIN pg_database d ON d.datname = current_database()
   WHERE current_setting('server_version_num')::int >= 170000
     AND NOT EXISTS (SELECT FROM pg_shdepend o
                      WHERE (o.dbid, o.classid, o.objid, o.objsubid, o.refclassid, o.refobjid, o.deptype)
                          = (d.oid, 'pg_proc'::regclass, r.function, 0, 'pg_authid'::regclass, r.grantee, 'i'));

DROP TABLE pg_temp.paliad_backup_revoked;
