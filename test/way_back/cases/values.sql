--- texts with a line that ends psql's data
CREATE TABLE paliad.t (id int, body text);
INSERT INTO paliad.t VALUES (1, E'one\n\\.\ntwo'), (2, E'\\.'), (3, E'\\.\n'), (4, E'\n\\.'), (5, E'a\r\n\\.\r\nb'), (6, E'"\n\\.\n"'), (7, E'\\.x'), (8, '\N'), (9, ''), (10, NULL);
CREATE TABLE paliad.one_column (body text);
INSERT INTO paliad.one_column VALUES (E'\\.'), (E'x\n\\.\ny'), (''), (NULL), (E'\n'), ('"');
CREATE TABLE kanzlei.odd (a text, "b""c" text);
INSERT INTO kanzlei.odd VALUES (E'\\.', E'\n\\.\n'), (E',"', E'\\n');
--- a table of generated columns alone, and one of no columns
CREATE TABLE paliad.g (a int GENERATED ALWAYS AS (1 + 1) STORED, b text GENERATED ALWAYS AS ('x') STORED);
INSERT INTO paliad.g DEFAULT VALUES;
INSERT INTO paliad.g DEFAULT VALUES;
CREATE TABLE paliad.none ();
INSERT INTO paliad.none DEFAULT VALUES;
INSERT INTO paliad.none DEFAULT VALUES;
INSERT INTO paliad.none DEFAULT VALUES;
--- a table of identity columns alone, and of dropped ones
CREATE TABLE paliad.i (a int GENERATED ALWAYS AS IDENTITY);
INSERT INTO paliad.i DEFAULT VALUES;
INSERT INTO paliad.i DEFAULT VALUES;
CREATE TABLE paliad.d (a int, b int);
INSERT INTO paliad.d VALUES (1, 2);
ALTER TABLE paliad.d DROP a;
ALTER TABLE paliad.d ADD c int GENERATED ALWAYS AS (1 * 2) STORED;
ALTER TABLE paliad.d DROP b;
ALTER TABLE paliad.d ADD e text DEFAULT 'later';
--- a generated column over regclass
--: undrilled it is the oid of another table there
--: lacks TABLE t
CREATE TABLE paliad.a (id int);
CREATE TABLE paliad.t (k int, r oid GENERATED ALWAYS AS ('paliad.a'::regclass::oid) STORED, t regtype DEFAULT 'int4'::regtype);
INSERT INTO paliad.t VALUES (1);
--- values of reg types
--: lacks TABLE t
CREATE FUNCTION kanzlei.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE paliad.t (c regclass, p regprocedure, f regproc, y regtype, n regnamespace, r regrole, x regconfig, o regoperator);
INSERT INTO paliad.t VALUES ('paliad.users', 'kanzlei.f(int)', 'kanzlei.f', 'paliad.users', 'kanzlei', 'clerk', 'german', '+(int,int)'), ('pg_class', 'abs(int)', 'now', 'int', 'public', 'postgres', 'english', '-(int,int)');
--- defaults, checks and bounds with backslashes, written with standard_conforming_strings off
ALTER DATABASE :"DBNAME" SET standard_conforming_strings = off;
CREATE TABLE paliad.t (a text DEFAULT E'c:\\x\'', b text CHECK (b ~ E'^\\d+$')) PARTITION BY LIST (a);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES IN (E'a\\b', E'c:\\x\'');
CREATE TABLE paliad.u (a text DEFAULT E'\\n');
CREATE INDEX ON paliad.u ((a || E'\\')) WHERE a <> E'\\\\';
CREATE VIEW paliad.v AS SELECT E'\\' AS one;
CREATE FUNCTION paliad.f(a text DEFAULT E'\\d') RETURNS text LANGUAGE sql AS E'SELECT E\'\\\\\\\\\'';
COMMENT ON TABLE paliad.t IS E'a \\ in it';
CREATE TYPE paliad.e AS ENUM (E'a\\b', E'q\'q');
INSERT INTO paliad.t (b) VALUES ('12');
--- backslashes, with standard_conforming_strings on
CREATE TABLE paliad.t (a text DEFAULT 'c:\x''', b text CHECK (b ~ '^\d+$'));
CREATE DOMAIN paliad.d AS text DEFAULT '\' CHECK (VALUE <> '\\');
COMMENT ON COLUMN paliad.t.a IS 'a \ and a '' and ü';
CREATE TYPE paliad.e AS ENUM ('a\b', 'q''q', 'ü "x"');
INSERT INTO paliad.t (b) VALUES ('12');
--- arrays with lower bounds, composites of arrays, domains over them
CREATE TYPE paliad.pair AS (a int[], b text);
CREATE DOMAIN paliad.pairs AS paliad.pair[];
CREATE TABLE paliad.t (a int[], p paliad.pair, ps paliad.pairs, e text[]);
INSERT INTO paliad.t VALUES ('[0:1]={1,2}', ROW('[-1:0]={1,2}', 'x,"y'), ARRAY[ROW('{}', NULL)]::paliad.pair[], '{NULL,"NULL","",","}');
--- infinities, exact floats, money, xml, bits
--: beyond pg_dump, which writes -0 as an integer
CREATE TABLE paliad.t (f float8, r float4, n numeric, d date, t timestamptz, i interval, m money, x xml, b bit varying, z numeric(40,20));
INSERT INTO paliad.t VALUES (0.1::float8 + 0.2, 'NaN', 'Infinity', '-infinity', '4713-01-01 BC', '1 mon -3 days 00:00:01.5', '12.34', '<a>x</a>', B'101', 1), ('-0', '1e-40', 'NaN', '2026-02-03', 'infinity', '-1 year', '-0.01', 'just text <b/>', B'', 0.00000000000000000001);
