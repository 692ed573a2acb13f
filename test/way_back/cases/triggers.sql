--- triggers in all enabled states
CREATE TABLE paliad.t (a int, b text);
CREATE FUNCTION paliad.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
INSERT INTO paliad.t VALUES (1, 'x');
CREATE TRIGGER one BEFORE INSERT OR UPDATE OF b, a ON paliad.t FOR EACH ROW WHEN (NEW.a > 0 AND NEW.b IS DISTINCT FROM 'y') EXECUTE FUNCTION paliad.note('arg', E'with '' and \\');
CREATE TRIGGER two AFTER DELETE OR TRUNCATE ON paliad.t EXECUTE FUNCTION paliad.note();
CREATE TRIGGER three AFTER UPDATE ON paliad.t FOR EACH ROW EXECUTE FUNCTION paliad.note();
CREATE TRIGGER "Vier" AFTER UPDATE ON paliad.t FOR EACH ROW EXECUTE FUNCTION paliad.note();
ALTER TABLE paliad.t DISABLE TRIGGER two;
ALTER TABLE paliad.t ENABLE REPLICA TRIGGER three;
ALTER TABLE paliad.t ENABLE ALWAYS TRIGGER "Vier";
COMMENT ON TRIGGER one ON paliad.t IS 'the first';
--- triggers that would act on the rows that come back
CREATE TABLE paliad.t (a int, b text);
CREATE TABLE paliad.audit (id int GENERATED ALWAYS AS IDENTITY, what text);
CREATE FUNCTION paliad.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO paliad.audit (what) VALUES (TG_OP); RETURN NEW; END $$;
CREATE FUNCTION paliad.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'nothing may be written'; END $$;
CREATE TRIGGER note AFTER INSERT ON paliad.t FOR EACH ROW EXECUTE FUNCTION paliad.note();
INSERT INTO paliad.t VALUES (1, 'x');
CREATE TRIGGER refuse BEFORE INSERT ON paliad.t FOR EACH ROW EXECUTE FUNCTION paliad.refuse();
ALTER TABLE paliad.t ENABLE ALWAYS TRIGGER refuse;
--- constraint triggers and transition tables
CREATE TABLE paliad.t (a int);
CREATE TABLE paliad.u (a int);
CREATE FUNCTION paliad.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER c AFTER INSERT OR UPDATE ON paliad.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION paliad.note();
CREATE CONSTRAINT TRIGGER d AFTER DELETE ON paliad.t FROM paliad.u NOT DEFERRABLE FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION paliad.note();
CREATE TRIGGER trans AFTER UPDATE ON paliad.t REFERENCING OLD TABLE AS before NEW TABLE AS "Nach" FOR EACH STATEMENT EXECUTE FUNCTION paliad.note();
--- triggers of partitioned tables, of partitions, and changed in one
CREATE TABLE paliad.t (a int) PARTITION BY RANGE (a);
CREATE TABLE paliad.t1 PARTITION OF paliad.t FOR VALUES FROM (0) TO (10);
CREATE TABLE paliad.t2 PARTITION OF paliad.t DEFAULT;
CREATE FUNCTION paliad.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER of_all AFTER INSERT ON paliad.t FOR EACH ROW EXECUTE FUNCTION paliad.note();
CREATE TRIGGER of_one BEFORE INSERT ON paliad.t1 FOR EACH ROW EXECUTE FUNCTION paliad.note();
ALTER TABLE paliad.t2 DISABLE TRIGGER of_all;
INSERT INTO paliad.t VALUES (1), (11);
--- triggers of views, and a function of another schema
CREATE TABLE paliad.t (a int);
CREATE VIEW paliad.v AS SELECT a + 1 AS a FROM paliad.t;
CREATE FUNCTION kanzlei.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER i INSTEAD OF INSERT OR UPDATE ON paliad.v FOR EACH ROW EXECUTE FUNCTION kanzlei.note();
--- disabled foreign keys
CREATE TABLE paliad.a (id int PRIMARY KEY);
CREATE TABLE paliad.b (a int REFERENCES paliad.a);
INSERT INTO paliad.a VALUES (1);
INSERT INTO paliad.b VALUES (1);
ALTER TABLE paliad.b DISABLE TRIGGER ALL;
--- a trigger whose function is not backed up
--: lacks TRIGGER t outside
--: ignores SCHEMA elsewhere
--: ignores FUNCTION f()
CREATE SCHEMA elsewhere;
CREATE FUNCTION elsewhere.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE paliad.t (a int);
CREATE TRIGGER outside AFTER INSERT ON paliad.t FOR EACH ROW EXECUTE FUNCTION elsewhere.f();
