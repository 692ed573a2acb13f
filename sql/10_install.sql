-- CREATE EXTENSION: what it needs, what it makes and where; what DROP EXTENSION takes away.
\set SHOW_CONTEXT never
-- Members that the server's admin role has already are another matter: no warning.
SET client_min_messages = error;

-- Without the app's tables: one error that names what is missing.
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE

CREATE SCHEMA paliad;
CREATE TABLE paliad.users (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email        text NOT NULL,
  display_name text,
  global_role  text NOT NULL DEFAULT 'standard'
);
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE

ALTER TABLE paliad.users RENAME TO people;
CREATE TABLE paliad.system_audit_log (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  event_type  text NOT NULL,
  actor_id    uuid,
  actor_email text,
  metadata    jsonb NOT NULL DEFAULT '{}',
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE

ALTER TABLE paliad.people RENAME TO users;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE

-- A refused CREATE EXTENSION leaves nothing.
SELECT relname FROM pg_class WHERE relnamespace = 'paliad'::regnamespace AND relkind = 'r' ORDER BY 1;
SELECT proname FROM pg_proc WHERE proname LIKE 'paliad%';

CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;

-- With them.
CREATE EXTENSION paliad_backup;
SELECT extversion, extnamespace::regnamespace AS schema, extrelocatable AS relocatable
  FROM pg_extension WHERE extname = 'paliad_backup';
SELECT pg_describe_object(classid, objid, objsubid) COLLATE "C" AS member
  FROM pg_depend
 WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
   AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'paliad_backup')
   AND classid <> 'pg_type'::regclass
 ORDER BY 1;

-- pg_dump carries the rows of both tables.
SELECT unnest(extconfig)::regclass AS dumped FROM pg_extension WHERE extname = 'paliad_backup' ORDER BY 1;

CREATE EXTENSION paliad_backup;
\echo :SQLSTATE

-- DROP EXTENSION takes what is its own; the app's tables stay, and so do their rows.
INSERT INTO paliad.users (id, email) VALUES ('00000000-0000-4000-8000-00000000000a', 'anna@example.org');
DROP EXTENSION paliad_backup;
SELECT relname FROM pg_class WHERE relnamespace = 'paliad'::regnamespace AND relkind = 'r' ORDER BY 1;
SELECT conrelid::regclass, conname FROM pg_constraint WHERE confrelid = 'paliad.users'::regclass;
SELECT email FROM paliad.users;

-- Roles that are there already, with more rights or members than the extension gives them, are not trusted. (In a
-- transaction that is rolled back: another database's extension may use them.)
CREATE ROLE regress_early;
BEGIN;
GRANT paliad_backup_reader TO regress_early;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;
BEGIN;
GRANT regress_early TO paliad_backup_writer;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;
BEGIN;
ALTER ROLE paliad_backup_restorer BYPASSRLS;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;
BEGIN;
ALTER ROLE paliad_backup_admin LOGIN;
CREATE EXTENSION paliad_backup;
\echo :SQLSTATE
ROLLBACK;
\set VERBOSITY terse
BEGIN;
ALTER ROLE paliad_backup_app LOGIN;
CREATE EXTENSION paliad_backup;
ROLLBACK;
BEGIN;
ALTER ROLE paliad_backup_app SUPERUSER;
CREATE EXTENSION paliad_backup;
ROLLBACK;
BEGIN;
ALTER ROLE paliad_backup_app BYPASSRLS;
CREATE EXTENSION paliad_backup;
ROLLBACK;
BEGIN;
ALTER ROLE paliad_backup_app CREATEROLE;
CREATE EXTENSION paliad_backup;
ROLLBACK;
BEGIN;
GRANT regress_early TO paliad_backup_app;
CREATE EXTENSION paliad_backup;
ROLLBACK;
-- Of an admin its members would all be administrators.
BEGIN;
GRANT paliad_backup_admin TO paliad_backup_app;
CREATE EXTENSION paliad_backup;
ROLLBACK;
-- It may have members.
BEGIN;
GRANT paliad_backup_app TO regress_early;
CREATE EXTENSION paliad_backup;
ROLLBACK;
\set VERBOSITY default
DROP ROLE regress_early;

-- The functions lie in the schema that CREATE EXTENSION names, the tables in paliad.
CREATE SCHEMA "Backup%Tools";
CREATE EXTENSION paliad_backup SCHEMA "Backup%Tools";
SELECT pronamespace::regnamespace AS schema, count(*) FROM pg_proc WHERE proname LIKE 'paliad\_backup\_%'
 GROUP BY 1;
SELECT relnamespace::regnamespace AS schema, relname FROM pg_class
 WHERE relname IN ('backups', 'backup_sheet_rules') ORDER BY 2;
SELECT relation FROM "Backup%Tools".paliad_backup_sheets() WHERE included ORDER BY 1;
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('paliad.nowhere');
ALTER EXTENSION paliad_backup SET SCHEMA public;
\echo :SQLSTATE
DROP EXTENSION paliad_backup;
DROP SCHEMA "Backup%Tools";

-- What lies in a caller's schema can't get between the script and the server's own functions.
CREATE SCHEMA decoy;
CREATE FUNCTION decoy.to_regclass(text) RETURNS regclass LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the decoy was called'; END $$;
SET search_path = decoy, pg_catalog;
CREATE EXTENSION paliad_backup SCHEMA decoy;
RESET search_path;
DROP EXTENSION paliad_backup;
DROP SCHEMA decoy CASCADE;
