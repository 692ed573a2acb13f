-- Removes paliad_backup from a database; after an error nothing has changed. A superuser runs it with psql:
--
--   psql -X -d law_firm -v catalog=keep -f paliad_backup_uninstall.sql
--
-- catalog=keep leaves copies of the catalog and the rules, paliad.backups_kept and paliad.backup_sheet_rules_kept;
-- catalog=remove leaves nothing. The artifacts stay either way. The roles are dropped with the last database of the
-- server that has the extension.

\set ON_ERROR_STOP on
\set QUIET on
\if :{?catalog}
\else
  \set catalog 'nothing'
\endif

BEGIN;
SET LOCAL search_path = pg_catalog, pg_temp;
SELECT set_config('paliad.uninstall', :'catalog', true) AS catalog \gset

DO $$
BEGIN
  IF current_setting('paliad.uninstall') NOT IN ('keep', 'remove') THEN
    RAISE EXCEPTION 'say what becomes of the catalog of backups: psql -v catalog=keep or -v catalog=remove'
      USING HINT = 'keep leaves copies of its tables, remove leaves nothing. The artifacts stay either way.';
  END IF;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    RAISE EXCEPTION 'only a superuser can take paliad_backup out of a database' USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$;

-- ---------------------------------------------------------------------------------------------------
-- The catalog, and the extension
-- ---------------------------------------------------------------------------------------------------

-- The schema paliad may belong to somebody else: no schema can be renamed until this script has ended.
LOCK TABLE pg_namespace IN SHARE ROW EXCLUSIVE MODE;

-- A relation with the name of a table of the extension may belong to somebody else: a view would run its owner's
-- functions as the superuser who reads it.
DO $$
DECLARE
  strange text := (
    SELECT string_agg('paliad.' || name, ', ') FROM unnest('{backups,backup_sheet_rules}'::text[]) AS name
     WHERE NOT EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                        WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'paliad_backup'
                          AND (d.classid, d.objid) = ('pg_class'::regclass, to_regclass('paliad.' || name))));
BEGIN
  IF strange IS NOT NULL AND EXISTS (SELECT FROM pg_extension WHERE extname = 'paliad_backup') THEN
    RAISE EXCEPTION 'not the tables that the extension made: %', strange
      USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'Somebody has renamed the schema paliad.',
            HINT = 'Find out who it was; ALTER SCHEMA ... RENAME TO paliad, and try again.';
  END IF;
END
$$;

DO $$
DECLARE
  lying record;
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'paliad_backup') THEN
    FOR lying IN
      SELECT regexp_replace(storage_uri, '/[^/]*$', '') AS folder, count(*) AS number
        FROM paliad.backups WHERE status = 'done' AND deleted_at IS NULL GROUP BY 1 ORDER BY 1
    LOOP
      RAISE NOTICE 'artifacts stay in %: %', lying.folder, lying.number;
    END LOOP;
  END IF;
END
$$;

DO $$
DECLARE
  copies text := (SELECT string_agg('paliad.' || name, ', ') FROM unnest('{backups_kept,backup_sheet_rules_kept}'::text[]) AS name
                   WHERE to_regclass('paliad.' || name) IS NOT NULL);
BEGIN
  IF current_setting('paliad.uninstall') = 'keep' AND copies IS NOT NULL
     AND EXISTS (SELECT FROM pg_extension WHERE extname = 'paliad_backup') THEN
    RAISE EXCEPTION 'copies of an earlier catalog are there already: %', copies
      USING ERRCODE = 'duplicate_table', HINT = 'Rename or drop them, and run this again.';
  END IF;
END
$$;

-- Only the owner of the app's users gets rights in the copies: others, who may have got some by default privileges,
-- lose them.
DO $$
DECLARE
  owner text := (SELECT relowner::regrole FROM pg_class WHERE oid = to_regclass('paliad.users'));
  made text;
  given record;
BEGIN
  IF current_setting('paliad.uninstall') = 'keep' AND EXISTS (SELECT FROM pg_extension WHERE extname = 'paliad_backup') THEN
    FOREACH made IN ARRAY '{backups,backup_sheet_rules}'::text[] LOOP
      EXECUTE format('CREATE TABLE paliad.%I AS TABLE paliad.%I', made || '_kept', made);
      EXECUTE format('ALTER TABLE paliad.%I OWNER TO %s', made || '_kept', coalesce(owner, current_user::regrole::text));
      FOR given IN
        SELECT DISTINCT c.oid::regclass AS relation,
               CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS grantee
          FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
         WHERE c.oid = to_regclass(format('paliad.%I', made || '_kept')) AND acl.grantee <> c.relowner
      LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s CASCADE', given.relation, given.grantee);
      END LOOP;
    END LOOP;
  END IF;
END
$$;

-- Without CASCADE: the error names the objects of others that depend on the extension.
DROP EXTENSION IF EXISTS paliad_backup;

-- ---------------------------------------------------------------------------------------------------
-- Changes that the extension made to the app's objects
-- ---------------------------------------------------------------------------------------------------

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_policy WHERE polname = 'paliad_backup_audit' AND polrelid = to_regclass('paliad.system_audit_log')) THEN
    DROP POLICY paliad_backup_audit ON paliad.system_audit_log;
  END IF;
  -- Where pg_monitor has rights in a relation of the schema, somebody else has granted them, and it still needs USAGE.
  IF to_regnamespace('paliad') IS NOT NULL
     AND NOT EXISTS (SELECT FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
                      WHERE c.relnamespace = to_regnamespace('paliad') AND acl.grantee = 'pg_monitor'::regrole) THEN
    REVOKE USAGE ON SCHEMA paliad FROM pg_monitor;
  END IF;
