--- views of every sort
CREATE TABLE paliad.t (id int PRIMARY KEY, a text, b text);
CREATE VIEW paliad.v AS SELECT id, a FROM paliad.t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW paliad.w WITH (security_barrier) AS SELECT * FROM paliad.v;
CREATE VIEW kanzlei.x AS SELECT id AS "Nummer", a FROM paliad.w WHERE a <> 'x' WITH LOCAL CHECK OPTION;
ALTER VIEW paliad.v ALTER a SET DEFAULT 'by the view';
CREATE TEMP VIEW gone AS SELECT 1;
COMMENT ON VIEW paliad.v IS 'a view';
COMMENT ON COLUMN paliad.v.a IS 'its column';
GRANT SELECT ON paliad.v TO clerk;
GRANT UPDATE (a) ON paliad.v TO lawyer;
INSERT INTO paliad.t VALUES (1, 'a', 'b');
--- a view that runs as its invoker
--: since 15
CREATE TABLE paliad.t (id int);
CREATE VIEW paliad.v WITH (security_invoker = true, security_barrier = false) AS SELECT * FROM paliad.t;
--- grouped by a primary key
CREATE TABLE paliad.t (id int PRIMARY KEY, a text, b text);
CREATE VIEW paliad.a AS SELECT id, a, count(*) AS n FROM paliad.t GROUP BY id;
CREATE VIEW kanzlei.over AS SELECT a.a, t.b FROM paliad.a a JOIN paliad.t t USING (id);
CREATE MATERIALIZED VIEW paliad.m AS SELECT id, b FROM paliad.t GROUP BY id;
INSERT INTO paliad.t VALUES (1, 'a', 'b');
REFRESH MATERIALIZED VIEW paliad.m;
--- views that use each other's tables, against the order of their names
CREATE TABLE kanzlei.t (id int);
CREATE TABLE paliad.t (id int);
CREATE VIEW kanzlei.zz AS SELECT t.id FROM paliad.t t;
CREATE VIEW paliad.aa AS SELECT z.id FROM kanzlei.zz z JOIN kanzlei.t t USING (id);
CREATE VIEW kanzlei.bb AS SELECT id FROM paliad.aa;
CREATE VIEW paliad.a AS SELECT id FROM kanzlei.bb;
--- two views in a circle
CREATE VIEW paliad.a AS SELECT 1 AS x;
CREATE VIEW paliad.b AS SELECT x FROM paliad.a;
CREATE OR REPLACE VIEW paliad.a AS SELECT 1 AS x UNION ALL SELECT NULL WHERE NOT EXISTS (SELECT FROM paliad.b);
--- a table, a view and a function in a circle
CREATE TABLE paliad.t (a int);
CREATE VIEW paliad.v AS SELECT a FROM paliad.t;
CREATE FUNCTION paliad.f() RETURNS SETOF paliad.v LANGUAGE sql AS 'SELECT * FROM paliad.v';
CREATE OR REPLACE VIEW paliad.v AS SELECT a FROM paliad.t WHERE a IN (SELECT a FROM paliad.f());
CREATE FUNCTION paliad.n() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM paliad.v; END;
ALTER TABLE paliad.t ALTER a SET DEFAULT paliad.n();
INSERT INTO paliad.t VALUES (1);
--- recursive, lateral, windows, with names that must be quoted
CREATE TABLE paliad."Akte" ("Nr" int, "Über" int);
CREATE RECURSIVE VIEW paliad."Baum" ("Nr", depth) AS SELECT "Nr", 1 FROM paliad."Akte" WHERE "Über" IS NULL UNION ALL SELECT a."Nr", depth + 1 FROM paliad."Akte" a JOIN "Baum" b ON a."Über" = b."Nr";
CREATE VIEW kanzlei.w AS SELECT "Nr", sum("Nr") OVER (PARTITION BY "Über" ORDER BY "Nr" ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES), l.* FROM paliad."Akte" a, LATERAL (SELECT a."Über" + 1 AS next) l;
INSERT INTO paliad."Akte" VALUES (1, NULL), (2, 1);
--- materialized views, one not populated, with indexes and options
CREATE TABLE paliad.t (a int, b text);
INSERT INTO paliad.t VALUES (1, 'x'), (2, 'y');
CREATE MATERIALIZED VIEW paliad.full_one WITH (fillfactor = 70) AS SELECT a, b FROM paliad.t;
CREATE UNIQUE INDEX full_one_key ON paliad.full_one (a);
ALTER MATERIALIZED VIEW paliad.full_one CLUSTER ON full_one_key;
CREATE MATERIALIZED VIEW kanzlei.empty_one AS SELECT count(*) AS n FROM paliad.t WITH NO DATA;
CREATE INDEX ON kanzlei.empty_one (n);
ALTER MATERIALIZED VIEW paliad.full_one ALTER b SET STATISTICS 50, ALTER b SET STORAGE external;
COMMENT ON MATERIALIZED VIEW paliad.full_one IS 'full';
COMMENT ON INDEX paliad.full_one_key IS 'its key';
GRANT SELECT ON paliad.full_one TO clerk;
--- a materialized view of a materialized view, against the order of names
CREATE TABLE paliad.t (a int);
INSERT INTO paliad.t VALUES (1), (2);
CREATE MATERIALIZED VIEW paliad.z AS SELECT a FROM paliad.t;
CREATE MATERIALIZED VIEW paliad.a AS SELECT sum(a) AS s FROM paliad.z;
CREATE VIEW kanzlei.v AS SELECT s FROM paliad.a;
CREATE MATERIALIZED VIEW kanzlei.b AS SELECT s FROM kanzlei.v;
--- rules
CREATE TABLE paliad.t (a int, b text);
CREATE TABLE paliad.log (what text);
CREATE VIEW paliad.v AS SELECT a, b FROM paliad.t;
CREATE RULE ins AS ON INSERT TO paliad.v DO INSTEAD INSERT INTO paliad.t VALUES (NEW.a, NEW.b) RETURNING a, b;
CREATE RULE "Löschen" AS ON DELETE TO paliad.t WHERE OLD.a > 5 DO ALSO (INSERT INTO paliad.log VALUES ('x'); DELETE FROM paliad.log WHERE what = E'\\');
CREATE RULE tell AS ON DELETE TO paliad.t DO ALSO NOTIFY gone;
CREATE RULE off AS ON UPDATE TO paliad.t DO INSTEAD NOTHING;
CREATE RULE always AS ON UPDATE TO paliad.log DO INSTEAD NOTHING;
CREATE RULE replica AS ON DELETE TO paliad.log DO INSTEAD NOTHING;
ALTER TABLE paliad.t DISABLE RULE off;
ALTER TABLE paliad.log ENABLE ALWAYS RULE always, ENABLE REPLICA RULE replica;
COMMENT ON RULE ins ON paliad.v IS 'into the table';
INSERT INTO paliad.v VALUES (1, 'x');
--- a rule that would act on the rows that come back
CREATE TABLE paliad.a (x int);
CREATE TABLE paliad.b (x int);
INSERT INTO paliad.a VALUES (1);
CREATE RULE copy AS ON INSERT TO paliad.a DO ALSO INSERT INTO paliad.b VALUES (NEW.x);
CREATE RULE none AS ON INSERT TO paliad.b DO INSTEAD NOTHING;
--- a view over tables of a schema that is not backed up
--: lacks VIEW v
--: lacks VIEW w
--: lacks MATERIALIZED VIEW m
--: lacks MATERIALIZED VIEW DATA m
--: ignores SCHEMA elsewhere
--: ignores TABLE t
--: ignores TABLE DATA t
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.t (a int);
CREATE VIEW paliad.v AS SELECT a FROM elsewhere.t;
CREATE VIEW paliad.w AS SELECT a FROM paliad.v;
CREATE MATERIALIZED VIEW kanzlei.m AS SELECT a FROM paliad.w;
