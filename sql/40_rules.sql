-- What an admin changes about the sheets.
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
SET paliad_backup.schemas = office;
CREATE TABLE office.clients (id int PRIMARY KEY, name text, iban text, notes text);
CREATE TABLE office.drafts (id int PRIMARY KEY);
CREATE TABLE office.matters (id int PRIMARY KEY);
CREATE TABLE office.ref_courts (id int PRIMARY KEY);
CREATE TABLE office."Zip Codes" (code text PRIMARY KEY);
CREATE TABLE office.log (happened date, note text);

-- Without rules.
SELECT "position", sheet, kind, columns FROM paliad_backup_sheets();

-- The kind.
INSERT INTO paliad.backup_sheet_rules (relation, kind) VALUES ('office."Zip Codes"', 'ref'), ('office.ref_courts', 'entity');
SELECT "position", sheet, kind FROM paliad_backup_sheets();
TRUNCATE paliad.backup_sheet_rules;

-- The order: sheets with a number first, the others after them as ever.
INSERT INTO paliad.backup_sheet_rules (relation, sort_order)
  VALUES ('office.ref_courts', 2), ('office.matters', -1), ('office.drafts', 2);
SELECT "position", sheet, kind FROM paliad_backup_sheets();
TRUNCATE paliad.backup_sheet_rules;

-- Left out, with and without a note; an exclusion that is false leaves in.
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note)
  VALUES ('office.drafts', true, 'nobody''s property yet'), ('office.log', true, NULL), ('office.matters', false, 'kept');
SELECT "position", relation, included, reason FROM paliad_backup_sheets();
TRUNCATE paliad.backup_sheet_rules;

-- Columns left out, also of a table without a key, where they still order the rows.
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns)
  VALUES ('office.clients', '{notes,iban}'), ('office.log', '{happened}');
SELECT sheet, columns, query FROM paliad_backup_sheets() WHERE sheet IN ('clients', 'log');
TRUNCATE paliad.backup_sheet_rules;

-- A rule's relation is kept as the server would write it.
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('OFFICE.Matters'), ('office . "Zip Codes"'), ('"office"."drafts"');
SELECT relation FROM paliad.backup_sheet_rules ORDER BY relation COLLATE "C";
TRUNCATE paliad.backup_sheet_rules;

-- A rule for a partitioned table.
CREATE TABLE office.visits (day date, place text, note text) PARTITION BY RANGE (day);
CREATE TABLE office.visits_2025 PARTITION OF office.visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('office.visits', '{note}');
SELECT relation, columns, reason FROM paliad_backup_sheets() WHERE relation ~ 'visits';
TRUNCATE paliad.backup_sheet_rules;

DROP SCHEMA office CASCADE;
