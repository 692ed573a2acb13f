-- Tables without columns, with one column, and with very many columns.

CREATE TABLE paliad.no_columns ();
INSERT INTO paliad.no_columns DEFAULT VALUES;
INSERT INTO paliad.no_columns DEFAULT VALUES;
CREATE TABLE paliad.no_columns_no_rows ();
CREATE TABLE paliad.no_rows (n integer, said text);

-- A line with only \. ends COPY's data, and an empty line is a NULL: as values both must be quoted.
CREATE TABLE paliad.one_text (said text);
INSERT INTO paliad.one_text VALUES ('\.'), (''), (NULL), (E'\n'), ('"'), ('\.x'), (' \.');
CREATE TABLE paliad.one_odd_header ("\." text);
INSERT INTO paliad.one_odd_header VALUES ('\.'), (NULL);
CREATE TABLE paliad.dropped_to_one (gone integer, said text, gone_too json);
INSERT INTO paliad.dropped_to_one VALUES (1, '\.', '1');
ALTER TABLE paliad.dropped_to_one DROP gone, DROP gone_too;
CREATE TABLE paliad.two_texts (a text, b text);
INSERT INTO paliad.two_texts VALUES ('\.', ''), (NULL, NULL), ('', '\.');
-- A column that was added later with a default, which the existing row does not store.
CREATE TABLE paliad.filled_later (n integer PRIMARY KEY);
INSERT INTO paliad.filled_later VALUES (1);
ALTER TABLE paliad.filled_later ADD later timestamptz DEFAULT '2024-01-01 00:00+00', ADD empty text DEFAULT '';

SELECT format('CREATE TABLE paliad.wide (%s)', string_agg(format('c%s integer', c), ', ' ORDER BY c)),
       format('INSERT INTO paliad.wide SELECT %s', string_agg(c::text, ', ' ORDER BY c))
  FROM generate_series(1, 1000) AS c
\gexec
