-- When an extension's script grants rights in an object, the server records all rights in it as the extension's
-- (pg_init_privs), and pg_dump leaves these out. Here the records are deleted, because the objects are the app's.
DELETE FROM pg_init_privs AS i
 WHERE i.privtype = 'e'
   AND (i.classoid, i.objoid) IN (('pg_namespace'::regclass, to_regnamespace('paliad')),
                                  ('pg_namespace'::regclass, to_regnamespace('auth')),
                                  ('pg_class'::regclass, to_regclass('paliad.users')),
                                  ('pg_class'::regclass, to_regclass('paliad.system_audit_log')))
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE (d.classid, d.objid, d.deptype) = (i.classoid, i.objoid, 'e'));

-- Since PostgreSQL 17 the roles of such rights are recorded too, and DROP ROLE would fail because of them.
DELETE FROM pg_shdepend AS d
 WHERE d.deptype = 'i' AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND (d.classid, d.objid) IN (('pg_namespace'::regclass, to_regnamespace('paliad')),
                                ('pg_namespace'::regclass, to_regnamespace('auth')),
                                ('pg_class'::regclass, to_regclass('paliad.users')),
                                ('pg_class'::regclass, to_regclass('paliad.system_audit_log')))
   AND NOT EXISTS (SELECT FROM pg_init_privs i WHERE (i.classoid, i.objoid) = (d.classid, d.objid));
