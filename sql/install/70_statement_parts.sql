-- ---------------------------------------------------------------------------------------------------
-- The tables as statements, for schema.sql and restore.sql
-- ---------------------------------------------------------------------------------------------------

-- The objects of a catalog that need what the statements don't make: functions, operators, operator classes,
-- collations and the like of the database itself, and relations and types that are not among those. For what the
-- server brings along pg_depend has no rows. (PL/pgSQL plans for the arrays as they are, and hashes long
-- ones; a plan that it kept would look through them for each row.)
CREATE FUNCTION paliad_backup_internal.needs_uncarried(catalog regclass, relations oid[], types oid[]) RETURNS oid[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN ARRAY(
    SELECT d.objid
      FROM (SELECT objid, refclassid, refobjid FROM pg_depend WHERE classid = catalog AND deptype IN ('n', 'a')
            UNION ALL
            -- Before PostgreSQL 15 the column, not its expression, depends on what a generation needs.
            SELECT f.oid, g.refclassid, g.refobjid
              FROM pg_attrdef f JOIN pg_depend g ON g.classid = 'pg_class'::regclass AND g.objid = f.adrelid
                                                AND g.objsubid = f.adnum AND g.deptype = 'a'
             WHERE catalog = 'pg_attrdef'::regclass) AS d
      LEFT JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
     WHERE (d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass,
                             'pg_collation'::regclass, 'pg_ts_config'::regclass, 'pg_ts_dict'::regclass)
            OR d.refclassid = 'pg_type'::regclass AND NOT d.refobjid = ANY (types)
            OR c.relkind NOT IN ('i', 'I') AND NOT c.oid = ANY (relations)));
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.needs_uncarried(regclass, oid[], oid[]) IS
  'The objects of a catalog that need what a bundle''s statements do not make.';

-- START WITH 1 INCREMENT BY 1 ...
CREATE FUNCTION paliad_backup_internal.sequence_options(sequence oid) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', s.seqstart, s.seqincrement,
                s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)
    FROM pg_sequence s WHERE s.seqrelid = sequence
$$;
COMMENT ON FUNCTION paliad_backup_internal.sequence_options(oid) IS 'The options of CREATE SEQUENCE that make such a sequence.';

-- ' COLLATE x' where it isn't the type's own; the database's own collations are not carried.
CREATE FUNCTION paliad_backup_internal.collation(collation_id oid, type oid) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT format(' COLLATE pg_catalog.%I', c.collname)
                     FROM pg_collation c
                    WHERE c.oid = collation_id AND c.collnamespace = 'pg_catalog'::regnamespace
                      AND collation_id <> (SELECT typcollation FROM pg_type WHERE oid = type)), '')
$$;
COMMENT ON FUNCTION paliad_backup_internal.collation(oid, oid) IS 'The COLLATE clause of a column or domain of that type.';

