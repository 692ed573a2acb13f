-- Dates and times: the limits of PostgreSQL's calendar and of a spreadsheet's, and fractions.

CREATE TABLE paliad.dates (n serial PRIMARY KEY, day date);
INSERT INTO paliad.dates (day) VALUES
  ('4713-11-24 BC'), ('0044-03-15 BC'), ('0001-12-31 BC'), ('0001-01-01'), ('1582-10-15'), ('1899-12-30'),
  ('1899-12-31'), ('1900-01-01'), ('1900-02-28'), ('1900-03-01'), ('1900-03-02'), ('1904-01-01'), ('1970-01-01'),
  ('2000-02-29'), ('2024-02-29'), ('2100-02-28'), ('9999-12-31'), ('10000-01-01'), ('294276-12-31'),
  ('5874897-12-31'), ('infinity'), ('-infinity'), (NULL);

CREATE TABLE paliad.instants (n serial PRIMARY KEY, local timestamp, zoned timestamptz);
INSERT INTO paliad.instants (local, zoned)
SELECT t::timestamp, (t || CASE WHEN t LIKE '%infinity' THEN '' ELSE '+00' END)::timestamptz
  FROM unnest(ARRAY[
    '4714-11-24 00:00:00 BC', '0044-03-15 12:00:00 BC', '0001-01-01 00:00:00', '1899-12-31 23:59:59.999',
    '1900-01-01 00:00:00', '1900-02-28 23:59:59.999', '1900-03-01 00:00:00', '1900-03-01 00:00:00.001',
    '1900-03-01 00:00:00.000001', '1969-12-31 23:59:59.999', '1970-01-01 00:00:00', '2000-02-29 12:34:56',
    '2024-02-29 23:59:59.9', '2024-02-29 23:59:59.99', '2024-02-29 23:59:59.999', '2024-02-29 23:59:59.9999',
    '2024-02-29 23:59:59.999999', '2024-03-31 01:30:00', '2024-03-31 02:30:00', '2024-10-27 02:30:00',
    '2024-06-30 23:59:60', '2024-12-31 24:00:00', '2024-01-01 00:00:00.5', '2024-01-01 00:00:00.000001',
    '2173-10-13 23:59:59.999', '2173-10-14 00:00:00.001', '4637-11-26 12:00:00.123',
    '9999-12-31 23:59:59', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.9991', '10000-01-01 00:00:00',
    '294276-12-31 23:59:59.999999', 'infinity', '-infinity']) AS t;
INSERT INTO paliad.instants (zoned) VALUES
  (NULL), ('1890-01-01 00:00:00 Europe/Amsterdam'), ('2024-07-01 12:00:00 Europe/Berlin'), ('2024-01-01 00:00:00+15:59:59');
-- Milliseconds of a whole day, in coarse steps: a spreadsheet's fraction of a day might round one away.
INSERT INTO paliad.instants (local)
SELECT timestamp '1999-12-31' + make_interval(secs => ms / 1000.0) FROM generate_series(1, 86400000, 172801) AS ms;

CREATE TABLE paliad.times_of_day (n serial PRIMARY KEY, local time, zoned timetz, coarse time(0), tenths timestamp(1));
INSERT INTO paliad.times_of_day (local, zoned, coarse, tenths) VALUES
  ('00:00:00', '00:00:00+00', '00:00', '2024-01-01 00:00:00.1'),
  ('24:00:00', '24:00:00-15:59:59', '24:00:00', '2024-01-01 24:00:00'),
  ('23:59:59.999999', '23:59:59.999999+15:59:59', '23:59:59', '1900-03-01 00:00:00.9'),
  ('12:34:56.789', '12:34:56.789+05:45', '12:00', 'infinity'),
  (NULL, NULL, NULL, NULL);

-- PostgreSQL 14 has only 32 bits for hours.
SELECT CASE WHEN current_setting('server_version_num')::int >= 150000 THEN '2562047788:00:54.775807'
            ELSE '2147483647:59:59.999999' END AS longest \gset
CREATE TABLE paliad.intervals (n serial PRIMARY KEY, span interval, months interval month, coarse interval(0));
INSERT INTO paliad.intervals (span, months, coarse) VALUES
  ('0', '0', '0'), ('-178000000 years', '-178000000 years', '-1 second'), ('178000000 years', '11 months', '1 second'),
  ('1 year -2 months +3 days -04:05:06.789012', '1 month', '1.5 seconds'), ('-1 day', '-1 month', '-00:00:01'),
  (:'longest', NULL, NULL), (-interval :'longest', NULL, NULL), ('2147483647 days', NULL, NULL),
  ('1 month -1 day +1 microsecond', NULL, NULL), (NULL, NULL, NULL);
