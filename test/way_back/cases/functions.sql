--- SQL bodies as strings
CREATE FUNCTION paliad.add(a int, b int DEFAULT 2, c text DEFAULT 'it''s') RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5 AS $$ SELECT a + b $$;
CREATE FUNCTION paliad.many(OUT a int, OUT b text) RETURNS SETOF record LANGUAGE sql ROWS 5 AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION paliad.tab(n int) RETURNS TABLE (x int, y text) LANGUAGE sql STRICT LEAKPROOF AS $$ SELECT n, 'y' $$;
CREATE FUNCTION kanzlei.va(VARIADIC xs int[]) RETURNS int LANGUAGE sql AS $$ SELECT xs[1] $$;
CREATE FUNCTION paliad."Größe"(IN "Maß" numeric, INOUT x int) LANGUAGE sql AS $$ SELECT x $$;
COMMENT ON FUNCTION kanzlei.va(int[]) IS 'any number';
--- BEGIN ATOMIC
CREATE TABLE paliad.zz (a int, b text);
CREATE FUNCTION paliad.read(n int DEFAULT 1) RETURNS SETOF paliad.zz LANGUAGE sql STABLE BEGIN ATOMIC SELECT a, b FROM paliad.zz WHERE a = n; END;
CREATE FUNCTION paliad.aa() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM paliad.read());
CREATE PROCEDURE paliad.add(int) LANGUAGE sql BEGIN ATOMIC INSERT INTO paliad.zz VALUES ($1, 'x'); INSERT INTO paliad.zz DEFAULT VALUES; END;
INSERT INTO paliad.zz VALUES (1, 'x');
--- BEGIN ATOMIC over a view over a function
CREATE TABLE paliad.t (a int PRIMARY KEY, b text);
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW paliad.v AS SELECT a, paliad.f() AS f FROM paliad.t;
CREATE FUNCTION paliad.g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT f FROM paliad.v; END;
CREATE VIEW kanzlei.w AS SELECT paliad.g() AS g;
CREATE FUNCTION paliad.grouped() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT b FROM paliad.t GROUP BY a; END;
--- plpgsql with dollars and backslashes inside
CREATE FUNCTION paliad.f() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
  -- Name: x; Type: y
  EXECUTE $$ SELECT '\.' $$;
  RETURN $x$ \n ' " $x$ || E'\\' || $fn$a$fn$;
