-- ---------------------------------------------------------------------------------------------------
-- What is not carried: each object, and why; not_carried() makes JSON of them
-- ---------------------------------------------------------------------------------------------------

CREATE FUNCTION paliad_backup_internal.not_carried_of_schemas(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_function', 'name', p.oid::regprocedure::text] AS object, ARRAY['code', 'functions'] AS why
    FROM pg_proc p
   WHERE p.pronamespace = ANY (facts.schemas)
     AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
  UNION ALL
  SELECT ARRAY['code', 'object_type', 'name', t.oid::regtype::text], ARRAY['code', 'unused_type']
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
   WHERE t.typnamespace = ANY (facts.schemas) AND t.typtype IN ('b', 'c', 'd', 'e', 'r') AND coalesce(c.relkind = 'c', true)
     AND t.typsubscript <> 'array_subscript_handler'::regproc AND NOT t.oid = ANY (facts.own_types)
     AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
  UNION ALL
  SELECT ARRAY['code', 'object_extension', 'name', quote_ident(e.extname)], ARRAY['code', 'unused_extension']
    FROM pg_extension e
   WHERE e.extname NOT IN ('plpgsql', 'paliad_backup')
     AND NOT EXISTS (SELECT FROM unnest(facts.used_types) AS u (type)
                       JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = u.type AND d.deptype = 'e'
                      WHERE d.refobjid = e.oid);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_of_schemas(paliad_backup_internal.schema_facts) IS
  'Functions, unused types and unused extensions.';

CREATE FUNCTION paliad_backup_internal.not_carried_behaviour(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_trigger', 'name', quote_ident(t.tgname), 'table', t.tgrelid::regclass::text], ARRAY['code', 'triggers']
    FROM pg_trigger t WHERE t.tgrelid = ANY (facts.relations) AND NOT t.tgisinternal AND t.tgparentid = 0
  UNION ALL
  SELECT ARRAY['code', 'object_row_security', 'table', c.oid::regclass::text], ARRAY['code', 'row_security']
    FROM pg_class c
   WHERE c.oid = ANY (facts.relations)
     AND (c.relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
  UNION ALL
  SELECT ARRAY['code', 'object_rule', 'name', quote_ident(r.rulename), 'table', r.ev_class::regclass::text], ARRAY['code', 'rewrite_rules']
    FROM pg_rewrite r WHERE r.ev_class = ANY (facts.relations);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_behaviour(paliad_backup_internal.schema_facts) IS
  'Triggers, row-level security and rules of the tables.';

CREATE FUNCTION paliad_backup_internal.not_carried_of_tables(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_table', 'name', c.oid::regclass::text], ARRAY['code', 'access_method']
    FROM pg_class c WHERE c.oid = ANY (facts.tables) AND c.relam >= 16384
  UNION ALL
  SELECT ARRAY['code', 'object_table', 'name', c.oid::regclass::text], ARRAY['code', 'tablespace']
    FROM pg_class c WHERE c.oid = ANY (facts.tables) AND c.reltablespace <> 0
  UNION ALL
  SELECT ARRAY['code', 'object_replica_identity', 'table', c.oid::regclass::text], ARRAY['code', 'replication']
    FROM pg_class c WHERE c.oid = ANY (facts.tables) AND c.relreplident <> 'd'
  UNION ALL
  SELECT ARRAY['code', 'object_table', 'name', c.oid::regclass::text], ARRAY['code', 'typed_table', 'type', format_type(c.reloftype, NULL)]
    FROM pg_class c
   WHERE c.oid = ANY (facts.tables) AND c.reloftype <> 0
     AND (NOT c.reloftype = ANY (facts.own_types)
          OR EXISTS (SELECT FROM pg_attribute a
                      WHERE a.attrelid = c.oid AND (a.atttypid = ANY (facts.text_types) OR a.attrelid || ':' || a.attname = ANY (facts.omitted))));
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_of_tables(paliad_backup_internal.schema_facts) IS
  'Properties of tables that the statements do not set.';

CREATE FUNCTION paliad_backup_internal.not_carried_of_columns(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_column', 'name', quote_ident(a.attname), 'table', a.attrelid::regclass::text], ARRAY['code', 'collation']
    FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation
   WHERE a.attrelid = ANY (facts.tables) AND a.attnum > 0 AND NOT a.attisdropped
     AND c.collnamespace <> 'pg_catalog'::regnamespace AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted)
  UNION ALL
  SELECT ARRAY['code', 'object_column', 'name', quote_ident(a.attname), 'table', a.attrelid::regclass::text], ARRAY['code', 'compression']
    FROM pg_attribute a
   WHERE a.attrelid = ANY (facts.tables) AND a.attnum > 0 AND NOT a.attisdropped AND a.attcompression <> ''
     AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_of_columns(paliad_backup_internal.schema_facts) IS
  'Properties of columns that the statements do not set.';

CREATE FUNCTION paliad_backup_internal.not_carried_of_types(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_type', 'name', t.oid::regtype::text], ARRAY['code', 'type_default']
    FROM pg_type t
   WHERE t.oid = ANY (facts.own_types)
     AND (t.typdefaultbin IS NOT NULL AND t.oid = ANY (facts.uncarried_types)
          OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                        AND d.refclassid = 'pg_collation'::regclass))
  UNION ALL
  SELECT ARRAY['code', 'object_type', 'name', t.oid::regtype::text], ARRAY['code', 'range_function']
    FROM pg_type t JOIN pg_range r ON r.rngtypid = t.oid
   WHERE t.oid = ANY (facts.own_types) AND (r.rngcanonical <> 0 OR r.rngsubdiff::oid >= 16384)
  UNION ALL
  SELECT ARRAY['code', 'object_type_constraint', 'name', quote_ident(k.conname), 'type', k.contypid::regtype::text], ARRAY['code', 'needs_uncarried']
    FROM pg_constraint k
   WHERE k.contypid = ANY (facts.own_types) AND k.contype = 'c'
     AND k.oid = ANY (facts.uncarried_constraints);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_of_types(paliad_backup_internal.schema_facts) IS
  'What the statements leave out of types.';

CREATE FUNCTION paliad_backup_internal.not_carried_partitioning(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_table', 'name', r::regclass::text],
         ARRAY['code', CASE WHEN r = ANY (facts.tables) THEN 'partitioning' ELSE 'rows_in_partitioned_table' END]
    FROM unnest(facts.relations) AS r WHERE r = ANY (facts.flattened) OR NOT r = ANY (facts.tables);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_partitioning(paliad_backup_internal.schema_facts) IS
  'Partitioned tables that come back as one table, and their partitions.';

CREATE FUNCTION paliad_backup_internal.not_carried_of_database(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_owners'], ARRAY['code', 'roles']
  UNION ALL
  SELECT ARRAY['code', 'object_large_objects', 'count', count(*)::text], ARRAY['code', 'large_objects']
    FROM pg_largeobject_metadata HAVING count(*) > 0;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_of_database(paliad_backup_internal.schema_facts) IS
  'Owners and large objects.';

CREATE FUNCTION paliad_backup_internal.not_carried_parents(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (object text[], why text[])
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT ARRAY['code', 'object_table', 'name', i.inhrelid::regclass::text],
         ARRAY['code', 'inherited_outside', 'relation', i.inhparent::regclass::text]
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND NOT c.relispartition
   WHERE i.inhrelid = ANY (facts.tables) AND NOT i.inhparent = ANY (facts.tables)
  UNION ALL
  SELECT ARRAY['code', 'object_table', 'name', i.inhrelid::regclass::text],
         ARRAY['code', 'partition_alone', 'relation', i.inhparent::regclass::text]
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
   WHERE i.inhrelid = ANY (facts.tables) AND NOT i.inhparent = ANY (facts.tables);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried_parents(paliad_backup_internal.schema_facts) IS
  'Parents that are not among the tables.';

CREATE FUNCTION paliad_backup_internal.not_carried(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT 'lost', jsonb_object(object)::text, jsonb_object(why)::text
    FROM (SELECT object, why FROM paliad_backup_internal.not_carried_of_schemas(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_behaviour(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_of_tables(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_of_columns(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_of_types(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_partitioning(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_of_database(facts)
          UNION ALL SELECT object, why FROM paliad_backup_internal.not_carried_parents(facts)) AS objects;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.not_carried(paliad_backup_internal.schema_facts) IS
  'What is not carried as a whole, or not in all its properties, and why.';
