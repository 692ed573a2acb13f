--- a foreign key on a plain unique index
CREATE TABLE paliad.a (id int, code text);
CREATE UNIQUE INDEX a_code ON paliad.a (code);
CREATE TABLE paliad.b (code text REFERENCES paliad.a (code) ON UPDATE CASCADE);
INSERT INTO paliad.a VALUES (1, 'x');
INSERT INTO paliad.b VALUES ('x'), (NULL);
--- a foreign key on a unique index of two columns, in another schema
CREATE TABLE kanzlei.a (x int, y text);
CREATE UNIQUE INDEX ON kanzlei.a (y, x) INCLUDE (x);
CREATE TABLE paliad.b (x int, y text, FOREIGN KEY (x, y) REFERENCES kanzlei.a (x, y) MATCH FULL);
INSERT INTO kanzlei.a VALUES (1, 'x');
INSERT INTO paliad.b VALUES (1, 'x');
--- a foreign key to itself, and two in a circle
CREATE TABLE paliad.a (id int PRIMARY KEY, up int REFERENCES paliad.a, b int);
CREATE TABLE paliad.b (id int PRIMARY KEY, a int REFERENCES paliad.a DEFERRABLE INITIALLY DEFERRED);
INSERT INTO paliad.a VALUES (1, NULL, 1), (2, 1, NULL);
INSERT INTO paliad.b VALUES (1, 2);
ALTER TABLE paliad.a ADD CONSTRAINT "Kreis" FOREIGN KEY (b) REFERENCES paliad.b;
--- foreign keys of every sort
CREATE TABLE paliad.a (x int, y int, PRIMARY KEY (x, y));
CREATE TABLE paliad.b (x int, y int DEFAULT 0,
  CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES paliad.a ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE,
  CONSTRAINT f2 FOREIGN KEY (x, y) REFERENCES paliad.a ON DELETE SET DEFAULT ON UPDATE RESTRICT);
