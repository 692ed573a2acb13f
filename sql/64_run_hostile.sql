-- What others made and a run meets: it lends nobody the right to read everything, or to write.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA hostile;
CREATE ROLE regress_mallory;
GRANT USAGE, CREATE ON SCHEMA hostile TO regress_mallory;
CREATE TABLE hostile.loot (said text, by name DEFAULT current_user);
GRANT INSERT ON hostile.loot TO PUBLIC;
SET paliad_backup.schemas = hostile;
DELETE FROM paliad.backups;

-- A cast to json that would tell, as whoever calls it, what it can read. Arrays and composites of the type
-- would call it too.
SET ROLE regress_mallory;
CREATE TYPE hostile.mood AS ENUM ('good', 'bad');
CREATE FUNCTION hostile.spy(hostile.mood) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('mallory', (SELECT string_agg(email, ',') FROM paliad.users));
  PERFORM set_config('bytea_output', 'escape', false);
  RETURN '"spied"'::json;
END
$$;
CREATE CAST (hostile.mood AS json) WITH FUNCTION hostile.spy(hostile.mood);
CREATE TYPE hostile.day AS (at date, felt hostile.mood[]);
CREATE TABLE hostile.diary (id int PRIMARY KEY, felt hostile.mood, felts hostile.mood[], day hostile.day);
RESET ROLE;
INSERT INTO hostile.diary VALUES (1, 'good', '{good,bad}', ROW('2025-01-01', '{bad}'));
LISTEN mallory;
SELECT paliad_backup_run() AS id \gset
SELECT w ->> 'sheet' AS sheet, w ->> 'column' AS "column", w ->> 'code' AS code
  FROM paliad.backups, jsonb_array_elements(warnings) AS w WHERE id = :'id';

-- A superuser's own cast is called, and a setting it changes is noticed.
ALTER FUNCTION hostile.spy(hostile.mood) OWNER TO CURRENT_USER;
CREATE OR REPLACE FUNCTION hostile.spy(hostile.mood) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('bytea_output', 'escape', false);
  RETURN '"spied"'::json;
END
$$;
SELECT paliad_backup_run();
\echo :SQLSTATE
SELECT status, error FROM paliad.backups WHERE status = 'failed';

-- It can't write, though everybody may write there.
CREATE OR REPLACE FUNCTION hostile.spy(hostile.mood) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO hostile.loot VALUES ('written while read');
  RETURN '"spied"'::json;
END
$$;
SELECT paliad_backup_run();
\echo :SQLSTATE
CREATE OR REPLACE FUNCTION hostile.spy(hostile.mood) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('transaction_read_only', 'off', false);
  INSERT INTO hostile.loot VALUES ('written while read');
  RETURN '"spied"'::json;
END
$$;
SELECT paliad_backup_run();
\echo :SQLSTATE
SELECT count(*) AS loot FROM hostile.loot;
DROP TABLE hostile.diary;

-- A trigger whose function is a superuser's runs as the auditor on the audit log, and as the writer on the catalog.
CREATE FUNCTION hostile.overhear() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO hostile.loot (said) 
    SELECT TG_TABLE_NAME || ', superuser: ' || rolsuper FROM pg_roles WHERE rolname = current_user;
  RETURN NEW;
END
$$;
CREATE TRIGGER overhear BEFORE INSERT ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION hostile.overhear();
CREATE TRIGGER overhear BEFORE INSERT ON paliad.backups FOR EACH ROW EXECUTE FUNCTION hostile.overhear();
GRANT USAGE ON SCHEMA hostile TO paliad_backup_writer, paliad_backup_auditor;
SELECT count(paliad_backup_run());
SELECT said, by FROM hostile.loot ORDER BY said;
DROP TRIGGER overhear ON paliad.system_audit_log;
DROP TRIGGER overhear ON paliad.backups;

-- Row-level security hides nothing from a run, and its policies' functions are not called.
CREATE FUNCTION hostile.shout(int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE TABLE hostile.guarded (id int PRIMARY KEY);
INSERT INTO hostile.guarded VALUES (1), (2);
ALTER TABLE hostile.guarded ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY shout ON hostile.guarded USING (hostile.shout(id));
SELECT paliad_backup_run() AS id \gset
SELECT row_counts ->> 'guarded' AS guarded FROM paliad.backups WHERE id = :'id';

-- Nor any other code that a table's owner can hang on it: generated columns, checks, domains, rules, views,
-- triggers, indexes on expressions, children and partitions with all of these.
SET ROLE regress_mallory;
CREATE FUNCTION hostile.trap(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF current_user = 'paliad_backup_reader' THEN RAISE EXCEPTION 'trapped'; END IF;
  RETURN $1;
END
$$;
CREATE DOMAIN hostile.trapped AS int CHECK (hostile.trap(VALUE) IS NOT NULL);
CREATE TABLE hostile.minefield (
  id int PRIMARY KEY CHECK (hostile.trap(id) > 0),
  kept hostile.trapped DEFAULT hostile.trap(1),
  made int GENERATED ALWAYS AS (hostile.trap(id)) STORED);
CREATE INDEX ON hostile.minefield (hostile.trap(id)) WHERE hostile.trap(id) > 0;
CREATE STATISTICS hostile.mines ON (hostile.trap(id)), kept FROM hostile.minefield;
CREATE TABLE hostile.child (more int DEFAULT hostile.trap(2)) INHERITS (hostile.minefield);
CREATE TABLE hostile.parted (id int, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE hostile.parted_1 PARTITION OF hostile.parted (CHECK (hostile.trap(id) > 0))
  FOR VALUES FROM (1) TO (10);
CREATE VIEW hostile.glass AS SELECT hostile.trap(id) FROM hostile.minefield;
INSERT INTO hostile.minefield (id) VALUES (1);
INSERT INTO hostile.child (id) VALUES (2);
INSERT INTO hostile.parted VALUES (3);
ANALYZE hostile.minefield;
CREATE TRIGGER overhear AFTER INSERT ON hostile.minefield FOR EACH ROW EXECUTE FUNCTION hostile.overhear();
RESET ROLE;
-- Decoys of what a run calls, first in the search_path of the session.
CREATE FUNCTION hostile.format(text, VARIADIC text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'decoy'; END $$;
CREATE TABLE hostile.pg_class (oid oid);
SET search_path = hostile, pg_catalog, public;
SELECT paliad_backup_run() AS id \gset
RESET search_path;
SELECT key AS sheet, value AS rows FROM paliad.backups, jsonb_each_text(row_counts)
 WHERE id = :'id' ORDER BY key COLLATE "C";
SELECT relation, reason FROM paliad_backup_sheets() WHERE NOT included;

DELETE FROM paliad.backups;
DROP SCHEMA hostile CASCADE;
DROP ROLE regress_mallory;
