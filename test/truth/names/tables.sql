-- Tables whose names are special to file systems, zips, spreadsheets, SQL or psql.

SELECT format('CREATE TABLE paliad.%I (n integer PRIMARY KEY, said text); INSERT INTO paliad.%1$I VALUES (1, %L)', name, name)
  FROM unnest(ARRAY[
    'quoted "name"', '"', '""', 'it''s', '''begin', 'end''', 'a,b', 'a;b', 'a.b', 'a/b', '/etc/passwd', '../up', 'a\b',
    '..', '.', '...', '.hidden', 'ends.', 'ends ', ' begins', ' ', '   ', '-dash', '--', '#', '#link!A1', '%', '%s', '$1', ':n',
    ':''n''', '@', '~', '?', '*', '[a]', '[a]:*?/\', '<b>&amp;</b>', '&', '|', '=1+1', '=cmd|''/c calc''!A1', '+1', '1', '1e5',
    'TRUE', 'NULL', '_x0041_', 'History', 'CON', 'con.txt', 'nul', 'COM1', 'LPT¹', 'Sheet1', 'manifest.json', 'R1C1', 'A1',
    'select', 'user', 'order', 'table', 'row', 'all', 'ref_', 'ref__', 'ref', 'Umläüt ß', 'ÄÖÜ', '日本語', '😀', '👩‍👩‍👧‍👦',
    E'tab\there', E'line\nbreak', E'carriage\rreturn', E'bell\x07', U&'\FFFE', U&'\0085\00A0', U&'right\202Eleft', U&'e\0301',
    repeat('n', 63), repeat('ä', 31), repeat('😀', 15), repeat('"', 63), repeat(' ', 63), repeat('.', 63), repeat('/', 63)
  ]) AS name
\gexec