END
/*
\.
*/
$body$;
CREATE FUNCTION paliad."with $function$ inside"() RETURNS text LANGUAGE sql AS E'SELECT ''$function$ $$ $_$''';
DO $$ BEGIN EXECUTE E'CREATE FUNCTION paliad.crlf() RETURNS int LANGUAGE plpgsql AS ''BEGIN\r\n RETURN 1;\r\nEND''' ; END $$;
--- security definer, settings, rights, owners, support
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '5MB' SET "paliad.x" = 'a''b' AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION paliad.f() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paliad.f() TO clerk WITH GRANT OPTION;
GRANT CREATE, USAGE ON SCHEMA paliad TO app_owner;
ALTER FUNCTION paliad.f() OWNER TO app_owner;
CREATE PROCEDURE paliad.p(INOUT a int) LANGUAGE plpgsql SET search_path FROM CURRENT AS 'BEGIN COMMIT; END';
COMMENT ON PROCEDURE paliad.p(int) IS 'commits';
--- a function whose body needs what doesn't exist
SET check_function_bodies = off;
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT x FROM paliad.not_there';
CREATE FUNCTION paliad.g() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN nonsense nonsense; END';
--- functions with arguments of tables, domains, enums, and polymorphic ones
CREATE TABLE paliad.zz (a int);
CREATE DOMAIN paliad.d AS int;
CREATE TYPE paliad.e AS ENUM ('x');
CREATE FUNCTION paliad.f(paliad.zz, paliad.d DEFAULT 1, paliad.e DEFAULT 'x'::paliad.e) RETURNS SETOF paliad.zz LANGUAGE sql AS 'SELECT $1.*';
CREATE FUNCTION paliad.poly(anyelement, anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION paliad.of_column(paliad.zz.a%TYPE) RETURNS int LANGUAGE sql AS 'SELECT 1';
--- a function as a column's default, and one that reads the column's table
CREATE TABLE paliad.t (id int, n int);
CREATE FUNCTION paliad.next() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT coalesce(max(n), 0) + 1 FROM paliad.t; END;
ALTER TABLE paliad.t ALTER n SET DEFAULT paliad.next();
INSERT INTO paliad.t VALUES (1), (2);
--- a generated column by a function of one's own
CREATE FUNCTION paliad.total(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * $2';
CREATE TABLE paliad.t (a int, b int, c int GENERATED ALWAYS AS (paliad.total(a, b)) STORED);
INSERT INTO paliad.t VALUES (2, 3);
--- aggregates of every sort
CREATE FUNCTION paliad.sfunc(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, 0) + $2';
CREATE AGGREGATE paliad.my_sum(int) (SFUNC = paliad.sfunc, STYPE = int, INITCOND = '0', COMBINEFUNC = paliad.sfunc, PARALLEL = SAFE);
CREATE AGGREGATE paliad.my_avg(float8) (SFUNC = float8_accum, STYPE = float8[], FINALFUNC = float8_avg, INITCOND = '{0,0,0}', MSFUNC = float8_accum, MINVFUNC = float8_accum, MSTYPE = float8[], MFINALFUNC = float8_avg, MINITCOND = '{0,0,0}');
CREATE AGGREGATE paliad.my_percentile(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE paliad.my_rank(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE kanzlei.my_min(int) (SFUNC = int4smaller, STYPE = int, SORTOP = <);
CREATE VIEW kanzlei.v AS SELECT paliad.my_sum(x) FROM generate_series(1, 3) AS x;
COMMENT ON AGGREGATE paliad.my_sum(int) IS 'sums';
REVOKE ALL ON FUNCTION paliad.my_sum(int) FROM PUBLIC;
--- operators, their classes and families
CREATE TYPE paliad.c AS (a int);
CREATE FUNCTION paliad.c_lt(paliad.c, paliad.c) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a < ($2).a';
CREATE FUNCTION paliad.c_le(paliad.c, paliad.c) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a <= ($2).a';
CREATE FUNCTION paliad.c_eq(paliad.c, paliad.c) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a = ($2).a';
CREATE FUNCTION paliad.c_ge(paliad.c, paliad.c) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a >= ($2).a';
CREATE FUNCTION paliad.c_gt(paliad.c, paliad.c) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a > ($2).a';
CREATE FUNCTION paliad.c_cmp(paliad.c, paliad.c) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a - ($2).a';
CREATE OPERATOR paliad.<# (FUNCTION = paliad.c_lt, LEFTARG = paliad.c, RIGHTARG = paliad.c, COMMUTATOR = OPERATOR(paliad.>#), NEGATOR = OPERATOR(paliad.>=#), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR paliad.<=# (FUNCTION = paliad.c_le, LEFTARG = paliad.c, RIGHTARG = paliad.c);
CREATE OPERATOR paliad.=# (FUNCTION = paliad.c_eq, LEFTARG = paliad.c, RIGHTARG = paliad.c, COMMUTATOR = OPERATOR(paliad.=#), HASHES, MERGES);
CREATE OPERATOR paliad.>=# (FUNCTION = paliad.c_ge, LEFTARG = paliad.c, RIGHTARG = paliad.c, NEGATOR = OPERATOR(paliad.<#));
CREATE OPERATOR paliad.># (FUNCTION = paliad.c_gt, LEFTARG = paliad.c, RIGHTARG = paliad.c, COMMUTATOR = OPERATOR(paliad.<#));
CREATE OPERATOR kanzlei.!! (FUNCTION = int4um, RIGHTARG = int);
CREATE OPERATOR FAMILY paliad.c_family USING btree;
CREATE OPERATOR CLASS paliad.c_ops FOR TYPE paliad.c USING btree FAMILY paliad.c_family AS
  OPERATOR 1 paliad.<#, OPERATOR 2 paliad.<=#, OPERATOR 3 paliad.=#, OPERATOR 4 paliad.>=#, OPERATOR 5 paliad.>#, FUNCTION 1 paliad.c_cmp(paliad.c, paliad.c);
CREATE OPERATOR FAMILY kanzlei.loose USING hash;
ALTER OPERATOR FAMILY kanzlei.loose USING hash ADD OPERATOR 1 = (int4, int8);
COMMENT ON OPERATOR paliad.<# (paliad.c, paliad.c) IS 'less';
COMMENT ON OPERATOR CLASS paliad.c_ops USING btree IS 'class';
COMMENT ON OPERATOR FAMILY paliad.c_family USING btree IS 'family';
CREATE TABLE paliad.t (c paliad.c);
CREATE INDEX ON paliad.t USING btree (c paliad.c_ops DESC);
CREATE VIEW paliad.v AS SELECT c FROM paliad.t WHERE c OPERATOR(paliad.<#) ROW(5)::paliad.c ORDER BY c USING OPERATOR(paliad.<#);
INSERT INTO paliad.t VALUES (ROW(1)), (ROW(2));
--- casts
CREATE TYPE paliad.c AS (a int);
CREATE FUNCTION paliad.to_int(paliad.c) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT ($1).a';
CREATE CAST (paliad.c AS int) WITH FUNCTION paliad.to_int(paliad.c) AS ASSIGNMENT;
CREATE TYPE paliad.e AS ENUM ('x');
CREATE CAST (text AS paliad.e) WITH INOUT AS IMPLICIT;
CREATE CAST (paliad.c AS text) WITH INOUT;
COMMENT ON CAST (paliad.c AS int) IS 'its number';
CREATE TABLE paliad.t (c paliad.c, n int GENERATED ALWAYS AS ((c)::int) STORED);
CREATE VIEW paliad.v AS SELECT 'x'::text::paliad.e AS e;
INSERT INTO paliad.t VALUES (ROW(7));
