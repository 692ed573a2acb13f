-- Ranges and multiranges, the built-in ones and one over text.

CREATE TYPE paliad.text_range AS RANGE (subtype = text, collation = "C");
CREATE TABLE paliad.ranges (
  n serial PRIMARY KEY, ints int4range, bigs int8range, numbers numrange, days daterange, locals tsrange,
  instants tstzrange, words paliad.text_range);
INSERT INTO paliad.ranges (ints, bigs, numbers, days, locals, instants, words) VALUES
  ('empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty'),
  ('(,)', '(,)', '(,)', '(,)', '(,)', '(,)', '(,)'),
  ('[-2147483648,2147483646]', '[-9223372036854775808,0)', '[NaN,NaN]', '[0044-03-15 BC,infinity]',
   '[2024-01-01 00:00:00.5,infinity)', '[2024-01-01 00:00+02,2024-01-01 00:00:00.000001+00]', '["a,b","c""d)"]'),
  (NULL, NULL, '(-Infinity,1.50]', NULL, NULL, NULL, E'["",\\=]');

CREATE TABLE paliad.multiranges (
  n serial PRIMARY KEY, ints int4multirange, bigs int8multirange, numbers nummultirange, days datemultirange,
  locals tsmultirange, instants tstzmultirange, words paliad.text_multirange);
INSERT INTO paliad.multiranges (ints, bigs, numbers, days, locals, instants, words) VALUES
  ('{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  ('{[1,2),[5,9]}', '{(,5)}', '{[1.0,1.0],(2,)}', '{[2024-01-01,2024-02-01)}', '{(,2024-01-01),[infinity,)}',
   '{[2024-01-01 00:00+02,2024-06-01 00:00+02)}', '{[a,b),["c,","d"]}'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
