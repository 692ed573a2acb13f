--- policies of every sort
CREATE TABLE paliad.t (id uuid, owner uuid, n int);
CREATE TABLE paliad.members (u uuid);
ALTER TABLE paliad.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON paliad.t USING (owner = auth.uid());
CREATE POLICY "Nur lesen" ON paliad.t AS RESTRICTIVE FOR SELECT TO clerk, lawyer USING (EXISTS (SELECT FROM paliad.members WHERE u = auth.uid()));
CREATE POLICY ins ON paliad.t FOR INSERT TO PUBLIC WITH CHECK (n > 0);
CREATE POLICY upd ON paliad.t FOR UPDATE TO partner USING (n > 1) WITH CHECK (n > 2);
CREATE POLICY del ON paliad.t FOR DELETE TO current_user USING (false);
CREATE POLICY self ON paliad.members USING (u IN (SELECT owner FROM paliad.t));
COMMENT ON POLICY own ON paliad.t IS 'his own';
INSERT INTO paliad.t VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', 1);
INSERT INTO paliad.members VALUES ('00000000-0000-4000-8000-000000000002');
--- a policy on a table without row-level security, row-level security without a policy, on partitions
CREATE TABLE paliad.a (x int);
CREATE POLICY idle ON paliad.a USING (true);
CREATE TABLE paliad.b (x int);
ALTER TABLE paliad.b ENABLE ROW LEVEL SECURITY;
CREATE TABLE paliad.c (x int);
ALTER TABLE paliad.c FORCE ROW LEVEL SECURITY;
CREATE TABLE paliad.p (x int) PARTITION BY LIST (x);
CREATE TABLE paliad.p1 PARTITION OF paliad.p FOR VALUES IN (1);
ALTER TABLE paliad.p1 ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.p ENABLE ROW LEVEL SECURITY;
CREATE POLICY pol ON paliad.p1 USING (x > 0);
INSERT INTO paliad.p VALUES (1);
--- policies that call functions of each other's tables
CREATE TABLE paliad.matters (id int PRIMARY KEY, lead uuid);
CREATE TABLE paliad.team (matter int REFERENCES paliad.matters, u uuid);
CREATE FUNCTION paliad.may_see(m int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = paliad BEGIN ATOMIC
  SELECT EXISTS (SELECT FROM paliad.team t WHERE t.matter = m AND t.u = auth.uid()); END;
ALTER TABLE paliad.matters ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON paliad.matters USING (paliad.may_see(id));
ALTER TABLE paliad.team ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON paliad.team USING (matter IN (SELECT id FROM paliad.matters));
INSERT INTO paliad.matters VALUES (1, NULL);
--- rights in everything
CREATE TABLE paliad.t (a int, b text, c text);
GRANT SELECT, INSERT ON paliad.t TO clerk;
GRANT UPDATE (a, b) ON paliad.t TO clerk;
GRANT SELECT (c), REFERENCES (a) ON paliad.t TO lawyer WITH GRANT OPTION;
GRANT ALL ON paliad.t TO partner;
GRANT TRIGGER, TRUNCATE ON paliad.t TO PUBLIC;
CREATE SEQUENCE paliad.s;
GRANT USAGE ON SEQUENCE paliad.s TO clerk;
CREATE TYPE paliad.e AS ENUM ('x');
CREATE DOMAIN paliad.d AS int;
REVOKE USAGE ON TYPE paliad.e FROM PUBLIC;
GRANT USAGE ON TYPE paliad.e TO clerk;
REVOKE USAGE ON DOMAIN paliad.d FROM PUBLIC;
GRANT USAGE ON SCHEMA paliad, kanzlei TO clerk, lawyer;
GRANT CREATE ON SCHEMA kanzlei TO partner WITH GRANT OPTION;
CREATE FUNCTION paliad.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION paliad.f(int) FROM PUBLIC;
CREATE PROCEDURE paliad.p() LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON PROCEDURE paliad.p() TO clerk;
--- rights that the owner took from himself
CREATE TABLE paliad.t (a int);
REVOKE INSERT, UPDATE ON paliad.t FROM postgres;
CREATE TABLE paliad.nobody (a int);
REVOKE ALL ON paliad.nobody FROM postgres;
CREATE VIEW paliad.v AS SELECT 1 AS one;
REVOKE ALL ON paliad.v FROM postgres;
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION paliad.f() FROM postgres, PUBLIC;
INSERT INTO paliad.nobody VALUES (1);
--- a chain of grantors
GRANT USAGE, CREATE ON SCHEMA paliad TO app_owner;
GRANT USAGE ON SCHEMA paliad TO lawyer, clerk, partner;
CREATE TABLE paliad.t (a int, b int);
ALTER TABLE paliad.t OWNER TO app_owner;
SET ROLE app_owner;
GRANT SELECT ON paliad.t TO lawyer WITH GRANT OPTION;
GRANT UPDATE (b) ON paliad.t TO partner WITH GRANT OPTION;
SET ROLE lawyer;
GRANT SELECT ON paliad.t TO partner WITH GRANT OPTION;
SET ROLE partner;
GRANT SELECT ON paliad.t TO clerk;
GRANT UPDATE (b) ON paliad.t TO clerk;
RESET ROLE;
INSERT INTO paliad.t VALUES (1, 2);
--- owners of everything
GRANT USAGE, CREATE ON SCHEMA paliad, kanzlei TO app_owner, lawyer;
SET ROLE app_owner;
CREATE TABLE paliad.t (a serial PRIMARY KEY, b int GENERATED ALWAYS AS IDENTITY);
CREATE TYPE paliad.e AS ENUM ('x');
CREATE TYPE paliad.c AS (a int);
CREATE DOMAIN paliad.d AS int;
CREATE TYPE paliad.r AS RANGE (subtype = int);
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE paliad.p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE paliad.agg(int) (SFUNC = int4pl, STYPE = int);
CREATE OPERATOR paliad.+@ (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
CREATE VIEW paliad.v AS SELECT a FROM paliad.t;
CREATE MATERIALIZED VIEW paliad.m AS SELECT a FROM paliad.t;
CREATE SEQUENCE paliad.s;
CREATE STATISTICS paliad.st ON a, b FROM paliad.t;
CREATE TEXT SEARCH CONFIGURATION paliad.ts (COPY = german);
CREATE TEXT SEARCH DICTIONARY paliad.di (TEMPLATE = simple);
CREATE COLLATION paliad.co (locale = 'C');
SET ROLE lawyer;
CREATE TABLE kanzlei.t (a int);
RESET ROLE;
ALTER SCHEMA kanzlei OWNER TO partner;
INSERT INTO paliad.t DEFAULT VALUES;
--- the function of an index runs with the rights of the table's owner
GRANT USAGE, CREATE ON SCHEMA paliad TO app_owner;
SET ROLE app_owner;
CREATE FUNCTION paliad.f(a int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF current_user <> 'app_owner' THEN RAISE 'it runs as %', current_user; END IF;
  RETURN a;
END $$;
CREATE TABLE paliad.t (a int);
INSERT INTO paliad.t VALUES (1);
CREATE INDEX t_f ON paliad.t (paliad.f(a));
RESET ROLE;
--- default privileges
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT SELECT ON TABLES TO clerk;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA kanzlei GRANT ALL ON SEQUENCES TO lawyer WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA paliad GRANT EXECUTE ON FUNCTIONS TO clerk;
ALTER DEFAULT PRIVILEGES FOR ROLE lawyer GRANT USAGE ON SCHEMAS TO clerk;
ALTER DEFAULT PRIVILEGES FOR ROLE lawyer REVOKE USAGE ON TYPES FROM PUBLIC;
CREATE TABLE paliad.with_them (a int);
REVOKE SELECT ON paliad.with_them FROM clerk;
CREATE TABLE paliad.with_them_too (a int);
GRANT USAGE, CREATE ON SCHEMA paliad, kanzlei TO app_owner;
SET ROLE app_owner;
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE kanzlei.t (a serial);
--- a role that the target's cluster lacks
--: between ALTER ROLE departed RENAME TO departed_since
--: says role "departed" does not exist
--: ignores TABLE t
--: ignores ACL TABLE t
--: ignores ACL TABLE u
--: ignores POLICY u p
--: unnamed policy p on paliad.u
CREATE TABLE paliad.t (a int);
INSERT INTO paliad.t VALUES (1);
ALTER TABLE paliad.t OWNER TO departed;
CREATE TABLE paliad.u (a int);
GRANT SELECT ON paliad.u TO departed, clerk;
ALTER TABLE paliad.u ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON paliad.u TO departed, clerk USING (true);
--- roles with odd names
CREATE TABLE paliad.t (a int);
GRANT SELECT ON paliad.t TO "Dr. Groß", "a""b";
ALTER TABLE paliad.t OWNER TO "Dr. Groß";
CREATE POLICY p ON paliad.t TO "a""b" USING (true);
