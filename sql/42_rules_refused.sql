-- Rules that can't be followed: refused when they are written, and again by whoever reads them.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
SET paliad_backup.schemas = office;
CREATE TABLE office.clients (id int, branch int, name text, PRIMARY KEY (branch, id));
CREATE VIEW office.names AS SELECT name FROM office.clients;

-- No table.
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('office.nowhere');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('office.names');
\echo :SQLSTATE
-- No schema: nobody's search_path decides which table is meant.
SET search_path = office;
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('clients');
\echo :SQLSTATE
RESET search_path;
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('office.clients_pkey');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation) VALUES (NULL);
\echo :SQLSTATE

-- A partition: its rows stand with its parent.
CREATE TABLE office.visits (day date PRIMARY KEY) PARTITION BY RANGE (day);
CREATE TABLE office.visits_2025 PARTITION OF office.visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO paliad.backup_sheet_rules (relation, excluded) VALUES ('office.visits_2025', true);
\echo :SQLSTATE
-- It became one after the rule was made.
BEGIN;
CREATE TABLE office.visits_2026 (day date PRIMARY KEY);
INSERT INTO paliad.backup_sheet_rules (relation, excluded) VALUES ('office.visits_2026', true);
ALTER TABLE office.visits ATTACH PARTITION office.visits_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
SELECT count(*) FROM paliad_backup_sheets();
\echo :SQLSTATE
ROLLBACK;
-- A rule for the parent speaks for them all.
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note) VALUES ('office.visits', true, 'private');
SELECT relation, reason FROM paliad_backup_sheets() WHERE relation LIKE 'office.visits%';
TRUNCATE paliad.backup_sheet_rules;

-- No such column, a dropped one, a system column, a NULL.
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('office.clients', '{name,iban}');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('office.clients', '{Name}');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('office.clients', '{ctid}');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('office.clients', '{NULL}');
\echo :SQLSTATE

-- A column of the primary key.
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('office.clients', '{name,id}');
\echo :SQLSTATE

-- No such kind; the same table twice, however it is written.
\set VERBOSITY terse
INSERT INTO paliad.backup_sheet_rules (relation, kind) VALUES ('office.clients', 'reference');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('office.clients'), ('"office".CLIENTS');
\echo :SQLSTATE
\set VERBOSITY default

-- An update is checked as an insert is.
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('office.clients');
UPDATE paliad.backup_sheet_rules SET relation = 'office.nowhere';
\echo :SQLSTATE
UPDATE paliad.backup_sheet_rules SET omit_columns = '{branch}';
\echo :SQLSTATE
TABLE paliad.backup_sheet_rules;

-- What a rule names may change after it was written.
UPDATE paliad.backup_sheet_rules SET omit_columns = '{name}';
BEGIN;
ALTER TABLE office.clients RENAME name TO title;
SELECT relation FROM paliad_backup_sheets();
\echo :SQLSTATE
ROLLBACK;
BEGIN;
ALTER TABLE office.clients DROP CONSTRAINT clients_pkey, ADD PRIMARY KEY (id, name);
SELECT relation FROM paliad_backup_sheets();
\echo :SQLSTATE
ROLLBACK;
BEGIN;
DROP TABLE office.clients CASCADE;
SELECT relation FROM paliad_backup_sheets();
\echo :SQLSTATE
ROLLBACK;

-- Or the schemas that are backed up.
SET paliad_backup.schemas = paliad;
SELECT relation FROM paliad_backup_sheets();
\echo :SQLSTATE
TRUNCATE paliad.backup_sheet_rules;
SELECT count(*) > 0 AS works_again FROM paliad_backup_sheets();

DROP SCHEMA office CASCADE;
