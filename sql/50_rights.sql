-- Who may: nobody by default, then the admin role's members, and those of the app's role for a global admin.
\set SHOW_CONTEXT never
SET client_min_messages = warning;

-- EXECUTE on every function: PUBLIC has none, the admin's and the app's roles what they need.
SELECT p.oid::regprocedure AS function,
       coalesce(bool_or(a.grantee = 0), false) AS public,
       coalesce(bool_or(a.grantee = 'paliad_backup_admin'::regrole), false) AS admin,
       coalesce(bool_or(a.grantee = 'paliad_backup_app'::regrole), false) AS app,
       count(*) FILTER (WHERE a.grantee NOT IN (0, 'paliad_backup_admin'::regrole, 'paliad_backup_app'::regrole, p.proowner)) AS others
  FROM pg_proc p LEFT JOIN aclexplode(p.proacl) a ON a.privilege_type = 'EXECUTE'
 WHERE p.proname LIKE 'paliad\_backup\_%' OR p.pronamespace = 'paliad_backup_internal'::regnamespace
 GROUP BY p.oid ORDER BY p.proname COLLATE "C";
SELECT bool_and(proacl IS NOT NULL) AS none_is_open FROM pg_proc
 WHERE proname LIKE 'paliad\_backup\_%' OR pronamespace = 'paliad_backup_internal'::regnamespace;

-- None runs with its owner's rights.
SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'paliad\_backup\_%' AND prosecdef;

-- The tables.
SELECT c.oid::regclass AS "table", coalesce(r.rolname, 'PUBLIC') AS grantee,
       string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type COLLATE "C") AS privileges
  FROM pg_class c CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
 WHERE c.oid IN ('paliad.backups'::regclass, 'paliad.backup_progress'::regclass,
                 'paliad.backup_slots'::regclass, 'paliad.backup_status'::regclass,
                 'paliad.backup_sheet_rules'::regclass) AND a.grantee <> c.relowner
 GROUP BY 1, 2 ORDER BY 1, 2;
-- The app's own: what the policy and the page ask of the users.
SELECT c.oid::regclass AS "table", a.attname, x.privilege_type, x.is_grantable
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid CROSS JOIN aclexplode(a.attacl) x
 WHERE x.grantee = 'paliad_backup_app'::regrole ORDER BY a.attnum;
SELECT nspname, string_agg(x.privilege_type, ', ') AS privileges
  FROM pg_namespace CROSS JOIN aclexplode(nspacl) x
 WHERE x.grantee = 'paliad_backup_app'::regrole GROUP BY 1 ORDER BY 1;

-- The roles: none can log in; three pass by row-level security; the reader and the restorer write nothing,
-- the writer the extension's tables, the auditor the audit log.
SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
  FROM pg_roles WHERE rolname ~ '^paliad_backup_' ORDER BY 1;
SELECT roleid::regrole AS member_of, member::regrole FROM pg_auth_members
 WHERE 'paliad_backup_reader'::regrole IN (roleid, member)
    OR 'paliad_backup_writer'::regrole IN (roleid, member)
    OR 'paliad_backup_auditor'::regrole IN (roleid, member)
    OR 'paliad_backup_owner'::regrole IN (roleid, member)
    OR 'paliad_backup_restorer'::regrole IN (roleid, member)
    OR 'paliad_backup_app'::regrole = member;
