-- Inheritance: each table has a sheet with its own rows only, so that none is there twice.

CREATE TABLE paliad.parents (n integer PRIMARY KEY, said text);
CREATE TABLE paliad.children (more text, PRIMARY KEY (n)) INHERITS (paliad.parents);
CREATE TABLE crm.grandchildren () INHERITS (paliad.children);
CREATE TABLE elsewhere.strays () INHERITS (paliad.parents);
CREATE TABLE paliad.paliadin_parent (n integer, said text);
CREATE TABLE paliad.looks_harmless () INHERITS (paliad.paliadin_parent);
INSERT INTO paliad.parents VALUES (1, 'parent');
INSERT INTO paliad.children VALUES (2, 'child', 'of a parent');
INSERT INTO crm.grandchildren VALUES (3, 'grandchild', 'of a parent');
INSERT INTO elsewhere.strays VALUES (4, 'stray');
INSERT INTO paliad.paliadin_parent VALUES (1, 'PALIADIN-SECRET');
INSERT INTO paliad.looks_harmless VALUES (2, 'PALIADIN-SECRET');
