-- Text search and XML.

CREATE TABLE paliad.searches (n serial PRIMARY KEY, vector tsvector, query tsquery);
INSERT INTO paliad.searches (vector, query) VALUES
  ('', ''), ('''a b'':1A,2B ''it''''s'':3 "q":16383D back\\slash', '''a b'' & !(c | ''it''''s'':*AB) <-> d <3> e'),
  (E'''line\nbreak'' größe', 'größe:*'), (NULL, NULL);

CREATE TABLE paliad.xml_documents (n serial PRIMARY KEY, body xml);
INSERT INTO paliad.xml_documents (body) VALUES
  ('<a/>'), ('<?xml version="1.0" encoding="UTF-8"?><a b="c">ä &amp; &lt;</a>'), (E'<a>\n  <b/>\r\n</a>'),
  ('text only'), ('<![CDATA[<x>]]>'), ('<!-- "note" --><p/>'), (''), (NULL);
