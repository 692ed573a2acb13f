--- large objects
CREATE TABLE paliad.t (a int, picture oid);
SELECT lo_from_bytea(90001, '\x000102'), lo_from_bytea(90002, ''), lo_from_bytea(90003, convert_to(repeat('x', 5000), 'UTF8'));
SELECT lo_from_bytea(4294967295, string_agg(decode(lpad(to_hex(i % 256), 2, '0'), 'hex'), '' ORDER BY i)) FROM generate_series(0, 3145728) i;
SELECT lo_create(4711), lo_put(4711, 2500000, 'behind a hole');
INSERT INTO paliad.t VALUES (1, 90001), (2, 90002), (3, 90003);
ALTER LARGE OBJECT 90002 OWNER TO app_owner;
REVOKE ALL ON LARGE OBJECT 4711 FROM CURRENT_USER;
GRANT SELECT ON LARGE OBJECT 90001 TO clerk, lawyer;
GRANT SELECT, UPDATE ON LARGE OBJECT 90002 TO "Dr. Groß" WITH GRANT OPTION;
COMMENT ON LARGE OBJECT 4711 IS 'that of a low number';
COMMENT ON LARGE OBJECT 90003 IS 'many x, isn''t it; \gset :LASTOID';
--- a large object whose owner the target's cluster lacks
--: between ALTER ROLE retired RENAME TO retired_since
--: says role "retired" does not exist
--: ignores BLOB 90001
--: ignores BLOBS
--: ignores BLOB METADATA
--: ignores BLOB METADATA 90001
--: ignores ACL LARGE OBJECT 90001
SELECT lo_from_bytea(90001, '\x000102');
ALTER LARGE OBJECT 90001 OWNER TO retired;
GRANT SELECT ON LARGE OBJECT 90001 TO clerk;
CREATE TABLE paliad.t (a int);
--- a large object's oid is taken in the target
--: target SELECT lo_from_bytea(90001, 'of the target')
--: ends duplicate key value violates unique constraint "pg_largeobject_metadata_oid_index"
SELECT lo_from_bytea(90001, '\x000102');
--- an event trigger in the source
--: lacks EVENT TRIGGER log_ddl
--: undrilled the source's event trigger runs there
CREATE TABLE paliad.ddl (what text);
CREATE FUNCTION paliad.log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO paliad.ddl VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION paliad.log_ddl();
ALTER EVENT TRIGGER log_ddl ENABLE ALWAYS;
CREATE TABLE paliad.t (a int);
--- publications
--: lacks PUBLICATION p
--: lacks PUBLICATION TABLE p t
--: lacks PUBLICATION all_of_it
CREATE TABLE paliad.t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE paliad.t WITH (publish = 'insert');
CREATE PUBLICATION all_of_it FOR ALL TABLES;
--- a publication of a schema
--: since 15
--: lacks PUBLICATION p
--: lacks PUBLICATION TABLES IN SCHEMA p paliad
CREATE TABLE paliad.t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLES IN SCHEMA paliad;
--- a subscription
--: lacks SUBSCRIPTION s
CREATE TABLE paliad.t (a int PRIMARY KEY);
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
--- an event trigger in the target that demands primary keys
--: target CREATE FUNCTION public.need_key() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP IF r.object_type = 'table' AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = r.objid AND indisprimary) THEN RAISE EXCEPTION 'no primary key'; END IF; END LOOP; END $$
--: target CREATE EVENT TRIGGER need_key ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.need_key()
--: ends event trigger need_key
CREATE TABLE paliad.t (a int PRIMARY KEY);
INSERT INTO paliad.t VALUES (1);
--- an event trigger in the target that logs
--: target CREATE TABLE public.ddl (what text)
--: target CREATE FUNCTION public.log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.ddl VALUES (tg_tag); END $$
--: target CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION public.log_ddl()
--: says event trigger log_ddl runs
--: ignores FUNCTION log_ddl()
--: ignores EVENT TRIGGER log_ddl
--: ignores TABLE ddl
--: ignores TABLE DATA ddl
CREATE TABLE paliad.t (a int PRIMARY KEY);
CREATE VIEW paliad.v AS SELECT a FROM paliad.t;
INSERT INTO paliad.t VALUES (1);
--- a column that is left out, and what stands on it
--: lacks CHECK CONSTRAINT
--: lacks INDEX staff_secret_idx
--: lacks VIEW v
--: lacks CONSTRAINT staff staff_secret_name_key
--: lacks CONSTRAINT staff ex
--: ignores TABLE staff
--: ignores TABLE trainee
--: ignores TABLE DATA staff
--: ignores TABLE DATA trainee
CREATE TABLE paliad.staff (id int PRIMARY KEY, name text, secret text, joined text GENERATED ALWAYS AS (name || secret) STORED, CONSTRAINT ck CHECK (secret <> name), UNIQUE (secret, name), CONSTRAINT ex EXCLUDE USING hash (secret WITH =));
CREATE INDEX ON paliad.staff (secret);
CREATE TABLE paliad.trainee (since date) INHERITS (paliad.staff);
CREATE VIEW paliad.v AS SELECT secret FROM paliad.staff;
INSERT INTO paliad.staff VALUES (1, 'Anna', 'pin');
INSERT INTO paliad.trainee VALUES (2, 'Bert', 'pin2', DEFAULT, '2026-01-01');
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('paliad.staff', '{secret}'), ('paliad.trainee', '{secret}');
--- a column of a partitioned table that is left out
--: ignores TABLE t
--: ignores TABLE t1
--: ignores TABLE DATA t1
--: lacks INDEX t_b_idx
--: lacks INDEX t1_b_idx
--: lacks INDEX ATTACH t1_b_idx
CREATE TABLE paliad.t (a int, b text, c text GENERATED ALWAYS AS (b || 'x') STORED) PARTITION BY LIST (a);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES IN (1);
CREATE INDEX ON paliad.t (b);
INSERT INTO paliad.t VALUES (1, 'secret');
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('paliad.t', '{b}');
--- an identity column that is left out, whose sequence is unlogged where the table is not
--: since 15
--: ignores TABLE t
--: ignores TABLE DATA t
--: ignores SEQUENCE t_b_seq
--: ignores SEQUENCE SET t_b_seq
--: unnamed table constraint t_b_not_null on paliad.t
CREATE TABLE paliad.t (a int PRIMARY KEY, b int GENERATED BY DEFAULT AS IDENTITY);
ALTER SEQUENCE paliad.t_b_seq SET UNLOGGED;
INSERT INTO paliad.t VALUES (1);
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('paliad.t', '{b}');
--- a column that is left out of a parent alone
--: ignores TABLE p
--: ignores TABLE DATA p
--: lacks TABLE c
--: ignores TABLE g
--: ignores TABLE DATA g
--: ignores TABLE h
--: ignores TABLE DATA h
CREATE TABLE paliad.p (a int, s text, b int);
CREATE TABLE paliad.c (own text) INHERITS (paliad.p);
CREATE TABLE paliad.g (a int, s int, b int GENERATED ALWAYS AS (s * 2) STORED);
CREATE TABLE paliad.h (own text, b int GENERATED ALWAYS AS (s * 2) STORED, s int, a int);
ALTER TABLE paliad.h INHERIT paliad.g;
INSERT INTO paliad.c VALUES (1, 'kept', 2, 'x');
INSERT INTO paliad.h (own, s, a) VALUES ('x', 3, 4);
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('paliad.p', '{s}'), ('paliad.g', '{s}');
--- a column that is left out of a child alone
--: ignores TABLE DATA c
--: ignores TABLE DATA h
--: lacks TABLE c
--: lacks TABLE h
CREATE TABLE paliad.p (a int, s text NOT NULL);
CREATE TABLE paliad.c (own text) INHERITS (paliad.p);
CREATE TABLE paliad.g (a int, s int, b int GENERATED ALWAYS AS (s * 2) STORED);
CREATE TABLE paliad.h (own text) INHERITS (paliad.g);
INSERT INTO paliad.c VALUES (1, 'secret', 'x');
INSERT INTO paliad.h (a, s, own) VALUES (1, 3, 'x');
INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('paliad.c', '{s}'), ('paliad.h', '{s}');
--- paliadin stays out, with what needs it
--: lacks TABLE paliadin_turns
--: lacks TABLE DATA paliadin_turns
--: lacks CONSTRAINT paliadin_turns paliadin_turns_pkey
--: lacks VIEW v
--: lacks FK CONSTRAINT answers answers_turn_fkey
--: lacks FUNCTION of_turn(paliad.paliadin_turns)
--: lacks SEQUENCE paliadin_seq
--: lacks SEQUENCE SET paliadin_seq
CREATE TABLE paliad.paliadin_turns (id int PRIMARY KEY, said text);
INSERT INTO paliad.paliadin_turns VALUES (1, 'secret');
CREATE TABLE paliad.answers (turn int REFERENCES paliad.paliadin_turns, body text);
INSERT INTO paliad.answers VALUES (1, 'x');
CREATE VIEW paliad.v AS SELECT said FROM paliad.paliadin_turns;
CREATE FUNCTION paliad.of_turn(paliad.paliadin_turns) RETURNS text LANGUAGE sql AS 'SELECT $1.said';
CREATE SEQUENCE paliad.paliadin_seq;
--- an orphan row stops the way back, with a hint
--: beyond pg_dump
--: ends broken
CREATE TABLE paliad.a (id int PRIMARY KEY);
CREATE TABLE paliad.b (a int CONSTRAINT no_orphans REFERENCES paliad.a);
SET session_replication_role = replica;
INSERT INTO paliad.b VALUES (7);
--- an orphan row is kept where one asks for it
--: beyond pg_dump
--: set broken=keep
--: says no_orphans
--: undrilled it says that the rows break the key
--: ignores FK CONSTRAINT b no_orphans
CREATE TABLE paliad.a (id int PRIMARY KEY);
CREATE TABLE paliad.b (a int CONSTRAINT no_orphans REFERENCES paliad.a);
SET session_replication_role = replica;
INSERT INTO paliad.b VALUES (7);
--- a check that no longer holds is kept where one asks for it
--: beyond pg_dump
--: set broken=keep
--: says in_the_future
--: ignores TABLE t
--: ignores CHECK CONSTRAINT t in_the_future
CREATE FUNCTION paliad.today() RETURNS date IMMUTABLE LANGUAGE sql AS $$ SELECT date '2026-01-01' $$;
CREATE TABLE paliad.t (d date CONSTRAINT in_the_future CHECK (d > paliad.today()));
INSERT INTO paliad.t VALUES ('2026-06-01');
CREATE OR REPLACE FUNCTION paliad.today() RETURNS date IMMUTABLE LANGUAGE sql AS $$ SELECT date '2027-01-01' $$;
--- a check that no longer holds stops the way back, with a hint
--: beyond pg_dump
--: ends broken
CREATE FUNCTION paliad.today() RETURNS date IMMUTABLE LANGUAGE sql AS $$ SELECT date '2026-01-01' $$;
CREATE TABLE paliad.t (d date CONSTRAINT in_the_future CHECK (d > paliad.today()));
INSERT INTO paliad.t VALUES ('2026-06-01');
CREATE OR REPLACE FUNCTION paliad.today() RETURNS date IMMUTABLE LANGUAGE sql AS $$ SELECT date '2027-01-01' $$;
--- foreign data wrappers and servers are named where they don't come back
--: needs file_fdw
--: lacks SERVER files
--: lacks FOREIGN TABLE f
--: lacks USER MAPPING USER MAPPING clerk SERVER files
--: lacks USER MAPPING USER MAPPING public SERVER files
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE USER MAPPING FOR clerk SERVER files;
CREATE USER MAPPING FOR PUBLIC SERVER files;
CREATE FOREIGN TABLE paliad.f (a text) SERVER files OPTIONS (filename '/dev/null');
CREATE TABLE paliad.t (a int);