SELECT rolname, c.oid::regclass AS writes
  FROM pg_roles CROSS JOIN pg_class c
 WHERE rolname IN ('paliad_backup_reader', 'paliad_backup_writer', 'paliad_backup_auditor', 'paliad_backup_restorer',
                   'paliad_backup_app')
   AND c.relkind = 'r'
   AND c.relnamespace <> 'pg_catalog'::regnamespace
   AND has_table_privilege(rolname, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
 ORDER BY 1, 2::text COLLATE "C";

-- Five callers.
CREATE ROLE regress_stranger;
CREATE ROLE regress_operator;
CREATE ROLE regress_app;
CREATE ROLE regress_deaf;
CREATE ROLE regress_distant NOINHERIT;
GRANT paliad_backup_admin TO regress_operator;
GRANT paliad_backup_app TO regress_app, regress_distant;
GRANT EXECUTE ON FUNCTION paliad_backup_sheets() TO regress_deaf;
INSERT INTO paliad.users (id, email, global_role)
  VALUES ('00000000-0000-4000-8000-00000000000b', 'boss@example.org', 'global_admin');
INSERT INTO paliad.backups (id, kind, status, requested_by_email)
  VALUES ('00000000-0000-4000-8000-000000000001', 'on_demand', 'failed', 'boss@example.org');

-- A stranger has no EXECUTE, and no rows.
SET ROLE regress_stranger;
SELECT paliad_backup_run();
\echo :SQLSTATE
SELECT count(*) FROM paliad_backup_sheets();
\echo :SQLSTATE
SELECT paliad_backup_download('00000000-0000-4000-8000-000000000001');
\echo :SQLSTATE
SELECT paliad_backup_read('00000000-0000-4000-8000-000000000001', 0, 1);
\echo :SQLSTATE
SELECT paliad_backup_internal.link_catalog();
\echo :SQLSTATE
SELECT paliad_backup_start();
\echo :SQLSTATE
SELECT paliad_backup_cancel('00000000-0000-4000-8000-000000000001');
\echo :SQLSTATE
SELECT count(*) FROM paliad.backup_progress;
\echo :SQLSTATE
SELECT count(*) FROM paliad.backups;
\echo :SQLSTATE
RESET ROLE;

-- An admin's claim alone lets nobody in: not the stranger, nor a member that neither inherits nor sets the role.
\set VERBOSITY terse
SET request.jwt.claim.sub = '00000000-0000-4000-8000-00000000000b';
SET ROLE regress_stranger;
SELECT count(*) FROM paliad_backup_sheets();
SELECT count(*) FROM paliad.backups;
SET ROLE regress_distant;
SELECT count(*) FROM paliad_backup_sheets();
SELECT count(*) FROM paliad.backups;
RESET ROLE;
RESET request.jwt.claim.sub;
\set VERBOSITY default

-- No function that the app's role may call lets its members through without a claim; progress alone is no error, and
-- shows no row.
CREATE FUNCTION pg_temp.outcomes() RETURNS TABLE (function name, outcome text) LANGUAGE plpgsql AS $$
DECLARE
  arguments text;
BEGIN
  FOR function, arguments IN
    SELECT p.proname, (SELECT coalesce(string_agg(format('%L::%s', CASE t.type WHEN 'uuid'::regtype THEN '00000000-0000-4000-8000-0000000000ee'
                                                                   WHEN 'text'::regtype THEN 'x' ELSE '1' END, t.type::regtype), ', '), '')
                         FROM unnest(p.proargtypes) AS t (type))
      FROM pg_proc p CROSS JOIN aclexplode(p.proacl) x
     WHERE x.grantee = 'paliad_backup_app'::regrole AND x.privilege_type = 'EXECUTE'
  LOOP
    BEGIN
      EXECUTE format('SELECT FROM public.%s(%s)', function, arguments);
      outcome := 'let through';
    EXCEPTION WHEN OTHERS THEN
      outcome := SQLSTATE || ' ' || SQLERRM;
    END;
    RETURN NEXT;
  END LOOP;
END $$;
SET ROLE regress_app;
SELECT outcome, count(*), min(function) AS "for example" FROM pg_temp.outcomes() GROUP BY 1 ORDER BY 1;
SELECT count(*) FROM paliad_backup_progress();
RESET ROLE;

-- EXECUTE alone is not enough: without a claim, with one of nobody, with one of a user who is no admin.
SET ROLE regress_app;
SELECT paliad_backup_run();
\echo :SQLSTATE
SELECT count(*) FROM paliad_backup_sheets();
\echo :SQLSTATE
SELECT paliad_backup_download('00000000-0000-4000-8000-000000000001');
\echo :SQLSTATE
SELECT paliad_backup_read('00000000-0000-4000-8000-000000000001', 0, 1);
\echo :SQLSTATE
SELECT paliad_backup_start();
\echo :SQLSTATE
SELECT paliad_backup_cancel('00000000-0000-4000-8000-000000000001');
\echo :SQLSTATE
SELECT count(*) FROM paliad.backup_progress;
SELECT count(*) FROM paliad.backups;
\set VERBOSITY terse
SET request.jwt.claim.sub = '00000000-0000-4000-8000-0000000000ff';
SELECT count(*) FROM paliad_backup_sheets();
SELECT count(*) FROM paliad.backups;
SET request.jwt.claim.sub = '00000000-0000-4000-8000-00000000000a';
SELECT count(*) FROM paliad_backup_sheets();
SELECT count(*) FROM paliad.backups;

-- A global admin may, and sees the rows; the gate comes before the question whether there is such a backup.
SET request.jwt.claim.sub = '00000000-0000-4000-8000-00000000000b';
SELECT count(*) > 0 AS may FROM paliad_backup_sheets();
SELECT id, status FROM paliad.backups;
SELECT paliad_backup_read('00000000-0000-4000-8000-0000000000ee', 0, 1);
SELECT paliad_backup_cancel('00000000-0000-4000-8000-0000000000ee');
SELECT paliad_backup_cancel('00000000-0000-4000-8000-000000000001');
-- What the caller's search_path finds first is not what auth.uid() calls with its owner's rights, nor what
-- the functions themselves do.
\set VERBOSITY default
RESET ROLE;
CREATE SCHEMA decoy AUTHORIZATION regress_app;
SET ROLE regress_app;
CREATE FUNCTION decoy.current_setting(text, boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the decoy was called as %', current_user; END $$;
CREATE FUNCTION decoy.nullif_text(text, text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the decoy was called as %', current_user; END $$;
CREATE OPERATOR decoy.= (FUNCTION = decoy.nullif_text, LEFTARG = text, RIGHTARG = text);
CREATE TABLE decoy.pg_roles (oid oid, rolname name);
SET search_path = decoy, pg_catalog, public;
SELECT count(*) > 0 AS may FROM paliad_backup_sheets();
RESET search_path;
\set VERBOSITY terse
-- Whoever sets the role itself may what its members may.
SET ROLE paliad_backup_app;
SELECT count(*) > 0 AS may FROM paliad_backup_sheets();
SELECT count(*) FROM paliad.backups;
RESET request.jwt.claim.sub;
SELECT count(*) FROM paliad_backup_sheets();
SELECT count(*) FROM paliad.backups;
SET request.jwt.claim.sub = '00000000-0000-4000-8000-00000000000b';
SET ROLE regress_app;
SELECT id, email, global_role FROM paliad.users WHERE id = auth.uid();
SELECT display_name FROM paliad.users;
-- But changes nothing there.
INSERT INTO paliad.backups (kind, status, requested_by_email) VALUES ('on_demand', 'done', 'x');
UPDATE paliad.backups SET status = 'done';
SELECT * FROM paliad.backup_sheet_rules;
SELECT * FROM paliad.backup_slots;
SELECT paliad_backup_internal.link_catalog();
RESET ROLE;

-- Who may not call auth.uid() has no claim, whatever the session says.
SET ROLE regress_deaf;
SELECT count(*) FROM paliad_backup_sheets();
RESET ROLE;
RESET request.jwt.claim.sub;

-- An operator may, sees every row, and writes the rules alone.
SET ROLE regress_operator;
SELECT count(*) > 0 AS may FROM paliad_backup_sheets();
SELECT id, status FROM paliad.backups;
UPDATE paliad.backups SET status = 'done';
DELETE FROM paliad.backups;
INSERT INTO paliad.backup_sheet_rules (relation, kind) VALUES ('paliad.users', 'ref');
UPDATE paliad.backup_sheet_rules SET kind = NULL;
DELETE FROM paliad.backup_sheet_rules;
SELECT paliad_backup_internal.link_catalog();
RESET ROLE;
\set VERBOSITY default

-- A reader that was given more, or less, than reading is not used.
BEGIN;
ALTER ROLE paliad_backup_reader SUPERUSER;
SELECT count(*) FROM paliad_backup_sheets();
\echo :SQLSTATE
ROLLBACK;
\set VERBOSITY terse
BEGIN;
ALTER ROLE paliad_backup_reader NOBYPASSRLS;
SELECT count(*) FROM paliad_backup_sheets();
ROLLBACK;
BEGIN;
REVOKE pg_read_all_data FROM paliad_backup_reader;
SELECT count(*) FROM paliad_backup_sheets();
ROLLBACK;
BEGIN;
GRANT pg_write_all_data TO paliad_backup_reader;
SELECT count(*) FROM paliad_backup_sheets();
ROLLBACK;
BEGIN;
ALTER ROLE paliad_backup_reader LOGIN;
SELECT count(*) FROM paliad_backup_sheets();
ROLLBACK;
-- Nor one that was granted to somebody: he could read everything.
BEGIN;
GRANT paliad_backup_reader TO regress_stranger;
SELECT count(*) FROM paliad_backup_sheets();
ROLLBACK;
SELECT count(*) > 0 AS works_again FROM paliad_backup_sheets();

DELETE FROM paliad.backups;
DROP SCHEMA decoy CASCADE;
DROP OWNED BY regress_stranger, regress_operator, regress_app, regress_deaf, regress_distant;
DROP ROLE regress_stranger, regress_operator, regress_app, regress_deaf, regress_distant;