-- Of a relation's options, fillfactor=70 say, the list for WITH or SET.
CREATE FUNCTION paliad_backup_internal.options(options text[], prefix text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(format('%s%I = %L', prefix, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')
    FROM unnest(options) AS o
$$;
COMMENT ON FUNCTION paliad_backup_internal.options(text[], text) IS 'A relation''s options as WITH takes them.';

-- What a type is made of: an array's element, a domain's base, a composite's attributes, a range's subtype.
-- Without settings of its own the planner can put it into its callers' queries, which have theirs.
CREATE FUNCTION paliad_backup_internal.type_parts(type oid) RETURNS SETOF oid
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT t.typelem FROM pg_catalog.pg_type t
   WHERE t.oid = type AND t.typsubscript = 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
  UNION ALL SELECT t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = type AND t.typbasetype <> 0
  UNION ALL SELECT a.atttypid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
             WHERE t.oid = type AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = type
  UNION ALL SELECT r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngmultitypid = type
$$;
COMMENT ON FUNCTION paliad_backup_internal.type_parts(oid) IS 'The types that a type is made of.';

-- The types of the relations' columns that can't be made anew, for what they are or are made of: the columns
-- come back as text.
CREATE FUNCTION paliad_backup_internal.text_types(relations oid[]) RETURNS TABLE (type oid, code text)
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE used (root, type) AS (
    SELECT DISTINCT a.atttypid, a.atttypid FROM pg_attribute a
     WHERE a.attrelid = ANY (relations) AND a.attnum > 0 AND NOT a.attisdropped
    UNION
    SELECT u.root, part FROM used u CROSS JOIN LATERAL paliad_backup_internal.type_parts(u.type) AS part)
  SELECT root, min(problem)
    FROM (SELECT u.root,
                 CASE WHEN t.typname LIKE 'reg%' AND t.typnamespace = 'pg_catalog'::regnamespace AND t.typcategory = 'N'
                      THEN 'type_names_objects'
                      WHEN t.oid < 16384 OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                                                       AND d.objid = t.oid AND d.deptype = 'e')
                      THEN NULL
                      WHEN t.typtype = 'b' AND t.typsubscript <> 'array_subscript_handler'::regproc
                      THEN 'type_needs_functions'
                      WHEN t.typtype = 'r' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                                                          AND d.objid = t.oid AND d.refclassid = 'pg_opclass'::regclass)
                      THEN 'type_needs_operator_class'
                      WHEN c.relkind <> 'c' AND NOT c.oid = ANY (relations)
                      THEN 'type_is_row_outside' END AS problem
            FROM used u JOIN pg_type t ON t.oid = u.type LEFT JOIN pg_class c ON c.oid = t.typrelid) AS problems
   WHERE problem IS NOT NULL GROUP BY root
$$;
COMMENT ON FUNCTION paliad_backup_internal.text_types(oid[]) IS
  'The column types of these tables that a bundle''s statements can''t make, and why.';

-- The types that the relations' columns have, but for `texts`, and what these are made of: the deepest first.
CREATE FUNCTION paliad_backup_internal.types(relations oid[], omitted text[], texts oid[]) RETURNS TABLE (type oid, depth int)
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE used (type, depth) AS (
    SELECT DISTINCT a.atttypid, 0 FROM pg_attribute a
     WHERE a.attrelid = ANY (relations) AND a.attnum > 0 AND NOT a.attisdropped
       AND NOT a.atttypid = ANY (texts)
       AND (omitted = '{}' OR NOT a.attrelid || ':' || a.attname = ANY (omitted))
    UNION
    -- What a typed table is of.
    SELECT c.reloftype, 0 FROM pg_class c JOIN pg_type t ON t.oid = c.reloftype
     WHERE c.oid = ANY (relations) AND t.typname NOT ILIKE 'paliadin%'
       AND NOT EXISTS (SELECT FROM pg_attribute a
                        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = ANY (texts))
    UNION
    SELECT part, u.depth + 1
      FROM used u CROSS JOIN LATERAL paliad_backup_internal.type_parts(u.type) AS part
     WHERE u.type >= 16384 AND u.depth < 64)
  SELECT u.type, max(u.depth) FROM used u WHERE u.type >= 16384 GROUP BY u.type
$$;
COMMENT ON FUNCTION paliad_backup_internal.types(oid[], text[], oid[]) IS
  'The database''s own types that columns of these tables are made of; depth orders them.';

-- Partitioned tables whose key the statements can't make: it needs functions of the database, or a column that
-- is left out or comes back as text. They come back as one table with all rows.
CREATE FUNCTION paliad_backup_internal.flattened(relations oid[], omitted text[]) RETURNS SETOF oid
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.oid FROM pg_class c
   WHERE c.oid = ANY (relations) AND c.relkind = 'p'
     -- What the key needs its table depends on; what a generation needs, before PostgreSQL 15, its column.
     AND (EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                     AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass))
          -- A column of the key depends on its table.
          OR EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.objid AND a.attnum = d.objsubid
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid > 0
                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'i'
                        AND (a.attrelid || ':' || a.attname = ANY (omitted)
                             OR a.atttypid IN (SELECT x.type FROM paliad_backup_internal.text_types(relations) x))))
$$;
COMMENT ON FUNCTION paliad_backup_internal.flattened(oid[], text[]) IS
  'The partitioned tables among these that come back as one table.';

-- How many relations are its partitions or children, at any depth: fewer than its parents have.
CREATE FUNCTION paliad_backup_internal.height(relation oid) RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE below (id) AS (
    SELECT relation UNION SELECT i.inhrelid FROM below JOIN pg_inherits i ON i.inhparent = below.id)
  SELECT count(*) - 1 FROM below
$$;
COMMENT ON FUNCTION paliad_backup_internal.height(oid) IS 'How many partitions or children a relation has, at any depth.';

