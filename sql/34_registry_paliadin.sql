-- Conversations with Paliadin: no way leads into a backup.
SET client_min_messages = warning;
LOAD 'paliad_backup';
CREATE SCHEMA office;
CREATE SCHEMA annex;
SET paliad_backup.schemas = 'office, annex';

-- By name, in any case and schema, whatever it is.
CREATE TABLE office.paliadin_turns (id int PRIMARY KEY);
CREATE TABLE office.paliadin_aichat_conversation (id int PRIMARY KEY);
CREATE TABLE office.paliadin (id int PRIMARY KEY);
CREATE TABLE office."Paliadin Notes" (id int PRIMARY KEY);
CREATE TABLE office."PALIADINX" (id int PRIMARY KEY);
CREATE TABLE annex.paliadin_turns (id int PRIMARY KEY);
CREATE VIEW office.paliadin_view AS SELECT 1;
-- These two are no such names.
CREATE TABLE office.paliad_in (id int PRIMARY KEY);
CREATE TABLE office.my_paliadin_turns (id int PRIMARY KEY);
SELECT relation, included, reason FROM paliad_backup_sheets() ORDER BY relation COLLATE "C";

-- By a view over it.
CREATE VIEW office.talks AS TABLE office.paliadin_turns;
CREATE MATERIALIZED VIEW office.kept_talks AS TABLE office.paliadin_turns;
SELECT relation, included, reason FROM paliad_backup_sheets() WHERE relation ~ 'talks';

-- As a partition: the parent can't be read without it, so its other partitions stand for themselves.
CREATE TABLE office.chats (day date) PARTITION BY RANGE (day);
CREATE TABLE office.paliadin_chats PARTITION OF office.chats DEFAULT;
CREATE TABLE office.chats_2025 PARTITION OF office.chats FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
SELECT relation, included, reason FROM paliad_backup_sheets() WHERE relation ~ 'chats';

-- As a parent, over partitions and inheritance, at any depth, from any schema.
CREATE SCHEMA cellar;
CREATE TABLE cellar.paliadin_log (day date, place text) PARTITION BY RANGE (day);
CREATE TABLE cellar.log_2025 PARTITION OF cellar.paliadin_log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
  PARTITION BY LIST (place);
CREATE TABLE office.log_munich PARTITION OF cellar.log_2025 DEFAULT;
CREATE TABLE office.remarks () INHERITS (office.paliadin_turns);
CREATE TABLE annex.later_remarks () INHERITS (office.remarks);
SELECT relation, included, reason FROM paliad_backup_sheets() WHERE relation ~ 'log|remarks';

-- By a rule.
\set SHOW_CONTEXT never
INSERT INTO paliad.backup_sheet_rules (relation, excluded) VALUES ('office.paliadin_turns', false);
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation, kind) VALUES ('office."Paliadin Notes"', 'ref');
\echo :SQLSTATE
INSERT INTO paliad.backup_sheet_rules (relation, kind) VALUES ('office.remarks', 'entity');
SELECT relation, included, reason FROM paliad_backup_sheets() WHERE relation = 'office.remarks';
-- A rule that was there before the table got its name.
INSERT INTO paliad.backup_sheet_rules (relation) VALUES ('office.paliad_in');
ALTER TABLE office.paliad_in RENAME TO paliadin_late;
ALTER TABLE paliad.backup_sheet_rules DISABLE TRIGGER check_rule;
UPDATE paliad.backup_sheet_rules SET relation = 'office.paliadin_late' WHERE relation = 'office.paliad_in';
ALTER TABLE paliad.backup_sheet_rules ENABLE TRIGGER check_rule;
SELECT relation FROM paliad_backup_sheets();
\echo :SQLSTATE
TRUNCATE paliad.backup_sheet_rules;

-- No sheet's name or query has the word.
SELECT count(*) FROM paliad_backup_sheets() WHERE included AND (sheet ~* '^paliadin' OR query ~* 'paliadin');

DROP SCHEMA office, annex, cellar CASCADE;
