-- Text with characters that are special in CSV, JSON, XML or spreadsheets.

CREATE TABLE paliad.texts (n serial PRIMARY KEY, said text);
INSERT INTO paliad.texts (said) VALUES
  (''), (NULL), (' '), (' both sides '), (E'\t'), (E'\n'), (E'\r'), (E'\r\n'), (E'\n\n'),
  (E'a\nb'), (E'a\rb'), (E'a\r\nb'), (E'a\r\r\nb\n\rc'), (E'end\n'), (E'end\r'), (E'end\r\n'), (E'\tin'),
  ('"'), ('""'), ('"quoted"'), ('a"b'), (','), ('a,b'), (';'), ('\'), ('\\'), ('\.'), ('\N'), ('\n'), ('NULL'), ('null'),
  ('='), ('=1+1'), ('=HYPERLINK("http://example.org","x")'), ('+1'), ('-1'), ('@SUM(1)'), ('''quoted'),
  (E'\t=1'), ('%0'), ('#REF!'), ('TRUE'), ('1E5'), ('007'), ('2024-01-01'), ('1.234,56'),
  ('_x000D_'), ('_x000d_'), ('_x005F_x000D_'), ('_x000D'), ('x000D_'), ('__x000D_'), ('_x000D_x000A_'),
  ('_xD800_'), ('_xFFFF_'), ('_X000D_'), ('_x00G0_'), (E'_x000D\x01'), (E'_x0041\x01_x0042_'),
  ('&amp;'), ('<b>&</b>'), (']]>'), ('<!--'), ('&#10;'), ('<?xml?>'),
  (U&'\FFFE'), (U&'\FFFF'), (U&'a\FFFEb'), (U&'_x0041\FFFE'), (U&'\FFFD'), (U&'\FEFF'), (U&'\FEFFmark'),
  (U&'\+01FFFE'), (U&'\+10FFFF'), (U&'\FDD0'), (U&'\2028\2029'), (U&'\0085'), (U&'\00A0'), (U&'\200B\200E\202E'),
  ('ÄÖÜäöüß€'), ('日本語'), ('עברית العربية'), ('😀'), ('👩‍👩‍👧‍👦'), ('🇩🇪'), (U&'e\0301'), (U&'\00E9'),
  (U&'Z\0351\0335\0327'), (E'\x7f'), (E'a\\u0000b'), (E'\b\f\v\e');

-- One row for each control character: alone, inside a text, and at both ends.
CREATE TABLE paliad.control_characters (code integer PRIMARY KEY, alone text, within text, around text);
INSERT INTO paliad.control_characters
SELECT code, chr(code), 'a' || chr(code) || 'b', chr(code) || 'c' || chr(code)
  FROM (SELECT generate_series(1, 31) UNION ALL SELECT generate_series(127, 160)) AS controls (code);

-- A cell has 32,767 UTF-16 units at most; a character beyond U+FFFF takes two.
CREATE TABLE paliad.long_texts (n serial PRIMARY KEY, body text);
INSERT INTO paliad.long_texts (body) VALUES
  (repeat('a', 32766)), (repeat('a', 32767)), (repeat('a', 32768)), (repeat('ä', 32767)), (repeat('ä', 32768)),
  (repeat('😀', 16383)), (repeat('😀', 16384)), ('a' || repeat('😀', 16383)), ('ab' || repeat('😀', 16383)),
  (repeat('😀', 20000)), ('a' || repeat('😀', 20000)), (repeat('a', 40000)), (repeat('ä', 40000)),
  (repeat('<&>', 13334)), (repeat(E'\n', 40000)), (repeat('_x000D_', 6000)), (repeat(E'\x01', 33000)),
  (repeat('=', 40000)), ('"' || repeat('","', 13333) || '"');

CREATE TABLE paliad.characters (
  n serial PRIMARY KEY, padded char(5), one char, bounded varchar(3), named name, single "char");
INSERT INTO paliad.characters (padded, one, bounded, named, single) VALUES
  ('', '', '', '', ''), ('a', 'a', 'a', 'a', 'a'), ('abcde', 'ä', 'äöü', repeat('n', 63)::name, '\'),
  ('ä', ' ', E'\n\r\t', 'quoted "name"', '"'), (E'\n', E'\n', '"""', 'a,b', ','), (NULL, NULL, NULL, NULL, NULL),
  ('=', '=', '=1', '=1', '='), ('😀', '😀', '😀😀😀', '😀', '\200'), ('\.', '.', '\.', '\.', E'\n');
