-- Bytes, bits, identifiers.

CREATE TABLE paliad.bytes (n serial PRIMARY KEY, body bytea);
INSERT INTO paliad.bytes (body) VALUES
  (''), (NULL), ('\x00'), ('\xff'), ('\x5c2e0a'), (decode(repeat('00ff', 10000), 'hex')),
  ((SELECT decode(string_agg(lpad(to_hex(b), 2, '0'), '' ORDER BY b), 'hex') FROM generate_series(0, 255) AS b));

CREATE TABLE paliad.bits (n serial PRIMARY KEY, fixed bit(8), one bit, varying bit varying, most bit varying(5));
INSERT INTO paliad.bits (fixed, one, varying, most) VALUES
  (B'00000000', B'0', B'', B''), (B'11111111', B'1', repeat('10', 500)::varbit, B'10101'), (X'A5', B'1', X'00', B'0'),
  (NULL, NULL, NULL, NULL);

CREATE TABLE paliad.uuids (id uuid PRIMARY KEY, other uuid);
INSERT INTO paliad.uuids VALUES
  ('00000000-0000-0000-0000-000000000000', NULL),
  ('ffffffff-ffff-ffff-ffff-ffffffffffff', '{A0EEBC99-9C0B4EF8-BB6D6BB9-BD380A11}');
