-- Types of the server itself: names of objects, transactions, row and log positions.

CREATE TABLE paliad.object_names (
  n serial PRIMARY KEY, id oid, relation regclass, kind regtype, called regproc, signature regprocedure,
  operator_name regoper, operator regoperator, config regconfig, dictionary regdictionary, space regnamespace,
  role regrole, collated regcollation);
INSERT INTO paliad.object_names (id, relation, kind, called, signature, operator_name, operator, config, dictionary,
                                 space, role, collated) VALUES
  (4294967295, 'paliad.users', 'timestamp with time zone', 'pg_catalog.now', 'pg_catalog.length(text)', '||/',
   '+(integer,integer)', 'german', 'simple', 'paliad', 'pg_read_all_data', '"C"'),
  (0, '-', '-', '-', '-', '0', '0', '-', '-', '-', '-', '-'),
  (1, 'pg_catalog.pg_class', 'paliad.mood[]', 'auth.uid', 'auth.uid()', '!!', '-(NONE,integer)', 'pg_catalog.simple',
   'german_stem', 'pg_catalog', 'pg_monitor', '"de-x-icu"'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE paliad.transactions (
  n serial PRIMARY KEY, place pg_lsn, old_snapshot txid_snapshot, snapshot pg_snapshot, wide xid8, narrow xid,
  command cid, row_place tid, shorts int2vector, ids oidvector, right_given aclitem, portal refcursor);
INSERT INTO paliad.transactions (place, old_snapshot, snapshot, wide, narrow, command, row_place, shorts, ids,
                                 right_given, portal) VALUES
  ('0/0', '1:1:', '1:1:', '0', '0', '0', '(0,0)', '', '', 'postgres=r/postgres', ''),
  ('FFFFFFFF/FFFFFFFF', '10:20:10,14,15', '10:20:10,14,15', '18446744073709551615', '4294967295', '4294967295',
   '(4294967295,65535)', '-32768 0 32767', '0 4294967295', '=arwd*/postgres', 'a "portal"'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
