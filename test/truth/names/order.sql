-- Keys, and the order of rows where there is none.

CREATE TABLE paliad.no_key (a integer, b text, c json);
INSERT INTO paliad.no_key
SELECT i % 2, 'b' || i % 3, '{"c": 1}' FROM generate_series(1, 12) AS i;
INSERT INTO paliad.no_key VALUES (NULL, NULL, NULL), (NULL, NULL, NULL);
DELETE FROM paliad.no_key WHERE a = 1 AND b = 'b1';
INSERT INTO paliad.no_key VALUES (1, 'b1', '{"late": true}');

CREATE TABLE paliad.only_unorderable (document json, spot point, body xml, command cid);
INSERT INTO paliad.only_unorderable VALUES ('{"n": 3}', '(3,3)', '<c/>', '3'), ('{"n": 1}', NULL, NULL, '1'), (NULL, NULL, NULL, NULL);

CREATE TABLE paliad.turned_key (a integer, b text COLLATE "C", c integer, PRIMARY KEY (b, a) INCLUDE (c));
INSERT INTO paliad.turned_key SELECT i % 4, chr(65 + i * 7 % 11), i FROM generate_series(1, 40) AS i;

CREATE TABLE paliad.unique_but_no_key (code text UNIQUE, n integer NOT NULL UNIQUE);
INSERT INTO paliad.unique_but_no_key VALUES ('b', 2), ('a', 3), (NULL, 1);

CREATE TABLE paliad.float_key (f double precision PRIMARY KEY);
INSERT INTO paliad.float_key VALUES ('NaN'), ('-Infinity'), ('Infinity'), ('0'), ('-1e-5');

CREATE TABLE crm.clients_by_umlaut (name text PRIMARY KEY);
INSERT INTO crm.clients_by_umlaut VALUES ('Zeller'), ('Äbele'), ('abel'), ('Ärmel'), (''), ('öse');
