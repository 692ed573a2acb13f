--- a domain whose check names a later type
CREATE TYPE paliad.z AS ENUM ('one', 'two');
CREATE DOMAIN paliad.a AS text CHECK (VALUE::paliad.z <> 'two'::paliad.z);
CREATE TABLE paliad.t (a paliad.a);
INSERT INTO paliad.t VALUES ('one');
--- a domain whose check and default call functions
CREATE DOMAIN paliad.d AS int;
CREATE FUNCTION paliad.ok(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0';
CREATE FUNCTION paliad.start() RETURNS int LANGUAGE sql AS 'SELECT 5';
ALTER DOMAIN paliad.d ADD CONSTRAINT fine CHECK (paliad.ok(VALUE));
ALTER DOMAIN paliad.d SET DEFAULT paliad.start();
CREATE TABLE paliad.t (x int, d paliad.d);
INSERT INTO paliad.t (x) VALUES (1);
--- domains over domains, not null, with a collation and comments
CREATE DOMAIN paliad.base AS varchar(30) COLLATE "C" DEFAULT 'x' CONSTRAINT short CHECK (length(VALUE) < 20);
CREATE DOMAIN kanzlei.over AS paliad.base NOT NULL CONSTRAINT filled CHECK (VALUE <> '');
COMMENT ON DOMAIN paliad.base IS 'the base';
COMMENT ON CONSTRAINT short ON DOMAIN paliad.base IS 'not long';
CREATE TABLE paliad.t (d kanzlei.over, ds kanzlei.over[]);
INSERT INTO paliad.t VALUES ('a', ARRAY['b']::kanzlei.over[]);
--- enums, one of them empty, one with odd labels, one changed
CREATE TYPE paliad.nothing AS ENUM ();
CREATE TYPE paliad.odd AS ENUM ('Ä', 'with space', 'quote''s', 'a"b');
CREATE TYPE kanzlei.changed AS ENUM ('a', 'c');
ALTER TYPE kanzlei.changed ADD VALUE 'b' BEFORE 'c';
ALTER TYPE kanzlei.changed RENAME VALUE 'c' TO 'd';
COMMENT ON TYPE paliad.odd IS 'odd ones';
CREATE TABLE paliad.t (o paliad.odd, c kanzlei.changed, n paliad.nothing);
INSERT INTO paliad.t VALUES ('quote''s', 'a');
--- composites of composites, with comments, and one that nothing uses
CREATE TYPE paliad.pair AS (a int, b text COLLATE "C");
CREATE TYPE kanzlei.a_nest AS (p paliad.pair, ps paliad.pair[], n numeric(10,2));
CREATE TYPE paliad.unused AS (x int);
CREATE TYPE paliad.empty AS ();
COMMENT ON COLUMN paliad.pair.a IS 'the first';
COMMENT ON TYPE kanzlei.a_nest IS 'nested';
CREATE TABLE paliad.t (n kanzlei.a_nest);
INSERT INTO paliad.t VALUES (ROW(ROW(1, 'x'), ARRAY[ROW(2, NULL)::paliad.pair], 1.5));
--- the row type of a table
CREATE TABLE paliad.zz (id int, name text);
CREATE TABLE paliad.aa (old paliad.zz, olds paliad.zz[]);
CREATE FUNCTION paliad.f(paliad.zz) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
INSERT INTO paliad.zz VALUES (1, 'x');
INSERT INTO paliad.aa SELECT z, ARRAY[z] FROM paliad.zz z;
--- a range with a multirange name and a difference function
CREATE FUNCTION paliad.minus(time, time) RETURNS float8 IMMUTABLE LANGUAGE sql AS 'SELECT extract(epoch FROM $1 - $2)::float8';
CREATE TYPE paliad.times AS RANGE (subtype = time, subtype_diff = paliad.minus, multirange_type_name = kanzlei.many_times);
CREATE TYPE kanzlei.prices AS RANGE (subtype = numeric);
CREATE TABLE paliad.t (r paliad.times, m kanzlei.many_times, p kanzlei.prices, q kanzlei.prices_multirange);
CREATE INDEX ON paliad.t USING gist (r);
INSERT INTO paliad.t (r, m) VALUES ('[08:00,12:00)', '{[08:00,12:00),[13:00,17:00)}');
--- a range with a canonical function
CREATE TYPE paliad.steps;
CREATE FUNCTION paliad.canon(paliad.steps) RETURNS paliad.steps IMMUTABLE STRICT LANGUAGE internal AS 'int4range_canonical';
CREATE TYPE paliad.steps AS RANGE (subtype = int4, canonical = paliad.canon);
CREATE TABLE paliad.t (s paliad.steps);
INSERT INTO paliad.t VALUES ('[1,3]');
--- a base type of one's own
CREATE TYPE paliad.own;
CREATE FUNCTION paliad.own_in(cstring) RETURNS paliad.own IMMUTABLE STRICT LANGUAGE internal AS 'int4in';
CREATE FUNCTION paliad.own_out(paliad.own) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'int4out';
CREATE TYPE paliad.own (INPUT = paliad.own_in, OUTPUT = paliad.own_out, LIKE = int4, DEFAULT = '7');
CREATE TYPE paliad.shell_only;
CREATE TABLE paliad.t (o paliad.own);
INSERT INTO paliad.t VALUES ('5');
--- types whose names clash with array types and keywords
CREATE TYPE paliad.t AS ENUM ('x');
CREATE TABLE paliad._t (a paliad.t[]);
CREATE TYPE paliad."select" AS (a int);
CREATE DOMAIN paliad."Ä rger" AS int;
CREATE TABLE kanzlei."table" ("from" paliad."select", "Ä" paliad."Ä rger"[]);
INSERT INTO paliad._t VALUES ('{x}');
INSERT INTO kanzlei."table" VALUES (ROW(1), '{1}');
