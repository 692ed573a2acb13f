-- Names that are the same to something that must keep them apart: without case, after 31 characters, without
-- the schema, with the prefix of reference tables.

SELECT format('CREATE TABLE %s (n integer PRIMARY KEY, said text); INSERT INTO %1$s VALUES (1, %L)', name, name)
  FROM unnest(ARRAY[
    'paliad.twin', 'paliad."Twin"', 'paliad."TWIN"', 'crm.twin', 'crm."TWIN"', 'paliad."crm.twin"', 'crm."crm.twin"',
    'paliad."twin~2"', 'crm."twin~2"', 'paliad.ärger', 'paliad."ÄRGER"', 'paliad."a_b"', 'paliad."a:b"', 'paliad."a*b"',
    'paliad.an_exceedingly_long_table_name_1', 'paliad.an_exceedingly_long_table_name_2', 'paliad."An_exceedingly_long_table_name_3"',
    'paliad.an_exceedingly_long_table_n', 'paliad."an_exceedingly_long_table_na~2"',
    'paliad.ref_court', 'paliad."ref_Court"', 'paliad.ref__court', 'crm.ref_court', 'crm.ref__court', 'crm.users', 'crm.clients',
    'paliad."Übersicht"', 'paliad."Overview"', 'paliad.overview', 'paliad."Übersicht – Overview"', 'crm."History"', 'crm.con',
    'crm.".."', 'crm."😀"']) AS name
\gexec
