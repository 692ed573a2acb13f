-- ---------------------------------------------------------------------------------------------------
-- The statements that run when the rows are loaded
-- ---------------------------------------------------------------------------------------------------

-- Keys first: foreign keys refer to them. Partitions and children before their parents: what a parent hands
-- down finds theirs, and leaves its name.
CREATE FUNCTION paliad_backup_internal.add_constraints(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT CASE WHEN problem IS NULL THEN 'after' ELSE 'lost' END,
         CASE WHEN problem IS NULL
              THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s;', relation, conname, pg_get_constraintdef(oid))
              ELSE jsonb_object(ARRAY['code', 'object_constraint', 'name', quote_ident(conname), 'table', relation])::text END,
         jsonb_object(ARRAY['code', problem])::text
    FROM (SELECT k.oid, k.conname, k.contype, k.conrelid, k.conrelid::regclass::text AS relation,
                 CASE WHEN k.contype <> 'f' AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = k.conindid AND NOT i.indisvalid)
                      THEN 'invalid'
                      WHEN k.contype = 'f' AND NOT k.confrelid = ANY (facts.tables)
                      THEN 'refers_outside'
                      WHEN facts.omitted <> '{}'
                           AND EXISTS (SELECT FROM pg_attribute a
                                        WHERE (a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                               OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))
                                          AND a.attrelid || ':' || a.attname = ANY (facts.omitted))
                      THEN 'needs_left_out_column'
                      WHEN k.contype NOT IN ('p', 'u', 'n') AND facts.text_types <> '{}'
                           AND EXISTS (SELECT FROM pg_attribute a
                                        WHERE (a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                               OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))
                                          AND a.atttypid = ANY (facts.text_types))
                      THEN 'needs_text_column'
                      WHEN k.oid = ANY (facts.uncarried_constraints)
                           OR k.conindid = ANY (facts.uncarried_relations) AND k.contype <> 'f'
                      THEN 'needs_uncarried' END AS problem
            FROM pg_constraint k
           WHERE k.conrelid = ANY (facts.tables)
             AND (k.contype IN ('p', 'u', 'x', 'c', 'f') OR k.contype = 'n' AND NOT k.convalidated)
             -- Foreign keys of and to a partitioned table make their partitions' by themselves.
             AND NOT (k.contype = 'f' AND EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = ANY (facts.tables)))
             AND NOT (k.contype IN ('c', 'n') AND NOT k.conislocal
                      AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = k.conrelid AND i.inhparent = ANY (facts.tables)))
         ) AS constraints
   ORDER BY array_position('{p,u,x,n,c,f}'::"char"[], contype),
            paliad_backup_internal.height(conrelid), relation COLLATE "C", conname COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.add_constraints(paliad_backup_internal.schema_facts) IS
  'The statements that add the tables'' constraints, and those that are not carried.';

CREATE FUNCTION paliad_backup_internal.create_indexes(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT CASE WHEN problem IS NULL THEN 'after' ELSE 'lost' END,
         CASE WHEN problem IS NULL THEN definition || ';'
              ELSE jsonb_object(ARRAY['code', 'object_index', 'name', oid::regclass::text])::text END,
         jsonb_object(ARRAY['code', problem])::text
    FROM (SELECT c.oid, i.indrelid,
                 -- On a partitioned table's own index the partitions' come by themselves.
                 CASE c.relkind WHEN 'I' THEN regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')
                      ELSE pg_get_indexdef(c.oid) END AS definition,
                 CASE WHEN NOT i.indisvalid
                      THEN 'invalid'
                      WHEN c.relam >= 16384
                      THEN 'access_method'
                      WHEN facts.omitted <> '{}'
                           AND EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a
                                         ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                          AND d.refclassid = 'pg_class'::regclass
                                          AND a.attrelid || ':' || a.attname = ANY (facts.omitted))
                      THEN 'needs_left_out_column'
                      WHEN facts.text_types <> '{}'
                           AND EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a
                                         ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                          AND d.refclassid = 'pg_class'::regclass AND a.atttypid = ANY (facts.text_types))
                      THEN 'needs_text_column'
                      WHEN c.oid = ANY (facts.uncarried_relations)
                      THEN 'needs_uncarried' END AS problem
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
           WHERE i.indrelid = ANY (facts.tables)
             AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
         ) AS indexes
   ORDER BY paliad_backup_internal.height(indrelid), definition COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_indexes(paliad_backup_internal.schema_facts) IS
  'The statements that make the indexes that are no constraint''s, and those that are not carried.';

