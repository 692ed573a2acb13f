-- What is left out, and the reason that the ledger gives.
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
CREATE SCHEMA attic;
SET paliad_backup.schemas = office;

-- No data of their own, or none of this server's.
CREATE TABLE office.matters (id int PRIMARY KEY, title text);
CREATE VIEW office.open_matters AS TABLE office.matters;
CREATE MATERIALIZED VIEW office.counted AS SELECT count(*) FROM office.matters;
CREATE FOREIGN DATA WRAPPER regress_nothing;
CREATE SERVER regress_elsewhere FOREIGN DATA WRAPPER regress_nothing;
CREATE FOREIGN TABLE office.remote (id int) SERVER regress_elsewhere;
CREATE SEQUENCE office.numbers;
CREATE TYPE office.address AS (city text);
CREATE TEMPORARY TABLE matters (id int);
SELECT relation, included, reason FROM paliad_backup_sheets();

-- A partitioned table is one sheet, whatever the depth and the schema of its partitions.
CREATE TABLE office.visits (day date, place text) PARTITION BY RANGE (day);
CREATE TABLE office.visits_2025 PARTITION OF office.visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
  PARTITION BY LIST (place);
CREATE TABLE office.visits_2025_munich PARTITION OF office.visits_2025 FOR VALUES IN ('Munich');
CREATE TABLE attic.visits_2024 PARTITION OF office.visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
SELECT relation, included, coalesce(reason, query) AS why FROM paliad_backup_sheets() WHERE relation ~ 'visits';

-- Also where a branch was there before the trunk.
CREATE TABLE office.calls_2025 (day date, place text) PARTITION BY LIST (place);
CREATE TABLE office.calls_2025_munich PARTITION OF office.calls_2025 DEFAULT;
CREATE TABLE office.calls (day date, place text) PARTITION BY RANGE (day);
ALTER TABLE office.calls ATTACH PARTITION office.calls_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
SELECT relation, included, coalesce(reason, query) AS why FROM paliad_backup_sheets() WHERE relation ~ 'calls';

-- From a schema that is backed up, a partition of a table that is not stands for itself.
SET paliad_backup.schemas = attic;
SELECT relation, included, coalesce(reason, query) AS why FROM paliad_backup_sheets();
SET paliad_backup.schemas = office;

-- A partition on another server: the parent can't be read as a whole, so what is here stands for itself.
CREATE TABLE office.mail (day date, body text) PARTITION BY RANGE (day);
CREATE FOREIGN TABLE office.mail_old PARTITION OF office.mail FOR VALUES FROM ('2000-01-01') TO ('2020-01-01')
  SERVER regress_elsewhere;
CREATE TABLE office.mail_new PARTITION OF office.mail FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
SELECT relation, included, coalesce(reason, query) AS why FROM paliad_backup_sheets() WHERE relation ~ 'mail';

-- Inheritance: each table gives its own rows.
CREATE TABLE office.people (id int PRIMARY KEY);
CREATE TABLE office.lawyers (bar text) INHERITS (office.people);
CREATE TABLE attic.clerks () INHERITS (office.people);
SELECT relation, included, coalesce(reason, query) AS why FROM paliad_backup_sheets()
 WHERE relation ~ 'people|lawyers|clerks';

DROP SCHEMA office, attic CASCADE;
DROP FOREIGN DATA WRAPPER regress_nothing CASCADE;
