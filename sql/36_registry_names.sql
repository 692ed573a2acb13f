-- Names that SQL, Excel or a file system finds hard, and names that collide.
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
CREATE SCHEMA annex;
SET paliad_backup.schemas = office;

CREATE TABLE office."with ""quotes"", and commas" ("a ""b""" int PRIMARY KEY, "c,d" text, "SELECT" text);
CREATE TABLE office."a/b\c:d*e?f<g>h|i" (id int PRIMARY KEY);
CREATE TABLE office."CON" (id int PRIMARY KEY);
CREATE TABLE office."ends with a dot." (id int PRIMARY KEY);
CREATE TABLE office."über_Maß" (id int PRIMARY KEY);
CREATE TABLE office."sixty_three_bytes_are_the_longest_name_that_postgresql_can_take" (id int PRIMARY KEY);
SELECT sheet, relation, query, columns FROM paliad_backup_sheets();

-- Names that differ in case only: the second carries its schema.
CREATE TABLE office."Matters" (id int PRIMARY KEY);
CREATE TABLE office.matters (id int PRIMARY KEY);
CREATE TABLE office."MATTERS" (id int PRIMARY KEY);
SELECT sheet, relation FROM paliad_backup_sheets() WHERE relation ~* 'matters';

-- The same name in two schemas; a reference table and one that is already called so.
CREATE TABLE annex.matters (id int PRIMARY KEY);
CREATE TABLE annex.ref_courts (id int PRIMARY KEY);
CREATE TABLE office.ref_courts (id int PRIMARY KEY);
CREATE TABLE office.ref__courts (id int PRIMARY KEY);
SET paliad_backup.schemas = 'office, annex';
SELECT sheet, kind, relation FROM paliad_backup_sheets() WHERE relation ~* 'matters|courts';

-- The same, where letters are not ASCII's, accents composed or not (NFC, NFD), and ß is SS.
CREATE TABLE office."ДОГОВОР" (id int PRIMARY KEY);
CREATE TABLE office."договор" (id int PRIMARY KEY);
CREATE TABLE office."Gebühren" (id int PRIMARY KEY);
CREATE TABLE office.U&"Gebu\0308hren" (id int PRIMARY KEY);
CREATE TABLE office."ÜBER_MASS" (id int PRIMARY KEY);
SELECT sheet, char_length(sheet) FROM paliad_backup_sheets() WHERE relation ~ '[^ -~]|MASS';

-- No two sheets share a name, also where neither case nor the form of accents counts.
SELECT lower(normalize(sheet, NFKC)) FROM paliad_backup_sheets() WHERE included GROUP BY 1 HAVING count(*) > 1;

DROP SCHEMA office, annex CASCADE;
