-- phase is before or after (text is a statement; the rows are loaded in between), computed (text is a
-- relation, reason a column of it that the server computes) or lost (text is an object that isn't carried, reason
-- why, each {"code": ..., further arguments: ...} as JSON: src/core/codes/object_texts.hpp, not_carried_texts.hpp).
CREATE FUNCTION paliad_backup_internal.schema_statements(relations oid[], omitted text[])
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  flat oid[] := ARRAY(SELECT paliad_backup_internal.flattened(relations, omitted));
  -- Without the partitions of those.
  made oid[] := ARRAY(SELECT r FROM unnest(relations) AS r
                       WHERE NOT EXISTS (SELECT FROM pg_partition_ancestors(r) AS p WHERE p <> r AND p = ANY (flat)));
  spaces oid[] := ARRAY(SELECT DISTINCT relnamespace FROM pg_class WHERE oid = ANY (made));
  -- A partition whose parent isn't among them stands for itself.
  partitions oid[] := ARRAY(SELECT i.inhrelid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                             WHERE c.relispartition AND i.inhrelid = ANY (made) AND i.inhparent = ANY (made));
  -- Column types that come back as text, and why; all others, with what they are made of, and how deep.
  texts oid[];
  text_codes text[];
  used oid[];
  depths int[];
  own_types oid[];
  types oid[];
  sequences oid[];
  known oid[];
  uncarried_defaults oid[];
  uncarried_constraints oid[];
  uncarried_relations oid[];
  uncarried_statistics oid[];
  uncarried_types oid[];
