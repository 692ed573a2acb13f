--- slices that psql would take for its variables
--: set name=taken
--: set a=taken
--: set 2=taken
CREATE TABLE paliad.t (a int[], "USER" int, name int, restorer int, "HOST" int, "ENCODING" int,
  has_role_1 int, "to become" int, "größe" int,
  g int[] GENERATED ALWAYS AS (a[1: "USER"]) STORED,
  CONSTRAINT c CHECK (a[: name] IS NOT NULL AND a[restorer: "HOST"] IS NOT NULL AND a['1'::text::int: '2'::text::int] IS NOT NULL));
CREATE INDEX i ON paliad.t ((a[1: name])) WHERE a[2: "USER"] <> '{}';
CREATE VIEW paliad.v AS SELECT a[1: 2] AS one, a[name: restorer] AS two, a["USER"::text::int: name::text::int] AS three,
  a[: ] AS all, a[1: "größe"] AS size, a[: "to become"] AS quoted, a[1: abs(name)] AS called, a[1: -name] AS less FROM paliad.t;
CREATE VIEW paliad.u AS SELECT a[1: "USER"."USER"] AS one, a[: name.name] AS two FROM (SELECT a, "USER" FROM paliad.t) "USER", (SELECT name FROM paliad.t) name;
CREATE MATERIALIZED VIEW kanzlei.m AS SELECT a[: "ENCODING"] AS x FROM paliad.t;
CREATE TYPE paliad.kind AS ENUM (':name', ':"USER"');
CREATE VIEW paliad.w AS SELECT 'a:name :''name'' :"USER"' AS text, E'\\'':name' AS escaped, ':name'::paliad.kind AS kind, 1 AS ":name";
ALTER TABLE paliad.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON paliad.t TO clerk USING (a[1: restorer] = '{}');
CREATE RULE r AS ON UPDATE TO paliad.v DO INSTEAD (INSERT INTO paliad.t (a) VALUES (ARRAY[1]); UPDATE paliad.t SET a[1: "HOST"] = '{3}');
CREATE FUNCTION paliad.whole(a int[], name int) RETURNS int[] LANGUAGE sql BEGIN ATOMIC SELECT a[1: name]; SELECT $1[: name] AS b; SELECT a[1: $2]; END;
CREATE FUNCTION paliad.short(a int[], restorer int = (ARRAY[1,2])[1]) RETURNS int[] LANGUAGE sql RETURN a[1: restorer];
CREATE FUNCTION paliad.text(a int[]) RETURNS int[] LANGUAGE sql AS 'SELECT a[1:2] /* :name */';
CREATE TRIGGER o BEFORE UPDATE ON paliad.t FOR EACH ROW WHEN (old.a[1: new.name] <> new.a[: old."USER"]) EXECUTE FUNCTION suppress_redundant_updates_trigger();
INSERT INTO paliad.t (a, "USER", name, restorer, "HOST") VALUES ('{1,2,3}', 2, 1, 1, 2);
REFRESH MATERIALIZED VIEW kanzlei.m;
--- slices in a domain, and roles
CREATE DOMAIN paliad.d AS int[] CHECK ((VALUE)[1: '2'::text::int] IS NOT NULL);
CREATE TABLE paliad.t (a paliad.d, "to_become" int);
CREATE VIEW paliad.v AS SELECT a[1: to_become.to_become] FROM paliad.t to_become;
ALTER VIEW paliad.v OWNER TO clerk;
GRANT SELECT ON paliad.v TO lawyer;
INSERT INTO paliad.t VALUES ('{1,2}', 1);
--- a name that psql counts as the beginning of a body
CREATE TABLE paliad.t (begin int, "end" int, "case" int, atomic int);
INSERT INTO paliad.t VALUES (1, 2, 3, 4);
CREATE FUNCTION paliad.terms() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT t."begin" FROM paliad.t ORDER BY t."begin", t."end"; SELECT CASE WHEN t."begin" > 1 THEN t."end" ELSE t."case" END AS "begin" FROM paliad.t; END;
CREATE FUNCTION paliad."begin"(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE kanzlei."begin"("begin" int) LANGUAGE sql BEGIN ATOMIC UPDATE paliad.t SET "begin" = "begin"."begin"; END;
CREATE FUNCTION paliad.short() RETURNS int LANGUAGE sql RETURN (SELECT "begin" FROM paliad.t);
CREATE VIEW paliad.v AS SELECT "begin", "end" FROM paliad.t;
--- an EXTRACT whose field is no word, which the server deparses unquoted
--: lacks VIEW quote
--: lacks VIEW shell
--: lacks VIEW statement
--: lacks FUNCTION statement()
--: lacks INDEX i
--: lacks CHECK CONSTRAINT t c
--: lacks POLICY t p
--: lacks TRIGGER t g
--: ignores DEFAULT t y
--: ignores TABLE t
CREATE TABLE paliad.t (d date, y numeric DEFAULT EXTRACT('it''s' FROM now()), CONSTRAINT c CHECK (EXTRACT('"' FROM d) > 0));
CREATE INDEX i ON paliad.t (EXTRACT('year FROM d)); SELECT (1' FROM d));
CREATE VIEW paliad.quote AS SELECT EXTRACT('it''s' FROM d) FROM paliad.t;
CREATE VIEW paliad.shell AS SELECT EXTRACT(E'year FROM now());\n\\! touch /tmp/never\n--' FROM now());
CREATE VIEW paliad.statement AS SELECT EXTRACT('year FROM now()); CREATE TABLE paliad.injected (); SELECT EXTRACT(year' FROM now());
CREATE FUNCTION paliad.statement() RETURNS numeric LANGUAGE sql RETURN EXTRACT('/*' FROM now());
CREATE POLICY p ON paliad.t USING (EXTRACT('$a$' FROM d) > 0);
CREATE TRIGGER g BEFORE UPDATE ON paliad.t FOR EACH ROW WHEN (EXTRACT('--' FROM old.d) > 0) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE VIEW paliad.fine AS SELECT EXTRACT(year FROM d) AS a, EXTRACT('dow' FROM d) AS b, EXTRACT(timezone_hour FROM now()) AS c,
  EXTRACT(EPOCH FROM interval '1 day') AS e, TRIM(BOTH 'a b' FROM 'it''s') AS f, normalize('it''s') AS g, 'it''s' AS h FROM paliad.t;
