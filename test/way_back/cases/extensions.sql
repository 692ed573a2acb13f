--- citext outside public, as a key
--: needs citext
CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
CREATE TABLE paliad.t (email extensions.citext PRIMARY KEY, d extensions.citext DEFAULT 'X'::extensions.citext CHECK (d <> 'Y'::extensions.citext));
CREATE TABLE paliad.u (email extensions.citext REFERENCES paliad.t);
INSERT INTO paliad.t VALUES ('A@b.de');
INSERT INTO paliad.u VALUES ('a@B.de');
--- citext in public
--: needs citext
CREATE EXTENSION citext;
CREATE TABLE paliad.t (email citext UNIQUE, CHECK (email <> ''));
CREATE INDEX ON paliad.t (lower(email::text), email);
CREATE DOMAIN paliad.mail AS citext CHECK (VALUE ~ '@'::citext);
CREATE TABLE paliad.u (m paliad.mail, ms citext[]);
INSERT INTO paliad.t VALUES ('A@b.de');
INSERT INTO paliad.u VALUES ('x@y', '{A,b}');
--- an extension in the backup's own schema
--: needs hstore
CREATE EXTENSION hstore SCHEMA paliad;
CREATE TABLE paliad.t (h paliad.hstore DEFAULT ''::paliad.hstore);
CREATE INDEX ON paliad.t USING gin (h);
INSERT INTO paliad.t VALUES ('a=>1, b=>NULL, "ü x"=>"\"q\""');
--- an extension in a schema with an odd name
--: needs ltree
CREATE SCHEMA "Ext und mehr";
CREATE EXTENSION ltree SCHEMA "Ext und mehr";
CREATE TABLE paliad.t (path "Ext und mehr".ltree PRIMARY KEY);
CREATE INDEX ON paliad.t USING gist (path);
CREATE INDEX ON paliad.t USING gist (path "Ext und mehr".gist_ltree_ops (siglen = 100));
INSERT INTO paliad.t VALUES ('a.b.c');
--- an extension that requires another
--: needs cube earthdistance
CREATE SCHEMA extensions;
CREATE EXTENSION cube SCHEMA extensions;
CREATE EXTENSION earthdistance SCHEMA extensions;
CREATE TABLE paliad.t (p point, e extensions.earth);
CREATE INDEX ON paliad.t USING gist (e);
SET search_path = extensions, public;
INSERT INTO paliad.t VALUES ('(1,2)', ll_to_earth(52, 13));
--- an extension that only another extension needs
--: needs cube earthdistance
CREATE EXTENSION earthdistance CASCADE;
CREATE TABLE paliad.t (a float8, b float8, far float8 GENERATED ALWAYS AS (point(a, b) <@> point(0, 0)) STORED);
INSERT INTO paliad.t VALUES (1, 2);
--- trigrams
--: needs pg_trgm
CREATE SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;
CREATE TABLE paliad.t (name text);
CREATE INDEX ON paliad.t USING gin (name extensions.gin_trgm_ops);
CREATE INDEX ON paliad.t USING gist (name extensions.gist_trgm_ops (siglen = 32));
INSERT INTO paliad.t VALUES ('Maier');
--- an exclusion by btree_gist
--: needs btree_gist
CREATE EXTENSION btree_gist;
CREATE TABLE paliad.t (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE kanzlei.t (room text, EXCLUDE USING gist (room WITH <>));
INSERT INTO paliad.t VALUES (1, '[2026-01-01,2026-01-02)');
--- a default of uuid-ossp
--: needs uuid-ossp
CREATE SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
CREATE TABLE paliad.t (id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(), n text DEFAULT (extensions.uuid_nil())::text);
INSERT INTO paliad.t DEFAULT VALUES;
--- functions of an extension in an index, a view, a function and a policy
--: needs unaccent pgcrypto
CREATE EXTENSION unaccent;
CREATE EXTENSION pgcrypto;
CREATE FUNCTION paliad.f_unaccent(text) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, $1) $$;
CREATE TABLE paliad.t (name text, h bytea);
CREATE INDEX ON paliad.t (paliad.f_unaccent(name));
CREATE VIEW paliad.v AS SELECT digest(name, 'sha256') AS d FROM paliad.t;
CREATE POLICY p ON paliad.t USING (digest(name, 'md5') <> h);
INSERT INTO paliad.t VALUES ('é', 'x');
--- a text search configuration with an extension's dictionary
--: needs unaccent
CREATE SCHEMA extensions;
CREATE EXTENSION unaccent SCHEMA extensions;
CREATE TEXT SEARCH CONFIGURATION paliad.fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION paliad.fr ALTER MAPPING FOR hword, hword_part, word WITH extensions.unaccent, french_stem;
CREATE TABLE paliad.t (a text, v tsvector GENERATED ALWAYS AS (to_tsvector('paliad.fr', a)) STORED);
INSERT INTO paliad.t VALUES ('Hôtel');
--- an extension that nothing uses, with comment
--: needs pg_trgm intarray
CREATE EXTENSION pg_trgm;
CREATE EXTENSION intarray SCHEMA kanzlei;
COMMENT ON EXTENSION pg_trgm IS 'kept for later';
--- an extension's own table and its rows
--: needs tablefunc
CREATE SCHEMA extensions;
CREATE EXTENSION tablefunc SCHEMA extensions;
CREATE TYPE paliad.holds AS (row_type extensions.tablefunc_crosstab_2);
CREATE TABLE paliad.t (h extensions.tablefunc_crosstab_2);
INSERT INTO paliad.t VALUES (ROW('a', 'b', 'c'));
--- a trigger of an extension
--: needs moddatetime
CREATE SCHEMA extensions;
CREATE EXTENSION moddatetime SCHEMA extensions;
CREATE TABLE paliad.t (a int, changed timestamp);
CREATE TRIGGER touched BEFORE UPDATE ON paliad.t FOR EACH ROW EXECUTE FUNCTION extensions.moddatetime(changed);
INSERT INTO paliad.t VALUES (1, '2026-01-01');
--- rights in an extension's objects
--: needs pg_trgm
CREATE EXTENSION pg_trgm SCHEMA kanzlei;
REVOKE EXECUTE ON FUNCTION kanzlei.show_trgm(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kanzlei.show_trgm(text) TO clerk;
--- a member's index and comment
--: needs citext
CREATE EXTENSION citext SCHEMA paliad;
CREATE TABLE paliad.t (a paliad.citext, b paliad.citext COLLATE "de-x-icu");
CREATE UNIQUE INDEX ON paliad.t (a paliad.citext_pattern_ops);
CREATE FUNCTION paliad.f(paliad.citext DEFAULT 'x') RETURNS paliad.citext LANGUAGE sql AS 'SELECT $1';
CREATE VIEW paliad.v AS SELECT a = 'x' AS same FROM paliad.t;
INSERT INTO paliad.t VALUES ('A', 'B');
