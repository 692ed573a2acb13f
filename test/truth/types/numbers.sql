-- Numbers: their limits, those with up to and with more than fifteen digits, NaN and infinities.

CREATE TABLE paliad.integers (n serial PRIMARY KEY, small smallint, whole integer, big bigint);
INSERT INTO paliad.integers (small, whole, big) VALUES
  (-32768, -2147483648, -9223372036854775808),
  (32767, 2147483647, 9223372036854775807),
  (0, 0, 0),
  (-1, -1, -1),
  (NULL, NULL, NULL),
  (1, 1, 999999999999999),
  (1, 1, -999999999999999),
  (1, 1, 1000000000000000),
  (1, 1, 1000000000000001),
  (1, 1, 9007199254740993),
  (1, 1, 1200000000000000000);

-- Since PostgreSQL 15 a scale may be negative, or larger than the precision.
SELECT CASE WHEN since_15 THEN 'numeric(5, -2)' ELSE 'numeric(7)' END AS rounded,
       CASE WHEN since_15 THEN 'numeric(3, 5)' ELSE 'numeric(5, 5)' END AS small
  FROM (SELECT current_setting('server_version_num')::int >= 150000) AS version (since_15) \gset
CREATE TABLE paliad.numerics (
  n serial PRIMARY KEY, free numeric, cents numeric(14, 2), whole numeric(38, 0),
  deep numeric(40, 38), rounded :rounded, small :small);
INSERT INTO paliad.numerics (free) VALUES
  ('NaN'), ('Infinity'), ('-Infinity'), (NULL), (0), ('0.000'), ('-0.0'),
  (1), ('1.0'), ('1.500'), ('-12345678901234.5'), ('123456789012345'), ('1234567890123456'),
  ('0.1'), ('0.30000000000000004'), ('.000000000000000000001'), ('100000000000000000000000'),
  ('123456789012345000000'), ('99999999999999.95'), ('999999999999999.5'),
  ('1e131071'), ('-1e131071'), (('1' || repeat('0', 131071) || '.' || repeat('1', 16383))::numeric),
  (('0.' || repeat('0', 16382) || '1')::numeric), ('1e307'), ('9.99e307'), ('1e308'), ('1e309'),
  ('1e-307'), ('1e-308'), ('2.5e-324'), ('1.7976931348623157e308');
INSERT INTO paliad.numerics (cents, whole, deep, rounded, small) VALUES
  ('NaN', 'NaN', 'NaN', 'NaN', 'NaN'),
  ('999999999999.99', repeat('9', 38)::numeric, ('99.' || repeat('9', 38))::numeric, '9999900', '0.00999'),
  ('-999999999999.99', 1 - 10::numeric ^ 38, ('-99.' || repeat('9', 38))::numeric, '-9999900', '-0.00999'),
  ('0.01', 0, 0, 100, '0.00001'),
  ('1234567.10', 42, '1.5', 0, 0);

CREATE TABLE paliad.floats (n serial PRIMARY KEY, single real, double double precision);
INSERT INTO paliad.floats (single, double) VALUES
  ('0', '0'), ('-0', '-0'), ('NaN', 'NaN'), ('Infinity', 'Infinity'), ('-Infinity', '-Infinity'),
  ('1e-45', '5e-324'), ('-1e-45', '-5e-324'), ('1.1754942e-38', '2.2250738585072009e-308'),
  ('1.17549435e-38', '2.2250738585072014e-308'), ('3.4028235e38', '1.7976931348623157e308'),
  ('-3.4028235e38', '-1.7976931348623157e308'), ('0.1', '0.1'), ('0.3', '0.30000000000000004'),
  ('16777217', '9007199254740993'), ('1e15', '1e15'), ('1e16', '1e16'), ('123456.78', '123456789.012345'),
  ('1e-5', '1e-5'), ('1', '1e307'), ('1', '9.99e307'), ('1', '9.991e307'), ('1', '1e-307'), ('1', '9e-308'),
  (NULL, NULL), ('1.5', '2.5e-7');

CREATE TABLE paliad.sums_of_money (n serial PRIMARY KEY, amount money);
INSERT INTO paliad.sums_of_money (amount) VALUES
  ('-92233720368547758.08'), ('92233720368547758.07'), ('0'), ('-0.01'), ('1234567.89'), (NULL);

CREATE TABLE paliad.truths (n serial PRIMARY KEY, said boolean);
INSERT INTO paliad.truths (said) VALUES (true), (false), (NULL);
