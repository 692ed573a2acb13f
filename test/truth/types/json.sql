-- json keeps its text, jsonb only its value.

CREATE TABLE paliad.documents (n serial PRIMARY KEY, kept json, parsed jsonb);
INSERT INTO paliad.documents (kept, parsed)
SELECT t::json, t::jsonb
  FROM unnest(ARRAY[
    'null', 'true', '0', '-0', '""', '[]', '{}', '{"a":1,"a":2}', E'{\n  "a" : [ 1,\r\n 2 ]\t}', E'\n[1]\r',
    '1e400', '-1.50e-3', '123456789012345678901234567890.12345', '"\u00e4\ud83d\ude00\u0001\u007f"', '"\n\r\t\\\"/\/"',
    '{"": {"": [[[]]]}}', '{"b": 1, "a": 2, "aa": 3}', '"=1+1"', '"<&>"', '[null, true, false, "x", 1.0]',
    '{"umläut": "ß", "😀": "👍"}']) AS t;
INSERT INTO paliad.documents (kept) VALUES
  ('"\u0000"'), ('{"lone": "\ud800"}'), ('1e999999'), (NULL), ('{"a":1,"a":{"b":[],"b":[]}}'),
  (E'[\n\n\n\n  1\n]');
INSERT INTO paliad.documents (parsed) VALUES (jsonb_build_object('long', repeat('ä"', 20000)));
-- So many elements that jsonb stores the offset of some and the length of the others.
INSERT INTO paliad.documents (parsed)
SELECT jsonb_build_object('rows', jsonb_agg(jsonb_build_object(repeat('k', i % 7) || i, CASE i % 6
         WHEN 0 THEN to_jsonb(i * 1.10) WHEN 1 THEN to_jsonb(repeat('x', i) || chr(i)) WHEN 2 THEN 'null'
         WHEN 3 THEN jsonb_build_array(i, jsonb_build_array(), -i) WHEN 4 THEN to_jsonb(i % 4 = 0)
         ELSE jsonb_build_object('deep', jsonb_build_object('er', i)) END)))
  FROM generate_series(1, 130) AS i
UNION ALL
SELECT jsonb_object_agg(repeat('k', i % 5) || i, to_jsonb(repeat(chr(i), i))) FROM generate_series(1, 130) AS i
UNION ALL
SELECT (repeat('[', 500) || '{"a": 1.50}' || repeat(']', 500))::jsonb;

CREATE TABLE paliad.paths_in_json (n serial PRIMARY KEY, path jsonpath);
INSERT INTO paliad.paths_in_json (path) VALUES
  ('$'), ('strict $.a[*] ? (@.b > 1 && @.c like_regex "^x" flag "i")'), ('$."quoted \"key\"".size()'), (NULL);
