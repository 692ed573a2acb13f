-- Columns whose names are special in CSV, JSON, spreadsheets or SQL.

SELECT format('CREATE TABLE paliad.odd_columns (%s, PRIMARY KEY (%I))', string_agg(format('%I text', name), ', ' ORDER BY n), 'a,"b'),
       format('INSERT INTO paliad.odd_columns VALUES (%s)', string_agg(quote_literal(name), ', ' ORDER BY n))
  FROM unnest(ARRAY[
    'a,"b', '"', '\', '\.', '', ' ', 'Id', 'ID', 'id', '=HYPERLINK("http://example.org")', '=1+1', '+1', '-1', '@a', '1', ':n',
    '$1', '%s', '_x000D_', '<b>&', 'Größe', 'GRÖSSE', '日本語', '😀', U&'\FFFE', E'tab\t', E'line\nbreak', E'carriage\rreturn',
    E'bell\x07', 'select', 'q', 'r', 'row', 'row_to_json', 'said', 'ctid_', 'rückwärts"', ' both ', repeat('c', 63), repeat('ü', 31)
  ]) WITH ORDINALITY AS names (name, n)
 WHERE name <> ''
\gexec

CREATE TABLE paliad."one column named like the table" ("one column named like the table" integer);
INSERT INTO paliad."one column named like the table" VALUES (2), (1), (NULL);
