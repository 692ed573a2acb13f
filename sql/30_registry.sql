-- What becomes a sheet, of which kind, in which order, and read by which query.
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
SET paliad_backup.schemas = office;

CREATE TABLE office.matters (id int PRIMARY KEY, title text);
CREATE TABLE office.deadlines (matter int, number int, due date, PRIMARY KEY (number, matter));
CREATE TABLE office.ref_countries (code char(2) PRIMARY KEY, name text);
CREATE TABLE office.ref_ (id int PRIMARY KEY);
CREATE TABLE office.reference (id int PRIMARY KEY);

SELECT "position", sheet, kind, relation, included, reason, query, columns FROM paliad_backup_sheets();

-- A key that carries other columns along is ordered by the key alone.
ALTER TABLE office.reference DROP CONSTRAINT reference_pkey, ADD COLUMN label text;
ALTER TABLE office.reference ADD PRIMARY KEY (id) INCLUDE (label);
SELECT query FROM paliad_backup_sheets() WHERE sheet = 'reference';

-- No primary key: all columns that can be ordered, then the place in the table.
CREATE SCHEMA keyless;
SET paliad_backup.schemas = keyless;
CREATE TABLE keyless.log (note text, payload json, happened timestamptz, spot point, tags text[]);
CREATE TABLE keyless.unorderable (payload json, spot point);
CREATE TABLE keyless.unique_only (code text UNIQUE NOT NULL);
CREATE TABLE keyless.no_columns ();
CREATE TABLE keyless.parted (day date, payload json) PARTITION BY RANGE (day);
SELECT sheet, query, columns FROM paliad_backup_sheets();

-- Dropped columns are gone, generated and identity columns are there.
CREATE TABLE keyless.shapes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gone int, side int,
                             area int GENERATED ALWAYS AS (side * side) STORED);
ALTER TABLE keyless.shapes DROP COLUMN gone;
SELECT query, columns FROM paliad_backup_sheets() WHERE sheet = 'shapes';

-- Every query has an order, and no reference sheet leaves rows out.
SET paliad_backup.schemas = 'office, keyless';
SELECT count(*) AS sheets,
       count(*) FILTER (WHERE query NOT LIKE '% ORDER BY %') AS unordered,
       count(*) FILTER (WHERE kind = 'ref' AND query ~* '\m(where|limit|join)\M') AS scoped
  FROM paliad_backup_sheets() WHERE included;

-- Every query can be run.
DO $$
DECLARE
  planned text;
BEGIN
  FOR planned IN SELECT query FROM paliad_backup_sheets() WHERE included LOOP
    EXECUTE planned;
  END LOOP;
END
$$;

-- The schemas in the order of the setting, each name once; entities before reference tables.
SET paliad_backup.schemas = 'keyless, office, keyless';
SELECT "position", relation FROM paliad_backup_sheets();

-- A schema that doesn't exist.
SET paliad_backup.schemas = 'office, nowhere';
SELECT relation FROM paliad_backup_sheets();
\echo :SQLSTATE
SET paliad_backup.schemas = '"Odd, Schema"';
SELECT relation FROM paliad_backup_sheets();
CREATE SCHEMA "Odd, Schema";
CREATE TABLE "Odd, Schema".t (id int PRIMARY KEY);
SELECT sheet, relation, query FROM paliad_backup_sheets();

-- This extension's own tables stand in the ledger.
RESET paliad_backup.schemas;
SELECT relation, included, reason FROM paliad_backup_sheets() ORDER BY relation;

DROP SCHEMA office, keyless, "Odd, Schema" CASCADE;