END
$$;

-- ---------------------------------------------------------------------------------------------------
-- Settings of this database, and the roles
-- ---------------------------------------------------------------------------------------------------

-- Settings of roles for all databases are dropped with the roles.
DO $$
DECLARE
  roles name[] := ARRAY(SELECT rolname FROM pg_roles
                         WHERE rolname IN ('paliad_backup_admin', 'paliad_backup_app', 'paliad_backup_reader',
                                           'paliad_backup_writer', 'paliad_backup_auditor', 'paliad_backup_owner',
                                           'paliad_backup_restorer'));
  list text := (SELECT string_agg(quote_ident(role), ', ' ORDER BY role) FROM unnest(roles) AS role);
  here oid := (SELECT oid FROM pg_database WHERE datname = current_database());
  others text := (SELECT string_agg(DISTINCT quote_ident(b.datname), ', ')
                    FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid
                   WHERE d.refclassid = 'pg_authid'::regclass AND d.dbid <> here
                     AND d.refobjid IN (SELECT oid FROM pg_roles WHERE rolname = ANY (roles)));
  owned text := (SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ')
                   FROM pg_shdepend d
                  WHERE d.refclassid = 'pg_authid'::regclass AND d.dbid = here AND d.deptype = 'o'
                    AND d.refobjid IN (SELECT oid FROM pg_roles WHERE rolname = ANY (roles)));
  setting record;
  object text;
BEGIN
  FOR setting IN
    SELECT s.setdatabase, s.setrole, split_part(entry, '=', 1) AS name
      FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS entry
     WHERE entry LIKE 'paliad\_backup.%' AND (s.setdatabase = here OR s.setdatabase = 0 AND others IS NULL)
  LOOP
    EXECUTE CASE WHEN setting.setrole = 0 THEN format('ALTER DATABASE %I', current_database())
                 WHEN setting.setdatabase = 0 THEN format('ALTER ROLE %s', setting.setrole::regrole)
                 ELSE format('ALTER ROLE %s IN DATABASE %I', setting.setrole::regrole, current_database()) END
            || ' RESET ' || setting.name;
  END LOOP;

  IF owned IS NOT NULL THEN
    RAISE EXCEPTION 'roles of paliad_backup own objects that it did not make: %', owned
      USING ERRCODE = 'dependent_objects_still_exist', HINT = 'REASSIGN OWNED BY ' || list || ' TO whom they should belong to.';
  END IF;
  -- PostgreSQL 17 records the roles of rights that an extension's script grants. Version 1.0 left such records behind.
  DELETE FROM pg_shdepend d
   WHERE d.deptype = 'i' AND d.dbid = here AND d.refclassid = 'pg_authid'::regclass
     AND d.refobjid IN (SELECT oid FROM pg_roles WHERE rolname = ANY (roles))
     AND NOT EXISTS (SELECT FROM pg_init_privs i WHERE (i.classoid, i.objoid) = (d.classid, d.objid));

  IF others IS NOT NULL THEN
    FOREACH object IN ARRAY ARRAY(
      SELECT 'SCHEMA ' || n.nspname FROM pg_namespace n WHERE n.nspname IN ('paliad', 'auth')
      UNION ALL
      SELECT 'TABLE ' || c.oid::regclass FROM pg_class c
       WHERE c.oid IN (to_regclass('paliad.users'), to_regclass('paliad.system_audit_log')))
    LOOP
      EXECUTE format('REVOKE ALL ON %s FROM %s', object, list);
    END LOOP;
    RAISE NOTICE 'the roles of paliad_backup stay, for other databases use them: %', others
      USING HINT = 'Run this in each of them: the last one drops the roles.';
  ELSIF list IS NOT NULL THEN
    EXECUTE 'DROP OWNED BY ' || list;
    EXECUTE 'DROP ROLE ' || list;
  END IF;
END
$$;

-- ---------------------------------------------------------------------------------------------------
-- What remains to be done
-- ---------------------------------------------------------------------------------------------------

DO $$
DECLARE
  setting record;
BEGIN
  FOR setting IN
    SELECT s.name FROM pg_settings s
     WHERE s.name IN ('shared_preload_libraries', 'session_preload_libraries', 'local_preload_libraries')
       AND s.setting ~ '(^|[\s,"/])paliad_backup([\s,".]|$)' ORDER BY s.name DESC
  LOOP
    RAISE WARNING '% names paliad_backup', setting.name
      USING HINT = CASE setting.name WHEN 'shared_preload_libraries'
        THEN 'Take it out and restart the server before the library is removed: a server that does not find it does not start.'
        ELSE 'Take it out before the library is removed: a session that does not find it does not begin.' END;
  END LOOP;
  FOR setting IN
    SELECT name, sourcefile FROM pg_file_settings WHERE name LIKE 'paliad\_backup.%' ORDER BY name
  LOOP
    RAISE NOTICE '% is still set in %', setting.name, setting.sourcefile;
  END LOOP;
END
$$;

COMMIT;
