--- partitions of every sort, nested
CREATE TABLE paliad.r (a int, b date, c text DEFAULT 'x') PARTITION BY RANGE (a, b);
CREATE TABLE paliad.r1 PARTITION OF paliad.r FOR VALUES FROM (MINVALUE, MINVALUE) TO (10, '2026-01-01') PARTITION BY LIST (c);
CREATE TABLE paliad.r1x PARTITION OF paliad.r1 FOR VALUES IN ('x', NULL);
CREATE TABLE kanzlei.r1d PARTITION OF paliad.r1 DEFAULT;
CREATE TABLE paliad.r2 PARTITION OF paliad.r DEFAULT;
CREATE TABLE paliad.h (a int) PARTITION BY HASH (a);
CREATE TABLE paliad.h0 PARTITION OF paliad.h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE paliad.h1 PARTITION OF paliad.h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE paliad.e (a int) PARTITION BY RANGE ((a % 10));
INSERT INTO paliad.r VALUES (1, '2025-01-01', 'x'), (1, '2025-01-01', 'y'), (50, '2026-01-01', NULL);
INSERT INTO paliad.h VALUES (0), (4) ;
--- partitions with columns, defaults, checks and options of their own
CREATE TABLE paliad.t (a int NOT NULL, b text DEFAULT 'parent', c int) PARTITION BY LIST (a);
CREATE TABLE paliad.t1 (c int, gone int, b text DEFAULT 'child', a int NOT NULL, CONSTRAINT own CHECK (c > 0)) WITH (fillfactor = 50);
ALTER TABLE paliad.t1 DROP gone;
ALTER TABLE paliad.t ATTACH PARTITION paliad.t1 FOR VALUES IN (1);
CREATE TABLE paliad.t2 PARTITION OF paliad.t (b DEFAULT 'two', c NOT NULL) FOR VALUES IN (2);
ALTER TABLE paliad.t2 ALTER b SET STORAGE plain, ALTER b SET STATISTICS 7;
INSERT INTO paliad.t VALUES (1, 'x', 5), (2, 'y', 6);
--- a check that is valid in a partition and not in the parent
CREATE TABLE paliad.t (a int, c int) PARTITION BY LIST (a);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES IN (1);
CREATE TABLE paliad.t2 PARTITION OF paliad.t FOR VALUES IN (2);
INSERT INTO paliad.t VALUES (1, 5), (2, -1);
ALTER TABLE paliad.t ADD CONSTRAINT k CHECK (c > 0) NOT VALID;
ALTER TABLE paliad.t1 VALIDATE CONSTRAINT k;
--- partitions' indexes that differ in their order alone
CREATE TABLE paliad.t (a int, b text) PARTITION BY LIST (a);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES IN (1);
CREATE TABLE paliad.t2 PARTITION OF paliad.t FOR VALUES IN (2);
CREATE INDEX z_up ON paliad.t (b);
CREATE INDEX a_down ON paliad.t (b DESC);
CREATE INDEX m_nulls ON paliad.t (b NULLS FIRST);
CREATE UNIQUE INDEX k1 ON paliad.t (a, b);
CREATE UNIQUE INDEX k2 ON paliad.t (b, a);
CREATE INDEX expr ON paliad.t ((b || 'x'));
ALTER INDEX paliad.expr ALTER COLUMN 1 SET STATISTICS 9;
INSERT INTO paliad.t VALUES (1, 'x');
--- an index of the parent alone, and one that is attached by hand
--: lacks INDEX only_parent
CREATE TABLE paliad.t (a int, b text) PARTITION BY LIST (a);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES IN (1);
CREATE INDEX only_parent ON ONLY paliad.t (b);
CREATE INDEX whole ON ONLY paliad.t (b DESC);
CREATE INDEX of_child ON paliad.t1 (b DESC);
ALTER INDEX paliad.whole ATTACH PARTITION paliad.of_child;
ALTER TABLE paliad.t ADD CONSTRAINT pk PRIMARY KEY (a);
CREATE INDEX own ON paliad.t1 (a DESC);
--- inheritance: two parents, local columns, overridden defaults
CREATE TABLE paliad.a (x int DEFAULT 1, v int DEFAULT 9, y text, CONSTRAINT c CHECK (x > 0));
CREATE TABLE paliad.b (y text, z int NOT NULL);
CREATE TABLE paliad.c (x int DEFAULT 2, w int) INHERITS (paliad.a, paliad.b);
CREATE TABLE kanzlei.d () INHERITS (paliad.c);
CREATE TABLE paliad.e (x int, v int, y text, CONSTRAINT c CHECK (x > 0));
ALTER TABLE paliad.e INHERIT paliad.a;
ALTER TABLE paliad.c NO INHERIT paliad.b;
ALTER TABLE paliad.a ADD CONSTRAINT alone CHECK (x < 1000) NO INHERIT;
INSERT INTO paliad.a VALUES (1, 1, 'y');
INSERT INTO paliad.c (x, y, z, w, v) VALUES (2, 'y', 3, 4, 5);
INSERT INTO kanzlei.d (x, z) VALUES (3, 3);
--- inheritance changed later
--: beyond pg_dump, which gives the columns another order
--: lacks TABLE c
--: ignores DEFAULT c v
CREATE TABLE paliad.a (x int, y text);
CREATE TABLE paliad.c (w int) INHERITS (paliad.a);
ALTER TABLE paliad.a ADD v int DEFAULT 9;
ALTER TABLE ONLY paliad.a DROP y;
ALTER TABLE ONLY paliad.c ALTER v SET DEFAULT 8;
INSERT INTO paliad.c VALUES (1, 'y', 2);
--- typed tables
CREATE TYPE paliad.pair AS (a int, b text);
CREATE TABLE paliad.t OF paliad.pair (a PRIMARY KEY, b WITH OPTIONS DEFAULT 'x' NOT NULL);
CREATE TABLE kanzlei.t OF paliad.pair;
INSERT INTO paliad.t VALUES (1);
--- options, storage, compression, statistics targets
CREATE TABLE paliad.t (a text, b text COMPRESSION pglz, c text, d int) WITH (fillfactor = 60, autovacuum_enabled = false, toast.autovacuum_enabled = false);
ALTER TABLE paliad.t ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE PLAIN, ALTER c SET (n_distinct = 5), ALTER d SET STATISTICS 0;
INSERT INTO paliad.t VALUES ('a', 'b', 'c', 4);
--- unlogged, with statistics of its own
CREATE UNLOGGED TABLE paliad.u (a int PRIMARY KEY, b text);
ALTER TABLE paliad.u ALTER b SET STORAGE MAIN, ALTER b SET STATISTICS 123, ALTER a SET (n_distinct = -0.5), ALTER a SET (n_distinct_inherited = 5);
CREATE STATISTICS paliad.st (ndistinct, dependencies) ON a, b FROM paliad.u;
CREATE STATISTICS kanzlei.st2 ON a, b FROM paliad.u;
COMMENT ON STATISTICS paliad.st IS 'of two';
INSERT INTO paliad.u VALUES (1, 'x');
--- identity, serial, generated and default columns
CREATE TABLE paliad.t (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED BY DEFAULT AS IDENTITY (START 7 INCREMENT -2 MINVALUE -100 MAXVALUE 10 CYCLE), c bigserial, d int GENERATED ALWAYS AS (c::int * 2) STORED, e timestamptz DEFAULT now(), f text DEFAULT CURRENT_USER, g int[] DEFAULT '{1,2}', h jsonb DEFAULT '{"a": "b''c"}');
INSERT INTO paliad.t DEFAULT VALUES;
INSERT INTO paliad.t DEFAULT VALUES;
--- a table of an odd name in a schema of an odd name
--: schemas paliad, "Zweite Kanzlei, ""GmbH"""
CREATE SCHEMA "Zweite Kanzlei, ""GmbH""";
CREATE TABLE "Zweite Kanzlei, ""GmbH"""."Akte; DROP" ("Spalte ""x""" int PRIMARY KEY, "-- Name: x" text, E text);
CREATE TABLE paliad."user" ("order" int REFERENCES "Zweite Kanzlei, ""GmbH"""."Akte; DROP");
COMMENT ON TABLE paliad."user" IS E'two\nlines';
INSERT INTO "Zweite Kanzlei, ""GmbH"""."Akte; DROP" VALUES (1, 'x', 'y');
--- a schema without tables
--: schemas paliad, kanzlei
ALTER SCHEMA kanzlei OWNER TO app_owner;
COMMENT ON SCHEMA kanzlei IS 'empty so far';
CREATE FUNCTION kanzlei.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
--- comments on everything
CREATE TABLE paliad.t (a serial PRIMARY KEY, b text UNIQUE, c int CONSTRAINT positive CHECK (c > 0), EXCLUDE USING btree (c WITH =), r int CONSTRAINT r REFERENCES paliad.t);
CREATE INDEX t_c ON paliad.t (c);
COMMENT ON TABLE paliad.t IS 'table''s';
COMMENT ON COLUMN paliad.t.b IS 'column';
COMMENT ON CONSTRAINT t_pkey ON paliad.t IS 'key';
COMMENT ON CONSTRAINT t_b_key ON paliad.t IS 'unique';
COMMENT ON CONSTRAINT positive ON paliad.t IS 'check';
COMMENT ON CONSTRAINT t_c_excl ON paliad.t IS 'exclusion';
COMMENT ON CONSTRAINT r ON paliad.t IS 'foreign key';
COMMENT ON INDEX paliad.t_c IS 'index';
COMMENT ON INDEX paliad.t_pkey IS 'index of the key';
COMMENT ON SEQUENCE paliad.t_a_seq IS 'sequence';
COMMENT ON SCHEMA paliad IS 'schema';
COMMENT ON SCHEMA kanzlei IS 'second';
COMMENT ON TYPE paliad.t IS 'row type';
--- children with columns of their own before their parents' ones
--: beyond pg_dump
CREATE TABLE paliad.parent (a int NOT NULL, b int GENERATED ALWAYS AS (a * 2) STORED, c text DEFAULT 'parent');
CREATE TABLE paliad.other (c text);
CREATE TABLE paliad.child (own text, c text DEFAULT 'child', b int GENERATED ALWAYS AS (a * 2) STORED, a int NOT NULL DEFAULT 7);
ALTER TABLE paliad.child INHERIT paliad.other;
ALTER TABLE paliad.child INHERIT paliad.parent;
CREATE TABLE kanzlei.grandchild (z int, a int NOT NULL, own text, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
ALTER TABLE kanzlei.grandchild INHERIT paliad.child;
ALTER TABLE paliad.parent ADD CONSTRAINT positive CHECK (a > 0);
CREATE VIEW paliad.children AS SELECT * FROM paliad.child;
INSERT INTO paliad.parent (a) VALUES (1);
INSERT INTO paliad.child (own, a) VALUES ('x', 2), ('y', 3);
INSERT INTO kanzlei.grandchild (z, a) VALUES (1, 4);
--- a column that a parent was given later
--: beyond pg_dump
--: lacks TABLE child
--: ignores DEFAULT child late
CREATE TABLE paliad.parent (a int);
CREATE TABLE paliad.child (own text NOT NULL) INHERITS (paliad.parent);
ALTER TABLE paliad.parent ADD late date DEFAULT '2026-01-01';
INSERT INTO paliad.child VALUES (1, 'x');
--- identity columns' sequences that are logged where their table is not, and the other way round
--: since 15
CREATE TABLE paliad.t (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED BY DEFAULT AS IDENTITY, c int GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE paliad.t_b_seq SET UNLOGGED;
ALTER SEQUENCE paliad.t_c_seq SET UNLOGGED;
CREATE UNLOGGED TABLE paliad.u (a int GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE paliad.u_a_seq SET LOGGED;
INSERT INTO paliad.t DEFAULT VALUES;
INSERT INTO paliad.u DEFAULT VALUES;
--- a child that lacks a NOT NULL of its parent, and its own child
--: beyond pg_dump
CREATE TABLE paliad.p (a int NOT NULL, b int);
CREATE TABLE paliad.c (own text, b int, a int NOT NULL);
ALTER TABLE paliad.c INHERIT paliad.p;
CREATE TABLE paliad.g (b int, own text, a int);
ALTER TABLE paliad.c ADD CHECK (b > 0);
ALTER TABLE paliad.g ALTER a SET NOT NULL, ADD CONSTRAINT c_b_check CHECK (b > 0);
ALTER TABLE paliad.g INHERIT paliad.c;
INSERT INTO paliad.c VALUES ('x', 1, 2);
INSERT INTO paliad.g VALUES (1, 'x', 3);
--- children whose storage differs from a parent's
--: beyond pg_dump
CREATE TABLE paliad.p (a text, k int);
CREATE TABLE paliad.q (a text);
ALTER TABLE paliad.p ALTER a SET STORAGE EXTERNAL;
CREATE TABLE paliad.c (a text, k int);
ALTER TABLE paliad.c INHERIT paliad.p;
CREATE TABLE paliad.both (a text, k int);
ALTER TABLE paliad.both INHERIT paliad.p, INHERIT paliad.q;
INSERT INTO paliad.both VALUES ('x', 1);
