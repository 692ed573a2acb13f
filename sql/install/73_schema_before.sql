-- ---------------------------------------------------------------------------------------------------
-- The statements that run before the rows are loaded
-- ---------------------------------------------------------------------------------------------------

CREATE FUNCTION paliad_backup_internal.create_schemas(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT format('CREATE SCHEMA IF NOT EXISTS %I;', n.nspname)
    FROM pg_namespace n
   WHERE n.oid = ANY (facts.schemas) OR n.oid IN (SELECT typnamespace FROM pg_type WHERE oid = ANY (facts.own_types))
      OR n.oid IN (SELECT relnamespace FROM pg_class WHERE oid = ANY (facts.sequences))
   ORDER BY n.nspname COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_schemas(paliad_backup_internal.schema_facts) IS
  'The statements that make the schemas.';

CREATE FUNCTION paliad_backup_internal.create_extensions(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT DISTINCT format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I;', e.extname, n.nspname)
    FROM unnest(facts.used_types) AS u (type)
    JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = u.type AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_namespace n ON n.oid = e.extnamespace
   ORDER BY 1;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_extensions(paliad_backup_internal.schema_facts) IS
  'The statements that make the extensions whose types the columns have.';

CREATE FUNCTION paliad_backup_internal.create_sequences(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT format('CREATE SEQUENCE %I.%I AS %s %s;', n.nspname, c.relname, format_type(s.seqtypid, NULL),
                paliad_backup_internal.sequence_options(c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
   WHERE c.oid = ANY (facts.sequences)
   ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_sequences(paliad_backup_internal.schema_facts) IS
  'The statements that make the sequences that are no identity column''s.';

-- Types and tables in one order: a table's row may be a column's type, or part of one.
CREATE FUNCTION paliad_backup_internal.create_types_and_tables(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT statement
    FROM (SELECT u.depth, format('%I.%I', n.nspname, t.typname) AS name, 0 AS what,
                 paliad_backup_internal.create_type(t.oid, facts.uncarried_types, facts.uncarried_constraints) AS statement
            FROM unnest(facts.used_types, facts.used_depths) AS u (type, depth) JOIN pg_type t ON t.oid = u.type
            JOIN pg_namespace n ON n.oid = t.typnamespace
           WHERE t.oid = ANY (facts.own_types)
          UNION ALL
          SELECT coalesce(u.depth, -1), format('%I.%I', n.nspname, c.relname), 1,
                 format(E'CREATE %sTABLE %I.%I (%s\n)%s%s;', CASE WHEN c.relpersistence = 'u' AND c.relkind = 'r' THEN 'UNLOGGED ' END,
                        n.nspname, c.relname, l.definitions,
                        CASE WHEN c.relkind = 'p' AND NOT c.oid = ANY (facts.flattened)
                             THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
                        (SELECT ' WITH (' || string_agg(options, ', ') || ')'
                           FROM (SELECT paliad_backup_internal.options(c.reloptions, '') WHERE c.reloptions IS NOT NULL
                                 UNION ALL
                                 SELECT paliad_backup_internal.options(t.reloptions, 'toast.')
                                   FROM pg_class t WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL) AS o (options)))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN paliad_backup_internal.columns(facts.tables, facts.omitted, facts.text_types, facts.partitions,
                                                     facts.uncarried_defaults) l ON l.relation = c.oid
            LEFT JOIN unnest(facts.used_types, facts.used_depths) AS u (type, depth) ON u.type = c.reltype
           WHERE c.oid = ANY (facts.tables)) AS statements
   ORDER BY depth DESC, what, name COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_types_and_tables(paliad_backup_internal.schema_facts) IS
  'The statements that make the types and the tables.';

CREATE FUNCTION paliad_backup_internal.attach_to_parents(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT CASE WHEN c.relispartition
              THEN format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s;', i.inhparent::regclass, c.oid::regclass,
                pg_get_expr(c.relpartbound, c.oid))
              ELSE format('ALTER TABLE ONLY %s INHERIT %s;', c.oid::regclass, i.inhparent::regclass) END
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhrelid = ANY (facts.tables) AND i.inhparent = ANY (facts.tables)
   ORDER BY c.relispartition, c.oid::regclass::text COLLATE "C", i.inhseqno;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.attach_to_parents(paliad_backup_internal.schema_facts) IS
  'The statements that give partitions and children their parents.';

-- Both kinds of column have an expression; a default that is carried is in create_types_and_tables().
CREATE FUNCTION paliad_backup_internal.computed_columns(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT CASE WHEN more THEN 'lost' ELSE 'computed' END,
         CASE WHEN more THEN jsonb_object(ARRAY['code', 'object_column', 'name', quote_ident(attname), 'table', relation])::text
              ELSE relation END,
         CASE WHEN NOT more THEN attname::text
              WHEN attgenerated = '' THEN '{"code": "default_needs_uncarried"}'
              ELSE '{"code": "generation_needs_uncarried"}' END
    FROM (SELECT a.attname, a.attgenerated, a.attnum, a.attrelid, a.attrelid::regclass::text AS relation,
                 f.oid = ANY (facts.uncarried_defaults) AS more
            FROM pg_attribute a JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
           WHERE a.attrelid = ANY (facts.tables) AND NOT a.attisdropped AND NOT a.atttypid = ANY (facts.text_types)
             AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted)) AS expressions
   WHERE more OR attgenerated <> '' AND NOT attrelid = ANY (facts.partitions) ORDER BY attrelid, attnum;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.computed_columns(paliad_backup_internal.schema_facts) IS
  'The columns that the server computes, and the defaults that are not carried.';

CREATE FUNCTION paliad_backup_internal.text_columns(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT 'lost', jsonb_object(ARRAY['code', 'object_column', 'name', quote_ident(a.attname), 'table', a.attrelid::regclass::text])::text,
         jsonb_object(ARRAY['code', x.code, 'type', format_type(a.atttypid, NULL)])::text
    FROM pg_attribute a JOIN unnest(facts.text_types, facts.text_codes) AS x (type, code) ON x.type = a.atttypid
   WHERE a.attrelid = ANY (facts.tables) AND NOT a.attrelid = ANY (facts.partitions) AND a.attnum > 0 AND NOT a.attisdropped
     AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted)
   ORDER BY a.attrelid, a.attnum;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.text_columns(paliad_backup_internal.schema_facts) IS
  'The columns that come back as text, and why.';