BEGIN
  -- Each asked once, for all objects: a run of a small organisation would feel it.
  -- Below, `omitted` and `texts` are empty nearly always, and then no object is asked about its columns.
  SELECT coalesce(array_agg(x.type), '{}'), coalesce(array_agg(x.code), '{}') INTO texts, text_codes
    FROM paliad_backup_internal.text_types(made) x;
  SELECT coalesce(array_agg(u.type), '{}'), coalesce(array_agg(u.depth), '{}') INTO used, depths
    FROM paliad_backup_internal.types(made, omitted, texts) u;
  own_types := ARRAY(
    SELECT t.oid FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
     WHERE t.oid = ANY (used) AND t.typtype IN ('e', 'd', 'c', 'r') AND coalesce(c.relkind = 'c', true)
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'));
  -- Whatever type a statement may name: these, those of extensions and the tables' rows, and arrays of them.
  types := ARRAY(SELECT unnest(ARRAY[t.oid, t.typarray]) FROM pg_type t
                  WHERE t.oid = ANY (used) OR t.typrelid = ANY (made));
  -- The schemas' own, and those that the tables' defaults ask.
  sequences := ARRAY(
    SELECT c.oid FROM pg_class c
     WHERE c.relkind = 'S' AND c.relname NOT ILIKE 'paliadin%'
       AND (c.relnamespace = ANY (spaces)
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                 AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass AND NOT d.refobjid = ANY (made))
            OR c.oid IN (SELECT d.refobjid FROM pg_attrdef f
                           JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
                                           AND d.refclassid = 'pg_class'::regclass
                          WHERE f.adrelid = ANY (made)))
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype IN ('i', 'e')));
  known := made || sequences;
  uncarried_defaults := paliad_backup_internal.needs_uncarried('pg_attrdef', known, types);
  uncarried_constraints := paliad_backup_internal.needs_uncarried('pg_constraint', known, types);
  uncarried_relations := paliad_backup_internal.needs_uncarried('pg_class', known, types);
  uncarried_statistics := paliad_backup_internal.needs_uncarried('pg_statistic_ext', known, types);
  uncarried_types := paliad_backup_internal.needs_uncarried('pg_type', known, types);

  RETURN QUERY
  SELECT 'before', format('CREATE SCHEMA IF NOT EXISTS %I;', n.nspname), NULL
    FROM pg_namespace n
   WHERE n.oid = ANY (spaces) OR n.oid IN (SELECT typnamespace FROM pg_type WHERE oid = ANY (own_types))
      OR n.oid IN (SELECT relnamespace FROM pg_class WHERE oid = ANY (sequences))
   ORDER BY n.nspname COLLATE "C";

  RETURN QUERY
  SELECT DISTINCT 'before', format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I;', e.extname, n.nspname), NULL
    FROM unnest(used, depths) AS u (type, depth)
    JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = u.type AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_namespace n ON n.oid = e.extnamespace
   ORDER BY 2;

  RETURN QUERY
  SELECT 'before', format('CREATE SEQUENCE %I.%I AS %s %s;', n.nspname, c.relname, format_type(s.seqtypid, NULL),
                          paliad_backup_internal.sequence_options(c.oid)), NULL
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
   WHERE c.oid = ANY (sequences)
   ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";

  -- Types and tables in one order: a table's row may be a column's type, or part of one.
  RETURN QUERY
  SELECT 'before', statement, NULL
    FROM (SELECT u.depth, format('%I.%I', n.nspname, t.typname) AS name, 0 AS what,
                 paliad_backup_internal.create_type(t.oid, uncarried_types, uncarried_constraints) AS statement
            FROM unnest(used, depths) AS u (type, depth) JOIN pg_type t ON t.oid = u.type
            JOIN pg_namespace n ON n.oid = t.typnamespace
           WHERE t.oid = ANY (own_types)
          UNION ALL
          SELECT coalesce(u.depth, -1), format('%I.%I', n.nspname, c.relname), 1,
                 format(E'CREATE %sTABLE %I.%I (%s\n)%s%s;', CASE WHEN c.relpersistence = 'u' AND c.relkind = 'r' THEN 'UNLOGGED ' END,
                        n.nspname, c.relname, l.definitions,
                        CASE WHEN c.relkind = 'p' AND NOT c.oid = ANY (flat) THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
                        (SELECT ' WITH (' || string_agg(options, ', ') || ')'
                           FROM (SELECT paliad_backup_internal.options(c.reloptions, '') WHERE c.reloptions IS NOT NULL
                                 UNION ALL
                                 SELECT paliad_backup_internal.options(t.reloptions, 'toast.')
                                   FROM pg_class t WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL) AS o (options)))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN paliad_backup_internal.columns(made, omitted, texts, partitions, uncarried_defaults) l ON l.relation = c.oid
            LEFT JOIN unnest(used, depths) AS u (type, depth) ON u.type = c.reltype
           WHERE c.oid = ANY (made)) AS statements
   ORDER BY depth DESC, what, name COLLATE "C";

  RETURN QUERY
  SELECT 'before',
         CASE WHEN c.relispartition
              THEN format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s;', i.inhparent::regclass, c.oid::regclass,
                          pg_get_expr(c.relpartbound, c.oid))
              ELSE format('ALTER TABLE ONLY %s INHERIT %s;', c.oid::regclass, i.inhparent::regclass) END, NULL
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhrelid = ANY (made) AND i.inhparent = ANY (made)
   ORDER BY c.relispartition, c.oid::regclass::text COLLATE "C", i.inhseqno;

  RETURN QUERY
  SELECT CASE WHEN more THEN 'lost' ELSE 'computed' END,
         CASE WHEN more THEN jsonb_object(ARRAY['code', 'object_column', 'name', quote_ident(attname), 'table', relation])::text
              ELSE relation END,
         CASE WHEN NOT more THEN attname::text
              WHEN attgenerated = '' THEN '{"code": "default_needs_uncarried"}'
              ELSE '{"code": "generation_needs_uncarried"}' END
    FROM (SELECT a.attname, a.attgenerated, a.attnum, a.attrelid, a.attrelid::regclass::text AS relation,
                 f.oid = ANY (uncarried_defaults) AS more
            FROM pg_attribute a JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
           WHERE a.attrelid = ANY (made) AND NOT a.attisdropped AND NOT a.atttypid = ANY (texts)
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)) AS expressions
   WHERE more OR attgenerated <> '' AND NOT attrelid = ANY (partitions) ORDER BY attrelid, attnum;

  RETURN QUERY
  SELECT 'lost', jsonb_object(ARRAY['code', 'object_column', 'name', quote_ident(a.attname), 'table', a.attrelid::regclass::text])::text,
         jsonb_object(ARRAY['code', x.code, 'type', format_type(a.atttypid, NULL)])::text
    FROM pg_attribute a JOIN unnest(texts, text_codes) AS x (type, code) ON x.type = a.atttypid
   WHERE a.attrelid = ANY (made) AND NOT a.attrelid = ANY (partitions) AND a.attnum > 0 AND NOT a.attisdropped
     AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
   ORDER BY a.attrelid, a.attnum;

  -- Keys first: foreign keys refer to them. Partitions and children before their parents: what a parent hands
  -- down finds theirs, and leaves its name.
  RETURN QUERY
  SELECT CASE WHEN problem IS NULL THEN 'after' ELSE 'lost' END,
         CASE WHEN problem IS NULL
              THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s;', relation, conname, pg_get_constraintdef(oid))
              ELSE jsonb_object(ARRAY['code', 'object_constraint', 'name', quote_ident(conname), 'table', relation])::text END,
         jsonb_object(ARRAY['code', problem])::text
    FROM (SELECT k.oid, k.conname, k.contype, k.conrelid, k.conrelid::regclass::text AS relation,
                 CASE WHEN k.contype <> 'f' AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = k.conindid AND NOT i.indisvalid)
                      THEN 'invalid'
                      WHEN k.contype = 'f' AND NOT k.confrelid = ANY (made)
                      THEN 'refers_outside'
                      WHEN omitted <> '{}'
                           AND EXISTS (SELECT FROM pg_attribute a
                                        WHERE (a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                               OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))
                                          AND a.attrelid || ':' || a.attname = ANY (omitted))
                      THEN 'needs_left_out_column'
                      WHEN k.contype NOT IN ('p', 'u', 'n') AND texts <> '{}'
                           AND EXISTS (SELECT FROM pg_attribute a
                                        WHERE (a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                               OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))
                                          AND a.atttypid = ANY (texts))
                      THEN 'needs_text_column'
                      WHEN k.oid = ANY (uncarried_constraints)
                           OR k.conindid = ANY (uncarried_relations) AND k.contype <> 'f'
                      THEN 'needs_uncarried' END AS problem
            FROM pg_constraint k
           WHERE k.conrelid = ANY (made)
             AND (k.contype IN ('p', 'u', 'x', 'c', 'f') OR k.contype = 'n' AND NOT k.convalidated)
             -- Foreign keys of and to a partitioned table make their partitions' by themselves.
             AND NOT (k.contype = 'f' AND EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = ANY (made)))
             AND NOT (k.contype IN ('c', 'n') AND NOT k.conislocal
                      AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = k.conrelid AND i.inhparent = ANY (made)))
         ) AS constraints
   ORDER BY array_position('{p,u,x,n,c,f}'::"char"[], contype),
            paliad_backup_internal.height(conrelid), relation COLLATE "C", conname COLLATE "C";

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
                      WHEN omitted <> '{}'
                           AND EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a
                                         ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                          AND d.refclassid = 'pg_class'::regclass
                                          AND a.attrelid || ':' || a.attname = ANY (omitted))
                      THEN 'needs_left_out_column'
                      WHEN texts <> '{}'
                           AND EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a
                                         ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                          AND d.refclassid = 'pg_class'::regclass AND a.atttypid = ANY (texts))
                      THEN 'needs_text_column'
                      WHEN c.oid = ANY (uncarried_relations)
                      THEN 'needs_uncarried' END AS problem
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
           WHERE i.indrelid = ANY (made)
             AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
         ) AS indexes
   ORDER BY paliad_backup_internal.height(indrelid), definition COLLATE "C";

  -- What a definition of a key doesn't say, or an index alone.
  RETURN QUERY
  SELECT 'after', statement, NULL
    FROM (SELECT format('ALTER INDEX %s SET (%s);', c.oid::regclass, paliad_backup_internal.options(c.reloptions, '')) AS statement
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conindid
           WHERE k.conrelid = ANY (made) AND k.contype IN ('p', 'u', 'x') AND c.reloptions IS NOT NULL AND c.relkind = 'i'
             AND NOT c.oid = ANY (uncarried_relations)
          UNION ALL
          SELECT format('ALTER TABLE ONLY %s ALTER COLUMN %I SET %s;', a.attrelid::regclass, a.attname, o.setting)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
           CROSS JOIN LATERAL (VALUES
             (CASE WHEN a.attstorage <> t.typstorage AND NOT a.atttypid = ANY (texts)
                   THEN 'STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                        WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
             (CASE WHEN a.attstattarget >= 0 THEN 'STATISTICS ' || a.attstattarget END),
             -- The server may keep options of its own there.
             (CASE WHEN a.attoptions IS NOT NULL
                   THEN '(' || paliad_backup_internal.options(
                     ARRAY(SELECT o FROM unnest(a.attoptions) AS o WHERE split_part(o, '=', 1) IN ('n_distinct', 'n_distinct_inherited')), '')
                   || ')' END)) AS o (setting)
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped AND o.setting IS NOT NULL
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
          UNION ALL
          SELECT format('ALTER TABLE %s OF %s;', c.oid::regclass, c.reloftype::regtype)
            FROM pg_class c
           WHERE c.oid = ANY (made) AND c.reloftype = ANY (own_types)
             AND NOT EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND (a.atttypid = ANY (texts) OR a.attrelid || ':' || a.attname = ANY (omitted)))
          UNION ALL
          SELECT format('ALTER DOMAIN %s ADD CONSTRAINT %I %s;', k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid))
            FROM pg_constraint k
           WHERE k.contypid = ANY (own_types) AND k.contype = 'c' AND NOT k.convalidated
             AND NOT k.oid = ANY (uncarried_constraints)) AS statements
   ORDER BY statement COLLATE "C";

  RETURN QUERY
  SELECT CASE WHEN more THEN 'lost' ELSE 'after' END,
         CASE WHEN more THEN jsonb_object(ARRAY['code', 'object_statistics', 'name', name])::text
              ELSE pg_get_statisticsobjdef(oid) || ';' END,
         CASE WHEN more THEN '{"code": "statistics_need_uncarried"}' END
    FROM (SELECT s.oid, format('%I.%I', n.nspname, s.stxname) AS name,
                 s.oid = ANY (uncarried_statistics)
                 OR NOT s.stxnamespace = ANY (spaces)
                 OR EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                             WHERE d.classid = 'pg_statistic_ext'::regclass AND d.objid = s.oid
                               AND d.refclassid = 'pg_class'::regclass
                               AND (a.atttypid = ANY (texts) OR a.attrelid || ':' || a.attname = ANY (omitted))) AS more
            FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid = ANY (made)) AS statistics
   ORDER BY name COLLATE "C";

  -- Sequences that belong to a column, and where they are.
  RETURN QUERY
  SELECT 'after', format('ALTER SEQUENCE %s OWNED BY %s.%I;', d.objid::regclass, d.refobjid::regclass, a.attname), NULL
    FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid JOIN pg_class s ON s.oid = d.objid
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
     AND d.refobjid = ANY (made) AND d.objid = ANY (sequences) AND s.relnamespace = c.relnamespace
     AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
   ORDER BY 2;

  RETURN QUERY
  SELECT 'after', format('SELECT pg_catalog.setval(%s, %s, true);',
                         CASE WHEN d.objid IS NULL THEN quote_literal(c.oid::regclass)
                              ELSE format('pg_catalog.pg_get_serial_sequence(%L, %L)', d.refobjid::regclass, a.attname)
                         END, p.position), NULL
    FROM pg_class c
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   -- The planner may ask before it has looked at relkind: of what is no sequence it would be an error.
   CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'S' THEN pg_sequence_last_value(c.oid) END) AS p (position)
   WHERE c.relkind = 'S' AND p.position IS NOT NULL
     AND (d.objid IS NULL AND c.oid = ANY (sequences)
          OR d.refobjid = ANY (made) AND NOT d.refobjid = ANY (partitions) AND NOT a.attrelid || ':' || a.attname = ANY (omitted))
   ORDER BY 2;

  RETURN QUERY
  SELECT 'after', format('COMMENT ON %s IS %L;', object, comment), NULL
    FROM (SELECT format('SCHEMA %I', n.nspname) AS object, obj_description(n.oid, 'pg_namespace') AS comment
            FROM pg_namespace n WHERE n.oid = ANY (spaces) AND n.nspname <> 'public'
          UNION ALL
          SELECT format('%s %s', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype),
                 obj_description(t.oid, 'pg_type')
            FROM pg_type t WHERE t.oid = ANY (own_types)
          UNION ALL
          SELECT format('TABLE %s', r.id::regclass), obj_description(r.id, 'pg_class') FROM unnest(made) AS r (id)
          UNION ALL
          SELECT format('COLUMN %s.%I', a.attrelid::regclass, a.attname), d.description
            FROM pg_attribute a JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid
                                                     AND d.objsubid = a.attnum
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)) AS comments
   WHERE comment IS NOT NULL ORDER BY object COLLATE "C";

  RETURN QUERY
  SELECT 'lost', jsonb_object(object)::text, jsonb_object(why)::text
    FROM (SELECT ARRAY['code', 'object_function', 'name', p.oid::regprocedure::text] AS object, ARRAY['code', 'functions'] AS why
            FROM pg_proc p
           WHERE p.pronamespace = ANY (spaces)
             AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
          UNION ALL
          SELECT ARRAY['code', 'object_type', 'name', t.oid::regtype::text], ARRAY['code', 'unused_type']
            FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
           WHERE t.typnamespace = ANY (spaces) AND t.typtype IN ('b', 'c', 'd', 'e', 'r') AND coalesce(c.relkind = 'c', true)
             AND t.typsubscript <> 'array_subscript_handler'::regproc AND NOT t.oid = ANY (own_types)
             AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
          UNION ALL
          SELECT ARRAY['code', 'object_extension', 'name', quote_ident(e.extname)], ARRAY['code', 'unused_extension']
            FROM pg_extension e
           WHERE e.extname NOT IN ('plpgsql', 'paliad_backup')
             AND NOT EXISTS (SELECT FROM unnest(used, depths) AS u (type, depth)
                               JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = u.type AND d.deptype = 'e'
                              WHERE d.refobjid = e.oid)
          UNION ALL
          SELECT ARRAY['code', 'object_trigger', 'name', quote_ident(t.tgname), 'table', t.tgrelid::regclass::text], ARRAY['code', 'triggers']
            FROM pg_trigger t WHERE t.tgrelid = ANY (relations) AND NOT t.tgisinternal AND t.tgparentid = 0
          UNION ALL
          SELECT ARRAY['code', 'object_row_security', 'table', c.oid::regclass::text], ARRAY['code', 'row_security']
            FROM pg_class c
           WHERE c.oid = ANY (relations)
             AND (c.relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
          UNION ALL
          SELECT ARRAY['code', 'object_rule', 'name', quote_ident(r.rulename), 'table', r.ev_class::regclass::text], ARRAY['code', 'rewrite_rules']
            FROM pg_rewrite r WHERE r.ev_class = ANY (relations)
          UNION ALL
          SELECT ARRAY['code', 'object_table', 'name', c.oid::regclass::text], ARRAY['code', 'access_method'] FROM pg_class c WHERE c.oid = ANY (made) AND c.relam >= 16384
          UNION ALL
          SELECT ARRAY['code', 'object_table', 'name', c.oid::regclass::text], ARRAY['code', 'tablespace'] FROM pg_class c WHERE c.oid = ANY (made) AND c.reltablespace <> 0
          UNION ALL
          SELECT ARRAY['code', 'object_replica_identity', 'table', c.oid::regclass::text], ARRAY['code', 'replication']
            FROM pg_class c WHERE c.oid = ANY (made) AND c.relreplident <> 'd'
          UNION ALL
          SELECT ARRAY['code', 'object_table', 'name', c.oid::regclass::text], ARRAY['code', 'typed_table', 'type', format_type(c.reloftype, NULL)]
            FROM pg_class c
           WHERE c.oid = ANY (made) AND c.reloftype <> 0
             AND (NOT c.reloftype = ANY (own_types)
                  OR EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND (a.atttypid = ANY (texts) OR a.attrelid || ':' || a.attname = ANY (omitted))))
          UNION ALL
          SELECT ARRAY['code', 'object_column', 'name', quote_ident(a.attname), 'table', a.attrelid::regclass::text], ARRAY['code', 'collation']
            FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped
             AND c.collnamespace <> 'pg_catalog'::regnamespace AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
          UNION ALL
          SELECT ARRAY['code', 'object_column', 'name', quote_ident(a.attname), 'table', a.attrelid::regclass::text], ARRAY['code', 'compression']
            FROM pg_attribute a
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped AND a.attcompression <> ''
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
          UNION ALL
          SELECT ARRAY['code', 'object_type', 'name', t.oid::regtype::text], ARRAY['code', 'type_default']
            FROM pg_type t
           WHERE t.oid = ANY (own_types)
             AND (t.typdefaultbin IS NOT NULL AND t.oid = ANY (uncarried_types)
                  OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                                AND d.refclassid = 'pg_collation'::regclass))
          UNION ALL
          SELECT ARRAY['code', 'object_type', 'name', t.oid::regtype::text], ARRAY['code', 'range_function']
            FROM pg_type t JOIN pg_range r ON r.rngtypid = t.oid
           WHERE t.oid = ANY (own_types) AND (r.rngcanonical <> 0 OR r.rngsubdiff::oid >= 16384)
          UNION ALL
          SELECT ARRAY['code', 'object_type_constraint', 'name', quote_ident(k.conname), 'type', k.contypid::regtype::text], ARRAY['code', 'needs_uncarried']
            FROM pg_constraint k
           WHERE k.contypid = ANY (own_types) AND k.contype = 'c'
             AND k.oid = ANY (uncarried_constraints)
          UNION ALL
          SELECT ARRAY['code', 'object_table', 'name', r::regclass::text],
                 ARRAY['code', CASE WHEN r = ANY (made) THEN 'partitioning' ELSE 'rows_in_partitioned_table' END]
            FROM unnest(relations) AS r WHERE r = ANY (flat) OR NOT r = ANY (made)
          UNION ALL
          SELECT ARRAY['code', 'object_owners'], ARRAY['code', 'roles']
          UNION ALL
          SELECT ARRAY['code', 'object_large_objects', 'count', count(*)::text], ARRAY['code', 'large_objects'] FROM pg_largeobject_metadata HAVING count(*) > 0
          UNION ALL
          SELECT ARRAY['code', 'object_table', 'name', i.inhrelid::regclass::text],
                 ARRAY['code', 'inherited_outside', 'relation', i.inhparent::regclass::text]
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND NOT c.relispartition
           WHERE i.inhrelid = ANY (made) AND NOT i.inhparent = ANY (made)
          UNION ALL
          SELECT ARRAY['code', 'object_table', 'name', i.inhrelid::regclass::text],
                 ARRAY['code', 'partition_alone', 'relation', i.inhparent::regclass::text]
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
           WHERE i.inhrelid = ANY (made) AND NOT i.inhparent = ANY (made)) AS lost;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.schema_statements(oid[], text[]) IS
  'The statements that make these tables anew, and what they leave out; every run calls it.';
