-- Types of the database that are made of others, and types that no statement can make again.

CREATE COLLATION elsewhere.house (PROVIDER = icu, LOCALE = 'de-u-kn');
CREATE FUNCTION paliad.is_fine(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> ''bad''';

CREATE TYPE elsewhere.colour AS ENUM ('red', 'green');
CREATE TYPE elsewhere.unused AS ENUM ('a');
CREATE TYPE elsewhere.swatch AS (name text COLLATE "C", shade elsewhere.colour, shades elsewhere.colour[]);
CREATE DOMAIN paliad.swatches AS elsewhere.swatch[] CHECK (array_length(value, 1) < 9);
CREATE DOMAIN paliad.palette AS paliad.swatches NOT NULL DEFAULT '{}';
CREATE DOMAIN paliad.late_rule AS text DEFAULT 'x' COLLATE "C";
CREATE DOMAIN paliad.fine_text AS text CHECK (paliad.is_fine(value)) CHECK (value <> 'worse');
CREATE DOMAIN paliad.in_house AS text COLLATE elsewhere.house;
CREATE TYPE paliad.words AS RANGE (SUBTYPE = text, COLLATION = "POSIX", MULTIRANGE_TYPE_NAME = crm.many_words);
CREATE TYPE paliad.temperatures AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE DOMAIN paliad.spell AS paliad.temperatures CHECK (NOT isempty(value));

CREATE TYPE paliad.count;
CREATE FUNCTION paliad.count_in(cstring) RETURNS paliad.count LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION paliad.count_out(paliad.count) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE paliad.count (INPUT = paliad.count_in, OUTPUT = paliad.count_out, LIKE = int4);
CREATE CAST (paliad.count AS integer) WITHOUT FUNCTION;
CREATE TYPE paliad.count_range AS (low paliad.count, high paliad.count);

CREATE TABLE paliad.coloured (
  id integer PRIMARY KEY, colour elsewhere.colour DEFAULT 'green', swatches paliad.swatches, palette paliad.palette,
  late paliad.late_rule, fine paliad.fine_text, housed paliad.in_house, words paliad.words, many crm.many_words, spell paliad.spell[]);
INSERT INTO paliad.coloured VALUES
  (1, 'red', '{"(a,red,\"{red,green}\")"}', '{}', 'old', 'good', 'x', '[a,b)', '{[a,b),[c,d)}', '{"[1,2]"}'),
  (2, NULL, NULL, '{"(,,)"}', NULL, NULL, NULL, NULL, NULL, NULL);
ALTER DOMAIN paliad.late_rule ADD CONSTRAINT no_longer CHECK (value <> 'old') NOT VALID;
COMMENT ON TYPE paliad.words IS 'a range of words';
COMMENT ON DOMAIN paliad.spell IS 'a warm or a cold one';

-- Columns of these types are restored as text, and objects that need those columns are not restored.
CREATE TABLE paliad.counted (
  id integer PRIMARY KEY, many paliad.count DEFAULT '7' CHECK (many::integer > 0), several paliad.count[],
  bounds paliad.count_range, relation regclass UNIQUE, relations regclass[]);
INSERT INTO paliad.counted VALUES (1, '3', '{4,5}', '(1,2)', 'paliad.coloured', '{paliad.users,NULL}'), (2, NULL, NULL, NULL, NULL, NULL);
CREATE INDEX counted_many ON paliad.counted ((many::integer));
CREATE INDEX counted_relation ON paliad.counted (relation);

-- A table's row type as the type of a column of another table, and as a part of such a type.
CREATE TABLE paliad.z_first (n integer, said text);
CREATE DOMAIN paliad.firsts AS paliad.z_first[];
CREATE TABLE paliad.a_second (id integer PRIMARY KEY, first paliad.z_first, more paliad.firsts);
INSERT INTO paliad.z_first VALUES (1, 'one');
INSERT INTO paliad.a_second VALUES (1, '(1,one)', '{"(2,two)"}'), (2, NULL, NULL);
CREATE VIEW paliad.a_view AS SELECT 1 AS n, 'x'::text AS said;
CREATE TABLE paliad.of_a_view (row paliad.a_view);
INSERT INTO paliad.of_a_view VALUES ('(1,x)');

CREATE TABLE paliad.typed OF elsewhere.swatch (name WITH OPTIONS PRIMARY KEY, shade DEFAULT 'red');
INSERT INTO paliad.typed VALUES ('a', 'red', '{}');
CREATE TYPE paliad.entry AS (n integer, relation regclass);
CREATE TABLE paliad.typed_with_text OF paliad.entry;
INSERT INTO paliad.typed_with_text VALUES (1, 'paliad.users');
