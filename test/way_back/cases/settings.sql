--- a target with array_nulls off
--: target ALTER DATABASE :"TARGET" SET array_nulls = off
CREATE TABLE paliad.t (a text[]);
INSERT INTO paliad.t VALUES ('{NULL,"NULL",x}');
--- a target with xmloption document
--: target ALTER DATABASE :"TARGET" SET xmloption = 'document'
CREATE TABLE paliad.t (a xml);
INSERT INTO paliad.t VALUES ('no document'), ('<a/><b/>');
--- a target with timeouts
--: target ALTER DATABASE :"TARGET" SET statement_timeout = '1ms'
--: target ALTER DATABASE :"TARGET" SET lock_timeout = '1ms'
--: target ALTER DATABASE :"TARGET" SET idle_in_transaction_session_timeout = '1ms'
CREATE TABLE paliad.t (a int PRIMARY KEY);
INSERT INTO paliad.t SELECT generate_series(1, 20000);
--- a target with a limit on transactions
--: since 17
--: target ALTER DATABASE :"TARGET" SET transaction_timeout = '200ms'
CREATE TABLE paliad.t (a int PRIMARY KEY);
INSERT INTO paliad.t SELECT generate_series(1, 400000);
--- a target that is read-only by default
--: target ALTER DATABASE :"TARGET" SET default_transaction_read_only = on
CREATE TABLE paliad.t (a int);
INSERT INTO paliad.t VALUES (1);
--- a target with standard_conforming_strings off
--: target ALTER DATABASE :"TARGET" SET standard_conforming_strings = off
CREATE TABLE paliad.t (a text DEFAULT '\x', CHECK (a <> 'c:\d'));
COMMENT ON TABLE paliad.t IS 'a \ b';
CREATE FUNCTION paliad.f() RETURNS text LANGUAGE sql AS 'SELECT ''\n''';
INSERT INTO paliad.t VALUES ('\');
--- a target with another way of writing dates, intervals, bytea, zones
--: target ALTER DATABASE :"TARGET" SET datestyle = 'SQL, DMY'
--: target ALTER DATABASE :"TARGET" SET intervalstyle = 'sql_standard'
--: target ALTER DATABASE :"TARGET" SET bytea_output = 'escape'
--: target ALTER DATABASE :"TARGET" SET timezone = 'America/St_Johns'
--: target ALTER DATABASE :"TARGET" SET extra_float_digits = 0
CREATE TABLE paliad.t (d date DEFAULT '2026-02-03', t timestamptz DEFAULT '2026-02-03 04:05:06+00', i interval DEFAULT '-1 day +02:03', b bytea, f float8);
INSERT INTO paliad.t (b, f) VALUES ('\x00ff5c', 0.1::float8 + 0.2);
CREATE TABLE paliad.p (d date) PARTITION BY RANGE (d);
CREATE TABLE paliad.p1 PARTITION OF paliad.p FOR VALUES FROM ('2026-02-03') TO ('2026-12-11');
--- a target with a search path, a role's row security and quiet messages of its own
--: target ALTER DATABASE :"TARGET" SET search_path = kanzlei, paliad
--: target ALTER DATABASE :"TARGET" SET row_security = off
--: target ALTER DATABASE :"TARGET" SET client_min_messages = 'debug1'
--: target ALTER DATABASE :"TARGET" SET check_function_bodies = on
--: target ALTER DATABASE :"TARGET" SET default_table_access_method = 'heap'
CREATE FUNCTION paliad.later() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE paliad.t (a int DEFAULT paliad.later());
CREATE TABLE kanzlei.t (a text);
INSERT INTO paliad.t DEFAULT VALUES;
--- a target with transform_null_equals, quoted identifiers, backslash_quote
--: target ALTER DATABASE :"TARGET" SET transform_null_equals = on
--: target ALTER DATABASE :"TARGET" SET quote_all_identifiers = on
--: target ALTER DATABASE :"TARGET" SET backslash_quote = off
CREATE TABLE paliad.t (a int, CHECK (a = NULL), b text DEFAULT E'a\'b');
CREATE VIEW paliad.v AS SELECT a = NULL AS never FROM paliad.t;
INSERT INTO paliad.t VALUES (1);
--- money in another country's way
--: money
--: target ALTER DATABASE :"TARGET" SET lc_monetary = :'MONEY'
CREATE TABLE paliad.t (m money DEFAULT '12.34', CHECK (m <> '99.99'::money));
INSERT INTO paliad.t VALUES ('12.34'), ('-1234567.89');
--- money of another country's way
--: money
ALTER DATABASE :"DBNAME" SET lc_monetary = :'MONEY';
CREATE TABLE paliad.t (m money);
SET lc_monetary = 'C';
INSERT INTO paliad.t VALUES ('12.34'), ('-1234567.89');
--- a source with contrary settings
ALTER DATABASE :"DBNAME" SET quote_all_identifiers = on;
ALTER DATABASE :"DBNAME" SET datestyle = 'German';
ALTER DATABASE :"DBNAME" SET intervalstyle = 'sql_standard';
ALTER DATABASE :"DBNAME" SET bytea_output = 'escape';
ALTER DATABASE :"DBNAME" SET search_path = kanzlei, paliad, public;
ALTER DATABASE :"DBNAME" SET array_nulls = off;
ALTER DATABASE :"DBNAME" SET xmloption = 'document';
CREATE TABLE paliad.t (d date DEFAULT '2026-02-03', i interval DEFAULT '-1 day +02:03', b bytea DEFAULT '\x00', a text[] DEFAULT ARRAY[NULL, 'x'], x xml);
CREATE VIEW kanzlei.v AS SELECT d, i FROM paliad.t WHERE d > '2026-02-03';
INSERT INTO paliad.t VALUES ('2026-12-11', '1 day', '\x01', ARRAY['NULL', NULL], XMLPARSE(CONTENT 'a<b/>'));
--- a default privilege of the target's
--: target ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC
--: target ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC
--: says default privileges of role
--: ignores DEFAULT ACL
--: ignores ACL
CREATE TABLE paliad.t (a int);
GRANT SELECT ON paliad.t TO clerk;
CREATE TABLE paliad.u (a int);
CREATE FUNCTION paliad.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
