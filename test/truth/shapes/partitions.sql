-- Partitions that differ from their table, and tables with several parents.

CREATE TABLE paliad.journal (id integer NOT NULL, day date NOT NULL, kind text DEFAULT 'entry', amount numeric, CHECK (amount < 1000))
  PARTITION BY RANGE (day);
-- Made before it was attached: another order of columns, a dropped column, and defaults, keys and names of its own.
CREATE TABLE crm.journal_2023 (
  gone text, amount numeric, kind text DEFAULT 'old entry' NOT NULL, day date NOT NULL, id integer NOT NULL, gone_too integer,
  CONSTRAINT its_own_key PRIMARY KEY (id, day, kind), CONSTRAINT its_own_check CHECK (kind <> 'new'),
  CONSTRAINT journal_amount_check CHECK (amount < 1000)) WITH (fillfactor = 50);
ALTER TABLE crm.journal_2023 DROP gone, DROP gone_too;
CREATE INDEX its_own_index ON crm.journal_2023 (kind);
CREATE INDEX another_of_its_own ON crm.journal_2023 (amount) WHERE amount > 5;
ALTER TABLE paliad.journal ATTACH PARTITION crm.journal_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE paliad.journal_2024 PARTITION OF paliad.journal FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (kind);
CREATE TABLE paliad.journal_2024_entry PARTITION OF paliad.journal_2024 FOR VALUES IN ('entry');
CREATE TABLE elsewhere.journal_2024_rest PARTITION OF paliad.journal_2024 DEFAULT;
CREATE TABLE paliad.journal_rest PARTITION OF paliad.journal DEFAULT;
ALTER TABLE paliad.journal ADD CONSTRAINT journal_key PRIMARY KEY (id, day, kind);
CREATE INDEX journal_kind ON paliad.journal (kind);
CREATE INDEX journal_half ON ONLY paliad.journal (amount, kind);
CREATE TABLE paliad.journal_notes (
  journal_id integer, day date, kind text, said text, FOREIGN KEY (journal_id, day, kind) REFERENCES paliad.journal ON DELETE CASCADE);
CREATE TABLE paliad.kinds (kind text PRIMARY KEY);
INSERT INTO paliad.kinds VALUES ('entry'), ('old entry'), ('late'), ('other');
ALTER TABLE paliad.journal ADD CONSTRAINT journal_kind_known FOREIGN KEY (kind) REFERENCES paliad.kinds;
INSERT INTO paliad.journal
SELECT i, date '2022-06-01' + i * 11, (ARRAY['entry', 'late', 'other'])[i % 3 + 1], i / 4.0 FROM generate_series(1, 120) AS i;
INSERT INTO paliad.journal_notes SELECT id, day, kind, 'note ' || id FROM paliad.journal WHERE id % 5 = 0;
COMMENT ON TABLE crm.journal_2023 IS 'an old year';

-- Partition keys that need functions of the database, or types that are restored as text: restored as one table with
-- all rows.
CREATE FUNCTION paliad.first_letter(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left($1, 1)';
CREATE TABLE paliad.by_letter (name text NOT NULL, n integer) PARTITION BY LIST (paliad.first_letter(name));
CREATE TABLE paliad.by_letter_a PARTITION OF paliad.by_letter FOR VALUES IN ('a');
CREATE TABLE paliad.by_letter_rest PARTITION OF paliad.by_letter DEFAULT PARTITION BY HASH (n);
CREATE TABLE paliad.by_letter_rest_0 PARTITION OF paliad.by_letter_rest FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE INDEX by_letter_name ON paliad.by_letter (name);
INSERT INTO paliad.by_letter VALUES ('anna', 1), ('berta', 2), ('cecile', 3);
CREATE TABLE paliad.by_relation (relation regclass, n integer) PARTITION BY LIST (relation);
CREATE TABLE paliad.by_relation_rest PARTITION OF paliad.by_relation DEFAULT;
INSERT INTO paliad.by_relation VALUES ('paliad.users', 1), (NULL, 2);
CREATE TABLE paliad.by_secret (id integer, secret integer) PARTITION BY RANGE (secret);
CREATE TABLE paliad.by_secret_low PARTITION OF paliad.by_secret FOR VALUES FROM (0) TO (10);
INSERT INTO paliad.by_secret VALUES (1, 5), (2, 6);
CREATE TABLE paliad.half_flat (n integer, name text) PARTITION BY RANGE (n);
CREATE TABLE paliad.half_flat_low PARTITION OF paliad.half_flat FOR VALUES FROM (0) TO (10) PARTITION BY LIST (paliad.first_letter(name));
CREATE TABLE paliad.half_flat_low_a PARTITION OF paliad.half_flat_low FOR VALUES IN ('a');
CREATE TABLE paliad.half_flat_high PARTITION OF paliad.half_flat FOR VALUES FROM (10) TO (20);
INSERT INTO paliad.half_flat VALUES (1, 'anna'), (11, 'berta');
-- The partition key needs no such object: the table stays partitioned, although a column needs one.
CREATE TABLE paliad.judged (n integer, fine boolean GENERATED ALWAYS AS (paliad.is_fine('good')) STORED) PARTITION BY RANGE (n);
CREATE TABLE paliad.judged_low PARTITION OF paliad.judged FOR VALUES FROM (0) TO (10);
INSERT INTO paliad.judged VALUES (1), (2);

-- A table with two parents and a child; one with a parent that isn't backed up.
CREATE TABLE paliad.persons (id integer NOT NULL, name text, CONSTRAINT has_name CHECK (name <> ''));
CREATE TABLE paliad.payees (iban text DEFAULT 'none', name text);
CREATE TABLE paliad.agents (since date, PRIMARY KEY (id)) INHERITS (paliad.payees, paliad.persons);
CREATE TABLE crm.foreign_agents (country text, CONSTRAINT has_name CHECK (name <> '')) INHERITS (paliad.agents);
ALTER TABLE paliad.persons ADD CONSTRAINT short_name CHECK (length(name) < 9) NOT VALID, ADD CONSTRAINT its_own CHECK (id > 0) NO INHERIT;
INSERT INTO paliad.persons VALUES (1, 'Anna');
INSERT INTO paliad.payees VALUES ('DE1', 'Berta');
INSERT INTO paliad.agents (id, name, since) VALUES (2, 'Cecile', '2024-01-01');
INSERT INTO crm.foreign_agents (id, name, country) VALUES (3, 'Dora', 'FR');
CREATE TABLE elsewhere.parents (n integer, CHECK (n > 0));
CREATE TABLE paliad.orphans (said text) INHERITS (elsewhere.parents);
INSERT INTO paliad.orphans VALUES (1, 'alone');