-- CREATE TYPE or CREATE DOMAIN.
CREATE FUNCTION paliad_backup_internal.create_type(type oid, uncarried_types oid[], uncarried_constraints oid[]) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE t.typtype
           WHEN 'e' THEN
             format('CREATE TYPE %I.%I AS ENUM (%s);', s.nspname, t.typname,
                    (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                       FROM pg_enum e WHERE e.enumtypid = t.oid))
           WHEN 'd' THEN
             format('CREATE DOMAIN %I.%I AS %s%s%s%s%s;', s.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
                    paliad_backup_internal.collation(t.typcollation, t.typbasetype),
                    CASE WHEN NOT t.oid = ANY (uncarried_types)
                         THEN ' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0) END,
                    CASE WHEN t.typnotnull THEN ' NOT NULL' END,
                    (SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ''
                                       ORDER BY k.conname COLLATE "C")
                       FROM pg_constraint k
                      WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated
                        AND NOT k.oid = ANY (uncarried_constraints)))
           WHEN 'c' THEN
             format('CREATE TYPE %I.%I AS (%s);', s.nspname, t.typname,
                    (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                              paliad_backup_internal.collation(a.attcollation, a.atttypid)), ', '
                                       ORDER BY a.attnum)
                       FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
           ELSE
             (SELECT format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s, SUBTYPE_OPCLASS = %s%s%s, MULTIRANGE_TYPE_NAME = %I.%I);',
                            s.nspname, t.typname, format_type(r.rngsubtype, NULL),
                            (SELECT format('pg_catalog.%I', o.opcname) FROM pg_opclass o WHERE o.oid = r.rngsubopc),
                            (SELECT format(', COLLATION = pg_catalog.%I', c.collname) FROM pg_collation c
                              WHERE c.oid = r.rngcollation AND c.collnamespace = 'pg_catalog'::regnamespace),
                            CASE WHEN r.rngsubdiff::oid BETWEEN 1 AND 16383 THEN format(', SUBTYPE_DIFF = %s', r.rngsubdiff) END,
                            n.nspname, m.typname)
                FROM pg_range r JOIN pg_type m ON m.oid = r.rngmultitypid
                JOIN pg_namespace n ON n.oid = m.typnamespace WHERE r.rngtypid = t.oid)
         END
    FROM pg_type t JOIN pg_namespace s ON s.oid = t.typnamespace WHERE t.oid = type
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_type(oid, oid[], oid[]) IS 'The statement that makes an enum, domain, composite or range type.';

-- The columns of each relation as CREATE TABLE has them. Their collations are collation()'s, by a join:
-- calling it for each column would take longer than all the rest.
CREATE FUNCTION paliad_backup_internal.columns(relations oid[], omitted text[], texts oid[], partitions oid[], uncarried_defaults oid[])
  RETURNS TABLE (relation oid, definitions text)
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.attrelid,
         string_agg(format(E'\n  %I %s%s%s%s', a.attname,
                           CASE WHEN x.is_text THEN 'text' ELSE format_type(a.atttypid, a.atttypmod) END,
                           CASE WHEN l.collname IS NOT NULL THEN format(' COLLATE pg_catalog.%I', l.collname) END,
                           CASE WHEN x.is_text THEN NULL
                           WHEN a.attidentity <> '' THEN
                             -- A partition has its parent's.
                             (SELECT format(' GENERATED %s AS IDENTITY (%s)',
                                            CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                                            paliad_backup_internal.sequence_options(d.objid))
                                FROM pg_depend d
                               WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                                 AND NOT a.attrelid = ANY (partitions)
                                 AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
                                 AND EXISTS (SELECT FROM pg_sequence s WHERE s.seqrelid = d.objid))
                           WHEN a.attgenerated = '' THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
                           WHEN f.oid IS NOT NULL THEN
                             format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(f.adbin, f.adrelid),
                                    CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END,
                           -- Since PostgreSQL 18 it may not hold for old rows: then it comes after them.
                           CASE WHEN a.attnotnull
                                     AND NOT EXISTS (SELECT FROM pg_constraint k
                                                      WHERE k.conrelid = a.attrelid AND k.contype = 'n'
                                                        AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated)
                                THEN ' NOT NULL' END), ',' ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
   CROSS JOIN LATERAL (VALUES (a.atttypid = ANY (texts))) AS x (is_text)
    LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.oid <> t.typcollation
                            AND l.collnamespace = 'pg_catalog'::regnamespace
    LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum AND NOT f.oid = ANY (uncarried_defaults)
   WHERE a.attrelid = ANY (relations) AND a.attnum > 0 AND NOT a.attisdropped
     AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
   GROUP BY a.attrelid
$$;
COMMENT ON FUNCTION paliad_backup_internal.columns(oid[], text[], oid[], oid[], oid[]) IS
  'The columns of each of these tables as CREATE TABLE has them.';
