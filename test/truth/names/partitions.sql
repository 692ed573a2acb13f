-- A partitioned table is one sheet, in whatever schema and at whatever depth its partitions are.

CREATE TABLE paliad.payments (id integer, paid_at date, region text, amount numeric(10, 2), PRIMARY KEY (id, paid_at, region))
  PARTITION BY RANGE (paid_at);
CREATE TABLE paliad.payments_2023 PARTITION OF paliad.payments FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE paliad.payments_2024 PARTITION OF paliad.payments FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
  PARTITION BY LIST (region);
CREATE TABLE paliad.payments_2024_de PARTITION OF paliad.payments_2024 FOR VALUES IN ('de');
CREATE TABLE crm.payments_2024_at PARTITION OF paliad.payments_2024 FOR VALUES IN ('at');
CREATE TABLE elsewhere.payments_rest PARTITION OF paliad.payments DEFAULT;
INSERT INTO paliad.payments
SELECT i, date '2022-06-01' + i * 11, CASE WHEN i % 2 = 0 THEN 'de' ELSE 'at' END, i / 4.0 FROM generate_series(1, 75) AS i;

-- Without a key, and with a partition that has another order of columns and a dropped column.
CREATE TABLE paliad.events (happened timestamptz, kind text) PARTITION BY HASH (kind);
CREATE TABLE paliad.events_0 PARTITION OF paliad.events FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE crm.events_1 (gone integer, kind text, gone_too json, happened timestamptz);
ALTER TABLE crm.events_1 DROP gone, DROP gone_too;
ALTER TABLE paliad.events ATTACH PARTITION crm.events_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO paliad.events
SELECT timestamptz '2024-01-01 00:00+00' + i % 3 * interval '1 hour', 'kind ' || i % 5 FROM generate_series(1, 60) AS i;

CREATE TABLE paliad.no_partitions (n integer) PARTITION BY LIST (n);

-- The partitioned table is not backed up, but this partition is.
CREATE TABLE elsewhere.measurements (n integer PRIMARY KEY) PARTITION BY RANGE (n);
CREATE TABLE paliad.measurements_low PARTITION OF elsewhere.measurements FOR VALUES FROM (0) TO (10);
CREATE TABLE elsewhere.measurements_high PARTITION OF elsewhere.measurements FOR VALUES FROM (10) TO (20);
INSERT INTO elsewhere.measurements SELECT generate_series(0, 19);

-- A partition that must never be backed up: its table is left out too.
CREATE TABLE paliad.notes (n integer PRIMARY KEY, said text) PARTITION BY RANGE (n);
CREATE TABLE paliad.notes_low PARTITION OF paliad.notes FOR VALUES FROM (0) TO (10);
CREATE TABLE paliad.paliadin_notes PARTITION OF paliad.notes FOR VALUES FROM (10) TO (20);
INSERT INTO paliad.notes VALUES (1, 'harmless'), (10, 'PALIADIN-SECRET');
