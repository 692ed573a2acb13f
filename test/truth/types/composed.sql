-- Arrays, enums, composites, domains, casts to json, and each of them within the others.

CREATE TYPE paliad.mood AS ENUM ('', 'sad', 'so, so', 'very "happy"', E'two\nlines', 'größer', '=1');
CREATE TYPE paliad.point_of_view AS (x integer, "Y y" text, at timestamptz, facts json, felt paliad.mood);
CREATE TYPE paliad.nested AS (outer_name text, inner_view paliad.point_of_view, many paliad.point_of_view[]);
CREATE TYPE paliad.empty_type AS ();

CREATE DOMAIN paliad.a_number AS numeric(10, 2) CHECK (value <> 13);
CREATE DOMAIN paliad.a_narrower_number AS paliad.a_number CHECK (value >= 0);
CREATE DOMAIN paliad.an_integer AS integer;
CREATE DOMAIN paliad.a_text AS text CHECK (value <> 'never');
CREATE DOMAIN paliad.a_truth AS boolean;
CREATE DOMAIN paliad.a_day AS date;
CREATE DOMAIN paliad.an_instant AS timestamptz;
CREATE DOMAIN paliad.a_document AS json;
CREATE DOMAIN paliad.a_list AS integer[];
CREATE DOMAIN paliad.a_view AS paliad.point_of_view;
CREATE DOMAIN paliad.a_mood AS paliad.mood;
CREATE DOMAIN paliad.a_range AS int4range;

CREATE TABLE paliad.arrays (
  n serial PRIMARY KEY, ints integer[], texts text[], floats double precision[], times timestamptz[], truths boolean[],
  bodies bytea[], documents json[], moods paliad.mood[], views paliad.point_of_view[], numbers paliad.a_number[],
  lists paliad.a_list[], padded char(3)[], money money[]);
INSERT INTO paliad.arrays (ints, texts, floats, times, truths) VALUES
  ('{}', '{}', '{}', '{}', '{}'),
  ('{1,NULL,-3}', '{"",NULL,"NULL","a,b","a\"b","a\\b","{","}"," x "}', '{NaN,Infinity,-Infinity,-0,0.1,5e-324}',
   '{infinity,"0044-03-15 12:00:00+00 BC","2024-07-01 12:00:00.123456+02",NULL}', '{t,f,NULL}'),
  ('[0:1][-2:-1]={{1,2},{3,4}}', '{{a,b},{c,d}}', '{{{1.5}}}', NULL, '{{t},{f}}'),
  ('[5:5]={5}', ARRAY[E'a\nb', E'c\r\nd', E'\x01', '\.', '=1'], NULL, NULL, NULL);
INSERT INTO paliad.arrays (bodies, documents, moods, views, numbers, lists, padded, money) VALUES
  ('{"\\\\x00ff",NULL,""}', ARRAY[E'{"a":\n 1, "a": 2}'::json, '[1e400]', NULL, '"\u0000"'],
   ARRAY['', 'two
lines', 'so, so', NULL]::paliad.mood[],
   ARRAY[ROW(1, 'a"b', '2024-01-01 00:00+00', E'{\n}', 'very "happy"'), NULL, ROW(NULL, NULL, NULL, NULL, NULL)]::paliad.point_of_view[],
   '{1.50,NULL,0}', '{"{1,2}","[3:3]={3}",NULL}', '{a,NULL,"  ",abc}', '{1.5,NULL,-2}'),
  ('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');

CREATE TABLE paliad.composites (
  n serial PRIMARY KEY, felt paliad.mood, seen paliad.point_of_view, deep paliad.nested, nothing paliad.empty_type,
  whole paliad.users);
INSERT INTO paliad.composites (felt, seen, deep, nothing, whole) VALUES
  ('', ROW(1, '', NULL, NULL, 'sad'), NULL, ROW(), NULL),
  ('two
lines', ROW(NULL, NULL, NULL, NULL, NULL), ROW(NULL, NULL, NULL), NULL,
   ROW('00000000-0000-4000-8000-000000000001', 'a,b', '"', E'\\')),
  ('very "happy"', ROW(-1, E'a\n"b", \\c', 'infinity', E'{"a":\r\n[1,1.0]}', 'so, so'),
   ROW('outer', ROW(2, 'inner', '0001-01-01 00:00+00 BC', '"x"', '=1'),
       ARRAY[ROW(3, 'a', NULL, '1', NULL), NULL]::paliad.point_of_view[]), ROW(), NULL),
  ('=1', NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL, NULL);

CREATE TABLE paliad.domains (
  n serial PRIMARY KEY, amount paliad.a_number, positive paliad.a_narrower_number, count paliad.an_integer,
  said paliad.a_text, truth paliad.a_truth, day paliad.a_day, instant paliad.an_instant, document paliad.a_document,
  list paliad.a_list, view paliad.a_view, mood paliad.a_mood, range paliad.a_range);
INSERT INTO paliad.domains (amount, positive, count, said, truth, day, instant, document, list, view, mood, range) VALUES
  (1.5, 0, -2147483648, '', true, '2024-02-29', '2024-02-29 12:00+00', E'{"a":\n1,"a":2}', '[0:1]={1,NULL}',
   ROW(1, 'x', '2024-01-01 00:00+00', '[]', 'sad'), 'so, so', '[1,5)'),
  ('NaN', 999999.99, 2147483647, '=1', false, 'infinity', '0044-03-15 00:00+00 BC', 'null', '{}',
   ROW(NULL, NULL, NULL, NULL, NULL), '', 'empty'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- row_to_json uses a cast to json of a type that is not built in.
CREATE TYPE paliad.grade AS ENUM ('good', 'bad');
CREATE FUNCTION paliad.grade_to_json(paliad.grade) RETURNS json LANGUAGE sql IMMUTABLE
  AS $$ SELECT json_build_object('grade', $1::text, 'passed', $1 = 'good') $$;
CREATE CAST (paliad.grade AS json) WITH FUNCTION paliad.grade_to_json(paliad.grade);
CREATE TABLE paliad.graded (n serial PRIMARY KEY, one paliad.grade, many paliad.grade[]);
INSERT INTO paliad.graded (one, many) VALUES ('good', '{good,NULL,bad}'), ('bad', '{}'), (NULL, NULL);