-- What a definition of a key, column, table or domain doesn't say.
CREATE FUNCTION paliad_backup_internal.set_options(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT statement
    FROM (SELECT format('ALTER INDEX %s SET (%s);', c.oid::regclass, paliad_backup_internal.options(c.reloptions, '')) AS statement
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conindid
           WHERE k.conrelid = ANY (facts.tables) AND k.contype IN ('p', 'u', 'x') AND c.reloptions IS NOT NULL AND c.relkind = 'i'
             AND NOT c.oid = ANY (facts.uncarried_relations)
          UNION ALL
          SELECT format('ALTER TABLE ONLY %s ALTER COLUMN %I SET %s;', a.attrelid::regclass, a.attname, o.setting)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
           CROSS JOIN LATERAL (VALUES
             (CASE WHEN a.attstorage <> t.typstorage AND NOT a.atttypid = ANY (facts.text_types)
                   THEN 'STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                        WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
             (CASE WHEN a.attstattarget >= 0 THEN 'STATISTICS ' || a.attstattarget END),
             -- The server may keep options of its own there.
             (CASE WHEN a.attoptions IS NOT NULL
                   THEN '(' || paliad_backup_internal.options(
                     ARRAY(SELECT o FROM unnest(a.attoptions) AS o WHERE split_part(o, '=', 1) IN ('n_distinct', 'n_distinct_inherited')), '')
                   || ')' END)) AS o (setting)
           WHERE a.attrelid = ANY (facts.tables) AND a.attnum > 0 AND NOT a.attisdropped AND o.setting IS NOT NULL
             AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted)
          UNION ALL
          SELECT format('ALTER TABLE %s OF %s;', c.oid::regclass, c.reloftype::regtype)
            FROM pg_class c
           WHERE c.oid = ANY (facts.tables) AND c.reloftype = ANY (facts.own_types)
             AND NOT EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid
                                AND (a.atttypid = ANY (facts.text_types) OR a.attrelid || ':' || a.attname = ANY (facts.omitted)))
          UNION ALL
          SELECT format('ALTER DOMAIN %s ADD CONSTRAINT %I %s;', k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid))
            FROM pg_constraint k
           WHERE k.contypid = ANY (facts.own_types) AND k.contype = 'c' AND NOT k.convalidated
             AND NOT k.oid = ANY (facts.uncarried_constraints)) AS statements
   ORDER BY statement COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.set_options(paliad_backup_internal.schema_facts) IS
  'The statements that set what the definitions of keys, columns, typed tables and domains leave out.';

CREATE FUNCTION paliad_backup_internal.create_statistics(facts paliad_backup_internal.schema_facts)
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT CASE WHEN more THEN 'lost' ELSE 'after' END,
         CASE WHEN more THEN jsonb_object(ARRAY['code', 'object_statistics', 'name', name])::text
              ELSE pg_get_statisticsobjdef(oid) || ';' END,
         CASE WHEN more THEN '{"code": "statistics_need_uncarried"}' END
    FROM (SELECT s.oid, format('%I.%I', n.nspname, s.stxname) AS name,
                 s.oid = ANY (facts.uncarried_statistics)
                 OR NOT s.stxnamespace = ANY (facts.schemas)
                 OR EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                             WHERE d.classid = 'pg_statistic_ext'::regclass AND d.objid = s.oid
                               AND d.refclassid = 'pg_class'::regclass
                               AND (a.atttypid = ANY (facts.text_types) OR a.attrelid || ':' || a.attname = ANY (facts.omitted))) AS more
            FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid = ANY (facts.tables)) AS statistics
   ORDER BY name COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_statistics(paliad_backup_internal.schema_facts) IS
  'The statements that make the extended statistics, and those that are not carried.';

CREATE FUNCTION paliad_backup_internal.own_sequences(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I;', d.objid::regclass, d.refobjid::regclass, a.attname)
    FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid JOIN pg_class s ON s.oid = d.objid
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
     AND d.refobjid = ANY (facts.tables) AND d.objid = ANY (facts.sequences) AND s.relnamespace = c.relnamespace
     AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted)
   ORDER BY 1;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.own_sequences(paliad_backup_internal.schema_facts) IS
  'The statements that give sequences to the columns that own them.';

CREATE FUNCTION paliad_backup_internal.set_positions(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT format('SELECT pg_catalog.setval(%s, %s, true);',
                CASE WHEN d.objid IS NULL THEN quote_literal(c.oid::regclass)
                     ELSE format('pg_catalog.pg_get_serial_sequence(%L, %L)', d.refobjid::regclass, a.attname)
                END, p.position)
    FROM pg_class c
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   -- The planner may ask before it has looked at relkind: of what is no sequence it would be an error.
   CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'S' THEN pg_sequence_last_value(c.oid) END) AS p (position)
   WHERE c.relkind = 'S' AND p.position IS NOT NULL
     AND (d.objid IS NULL AND c.oid = ANY (facts.sequences)
          OR d.refobjid = ANY (facts.tables) AND NOT d.refobjid = ANY (facts.partitions) AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted))
   ORDER BY 1;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.set_positions(paliad_backup_internal.schema_facts) IS
  'The statements that set the sequences to where they are.';

CREATE FUNCTION paliad_backup_internal.comment_on(facts paliad_backup_internal.schema_facts)
  RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT format('COMMENT ON %s IS %L;', object, comment)
    FROM (SELECT format('SCHEMA %I', n.nspname) AS object, obj_description(n.oid, 'pg_namespace') AS comment
            FROM pg_namespace n WHERE n.oid = ANY (facts.schemas) AND n.nspname <> 'public'
          UNION ALL
          SELECT format('%s %s', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype),
                 obj_description(t.oid, 'pg_type')
            FROM pg_type t WHERE t.oid = ANY (facts.own_types)
          UNION ALL
          SELECT format('TABLE %s', r.id::regclass), obj_description(r.id, 'pg_class') FROM unnest(facts.tables) AS r (id)
          UNION ALL
          SELECT format('COLUMN %s.%I', a.attrelid::regclass, a.attname), d.description
            FROM pg_attribute a JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid
                                                     AND d.objsubid = a.attnum
           WHERE a.attrelid = ANY (facts.tables) AND a.attnum > 0 AND NOT a.attisdropped
             AND NOT a.attrelid || ':' || a.attname = ANY (facts.omitted)) AS comments
   WHERE comment IS NOT NULL ORDER BY object COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.comment_on(paliad_backup_internal.schema_facts) IS
  'The comments on schemas, types, tables and columns.';
