-- json keeps its text, jsonb its value.

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

CREATE TABLE paliad.paths_in_json (n serial PRIMARY KEY, path jsonpath);
INSERT INTO paliad.paths_in_json (path) VALUES
  ('$'), ('strict $.a[*] ? (@.b > 1 && @.c like_regex "^x" flag "i")'), ('$."quoted \"key\"".size()'), (NULL);
