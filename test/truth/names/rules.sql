-- An admin's rules for some of these tables.
CREATE TABLE paliad.ruled_out (n integer);
CREATE TABLE paliad.ruled_reference (n integer PRIMARY KEY, kept text, "left, out" text);
INSERT INTO paliad.ruled_reference VALUES (1, 'kept', 'OMITTED-SECRET');
INSERT INTO paliad.backup_sheet_rules (relation, kind, excluded, sort_order, omit_columns, note) VALUES
  ('paliad.ruled_out', NULL, true, NULL, '{}', 'a rule of the house'),
  ('paliad.ruled_reference', 'ref', false, 1, '{"left, out"}', NULL);
