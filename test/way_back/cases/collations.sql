--- a key in one of the server's ICU collations, and a foreign key to it
CREATE TABLE paliad.a (name text COLLATE "de-x-icu" PRIMARY KEY);
CREATE TABLE paliad.b (name text COLLATE "de-x-icu" REFERENCES paliad.a);
INSERT INTO paliad.a VALUES ('Ä'), ('A'), ('Z');
INSERT INTO paliad.b VALUES ('Ä');
--- an index, a check and a generated column in the server's collations
CREATE TABLE paliad.t (a text, b text CHECK (b COLLATE "de-x-icu" < 'Z'), g text COLLATE "en-x-icu" GENERATED ALWAYS AS (lower(a COLLATE "sv-x-icu")) STORED);
CREATE INDEX ON paliad.t (a COLLATE "de-x-icu", b COLLATE "C");
INSERT INTO paliad.t VALUES ('Ö', 'Ä');
--- a collation of one's own
CREATE COLLATION paliad.german (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION kanzlei."Egal" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION paliad.c2 FROM "C";
CREATE TABLE paliad.t (a text COLLATE paliad.german PRIMARY KEY, b text COLLATE kanzlei."Egal" UNIQUE, c varchar(20) COLLATE paliad.c2);
COMMENT ON COLLATION paliad.german IS 'as in the phone book';
INSERT INTO paliad.t VALUES ('ä', 'Müller', 'x'), ('Z', 'Meier', 'y');
--- partitions by a collation
CREATE COLLATION paliad.german (provider = icu, locale = 'de');
CREATE TABLE paliad.t (k text) PARTITION BY RANGE (k COLLATE paliad.german);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES FROM ('a') TO ('n');
CREATE TABLE paliad.t2 PARTITION OF paliad.t DEFAULT;
CREATE TABLE paliad.u (k text COLLATE "de-x-icu") PARTITION BY LIST (k);
CREATE TABLE paliad.u1 PARTITION OF paliad.u FOR VALUES IN ('ä', 'ö');
INSERT INTO paliad.t VALUES ('b'), ('ü');
INSERT INTO paliad.u VALUES ('ö');
--- collations in domains, composites, ranges and views
CREATE COLLATION paliad.german (provider = icu, locale = 'de');
CREATE DOMAIN paliad.name AS text COLLATE paliad.german CHECK (VALUE > '');
CREATE TYPE paliad.pair AS (a text COLLATE paliad.german, b text COLLATE "de-x-icu");
CREATE TYPE paliad.names AS RANGE (subtype = text, collation = paliad.german);
CREATE TABLE paliad.t (n paliad.name, p paliad.pair, r paliad.names);
CREATE VIEW paliad.v AS SELECT n FROM paliad.t ORDER BY n COLLATE paliad.german;
INSERT INTO paliad.t VALUES ('ä', ('a', 'b'), '[a,ö)');