--- a foreign key that sets one column null
--: since 15
CREATE TABLE paliad.a (x int, y int, PRIMARY KEY (x, y));
CREATE TABLE paliad.b (x int, y int, FOREIGN KEY (x, y) REFERENCES paliad.a ON DELETE SET NULL (y));
--- foreign keys of and to partitioned tables
CREATE TABLE paliad.a (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE paliad.a1 PARTITION OF paliad.a FOR VALUES FROM (0) TO (10);
CREATE TABLE paliad.a2 PARTITION OF paliad.a DEFAULT;
CREATE TABLE paliad.b (id int, a int REFERENCES paliad.a) PARTITION BY LIST (id);
CREATE TABLE paliad.b1 PARTITION OF paliad.b FOR VALUES IN (1, 2);
CREATE TABLE paliad.c (a int REFERENCES paliad.a);
INSERT INTO paliad.a VALUES (1), (20);
INSERT INTO paliad.b VALUES (1, 20);
INSERT INTO paliad.c VALUES (1);
--- constraints that are not valid
CREATE TABLE paliad.a (id int PRIMARY KEY);
CREATE TABLE paliad.b (a int, n int);
INSERT INTO paliad.b VALUES (7, -1);
ALTER TABLE paliad.b ADD CONSTRAINT orphans FOREIGN KEY (a) REFERENCES paliad.a NOT VALID;
ALTER TABLE paliad.b ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
CREATE DOMAIN paliad.d AS int;
CREATE TABLE paliad.c (d paliad.d);
INSERT INTO paliad.c VALUES (-5);
ALTER DOMAIN paliad.d ADD CONSTRAINT d_positive CHECK (VALUE > 0) NOT VALID;
--- exclusions, deferrable keys, included columns
CREATE TABLE paliad.t (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, b int, c box, d int4range,
  CONSTRAINT u UNIQUE (b) INCLUDE (a) WITH (fillfactor = 70),
  EXCLUDE USING gist (c WITH &&) WHERE (a > 0),
  EXCLUDE USING gist (d WITH -|-, d WITH &&) DEFERRABLE);
INSERT INTO paliad.t VALUES (1, 1, '(0,0),(1,1)', '[1,2)');
--- nulls not distinct
--: since 15
CREATE TABLE paliad.t (a int UNIQUE NULLS NOT DISTINCT, b int);
CREATE UNIQUE INDEX ON paliad.t (b) NULLS NOT DISTINCT;
INSERT INTO paliad.t VALUES (NULL, NULL);
--- a key made of an index, clustered on it, and a replica identity
CREATE TABLE paliad.t (a int NOT NULL, b int NOT NULL);
CREATE UNIQUE INDEX t_b ON paliad.t (b);
CREATE UNIQUE INDEX t_a ON paliad.t (a);
ALTER TABLE paliad.t ADD CONSTRAINT t_key PRIMARY KEY USING INDEX t_a;
ALTER TABLE paliad.t CLUSTER ON t_b;
ALTER TABLE paliad.t REPLICA IDENTITY USING INDEX t_b;
CREATE TABLE kanzlei.full_rows (a int);
ALTER TABLE kanzlei.full_rows REPLICA IDENTITY FULL;
CREATE TABLE kanzlei.no_rows (a int PRIMARY KEY);
ALTER TABLE kanzlei.no_rows REPLICA IDENTITY NOTHING;
ALTER TABLE kanzlei.no_rows CLUSTER ON no_rows_pkey;
--- checks over a function, a type and an operator of one's own
CREATE FUNCTION paliad.is_even(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 % 2 = 0';
CREATE FUNCTION paliad.near(int, int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT abs($1 - $2) < 3';
CREATE OPERATOR paliad.~~~ (FUNCTION = paliad.near, LEFTARG = int, RIGHTARG = int);
CREATE TYPE paliad.mood AS ENUM ('low', 'high');
CREATE TABLE paliad.t (a int CHECK (paliad.is_even(a)), b int, m paliad.mood, CONSTRAINT n CHECK (a OPERATOR(paliad.~~~) b) NO INHERIT,
  CHECK (m <> 'low'::paliad.mood OR a > 0), n int NOT NULL DEFAULT 5 CONSTRAINT "Zahl" CHECK (n > 0));
INSERT INTO paliad.t VALUES (2, 3, 'high');
--- an index over a function of one's own
CREATE FUNCTION paliad.plain(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
CREATE TABLE paliad.t (a text, b text);
CREATE UNIQUE INDEX "Eindeutig" ON paliad.t (paliad.plain(a)) WHERE paliad.plain(b) <> 'x';
CREATE STATISTICS paliad.st (mcv) ON (paliad.plain(a)), b FROM paliad.t;
ALTER TABLE paliad.t ALTER b SET STATISTICS 500;
ALTER INDEX paliad."Eindeutig" ALTER COLUMN 1 SET STATISTICS 700;
ALTER STATISTICS paliad.st SET STATISTICS 300;
INSERT INTO paliad.t VALUES ('A', 'b');
--- indexes of one name in two schemas
CREATE TABLE paliad.a (x int);
CREATE TABLE kanzlei.b (x int);
CREATE INDEX idx_x ON paliad.a (x);
CREATE INDEX idx_x ON kanzlei.b (x DESC NULLS LAST);
INSERT INTO paliad.a VALUES (1);
--- tables, types, sequences, functions of one name in two schemas
CREATE TABLE paliad.x (a serial PRIMARY KEY);
CREATE TABLE kanzlei.x (a serial PRIMARY KEY REFERENCES paliad.x);
CREATE TYPE paliad.y AS ENUM ('p');
CREATE TYPE kanzlei.y AS ENUM ('k');
CREATE TABLE paliad.z (one paliad.y, two kanzlei.y);
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION kanzlei.f() RETURNS int LANGUAGE sql AS 'SELECT 2';
INSERT INTO paliad.z VALUES ('p', 'k');
--- indexes of every method
CREATE TABLE paliad.t (a int, b text, c int[], d point, e jsonb, f tsvector);
CREATE INDEX ON paliad.t USING hash (b);
CREATE INDEX ON paliad.t USING gin (c) WITH (fastupdate = off);
CREATE INDEX ON paliad.t USING gist (d);
CREATE INDEX ON paliad.t USING spgist (d);
CREATE INDEX ON paliad.t USING brin (a int4_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 4);
CREATE INDEX ON paliad.t USING gin (e jsonb_path_ops);
CREATE INDEX ON paliad.t USING gist (f tsvector_ops (siglen = 200));
CREATE INDEX ON paliad.t (b text_pattern_ops, a DESC, (a + 1)) INCLUDE (d) WHERE a IS NOT NULL;
