-- Names that some program could confuse: they differ only in case, in the form of accents, after 31 characters, in
-- their schema, or by the prefix of reference tables.

SELECT format('CREATE TABLE %s (n integer PRIMARY KEY, said text); INSERT INTO %1$s VALUES (1, %L)', name, name)
  FROM unnest(ARRAY[
    'paliad.twin', 'paliad."Twin"', 'paliad."TWIN"', 'crm.twin', 'crm."TWIN"', 'paliad."crm.twin"', 'crm."crm.twin"',
    'paliad."twin~2"', 'crm."twin~2"', 'paliad.ärger', 'paliad."ÄRGER"', 'paliad."a_b"', 'paliad."a:b"', 'paliad."a*b"',
    'paliad.an_exceedingly_long_table_name_1', 'paliad.an_exceedingly_long_table_name_2', 'paliad."An_exceedingly_long_table_name_3"',
    'paliad.an_exceedingly_long_table_n', 'paliad."an_exceedingly_long_table_na~2"',
    'paliad.ref_court', 'paliad."ref_Court"', 'paliad.ref__court', 'crm.ref_court', 'crm.ref__court', 'crm.users', 'crm.clients',
    'paliad."Übersicht"', 'paliad."Overview"', 'paliad.overview', 'paliad."Übersicht – Overview"', 'crm."History"', 'crm.con',
    'crm.".."', 'crm."😀"', 'crm."ДОГОВОР"', 'crm."договор"', 'paliad."Договор"', 'crm."Gebühren"', U&'crm."Gebu\0308hren"',
    'crm."GEBÜHREN"', 'crm."Maß"', 'crm."MASS"', 'crm."MAẞ"', 'crm."İl"', U&'crm."i\0307l"', 'crm."ıl"', 'crm."IL"',
    'crm."ΟΔΟΣ"', 'crm."οδος"', 'crm."οδοσ"', 'crm."각서"', U&'crm."\1100\1161\11A8\1109\1165"', 'crm."Ａｋｔｅ"', 'crm."akte"',
    U&'crm."ak\200Dte"', 'crm."COM1"', 'crm."com¹"', 'crm."CONIN$"',
    'crm."［Akten］"', 'crm."Akten：２０２６"', 'crm."’78"']) AS name
\gexec
