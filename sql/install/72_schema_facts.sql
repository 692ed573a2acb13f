-- ---------------------------------------------------------------------------------------------------
-- What the statements are made from: facts about the tables
-- ---------------------------------------------------------------------------------------------------

-- Each is found once, for all objects: finding it for every object would slow down a small organisation's run.
-- `omitted` and `text_types` are nearly always empty. A query that would look at columns for their sake tests first
-- whether they are.
CREATE TYPE paliad_backup_internal.schema_facts AS (
  -- What schema_statements() is called with.
  relations             oid[],
  omitted               text[],
  -- Partitioned tables that come back as one table; all relations but their partitions; the schemas of these.
  flattened             oid[],
  tables                oid[],
  schemas               oid[],
  -- The partitions of tables. A partition whose parent isn't among the tables stands for itself.
  partitions            oid[],
  -- Column types that come back as text, and why.
  text_types            oid[],
  text_codes            text[],
  -- All other column types, with what they are made of, and how deep; those among them that the statements make.
  used_types            oid[],
  used_depths           int[],
  own_types             oid[],
  -- The sequences that the statements make.
  sequences             oid[],
  -- Of each catalog the objects that need what the statements don't make.
  uncarried_defaults    oid[],
  uncarried_constraints oid[],
  uncarried_relations   oid[],
  uncarried_statistics  oid[],
  uncarried_types       oid[]
);
COMMENT ON TYPE paliad_backup_internal.schema_facts IS 'What the functions that make a bundle''s statements know of the tables.';

-- Of these types those that neither an extension nor a table brings along.
CREATE FUNCTION paliad_backup_internal.own_types(used_types oid[]) RETURNS oid[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN ARRAY(
    SELECT t.oid FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
     WHERE t.oid = ANY (used_types) AND t.typtype IN ('e', 'd', 'c', 'r') AND coalesce(c.relkind = 'c', true)
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'));
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.own_types(oid[]) IS 'The types among these that a bundle''s statements make.';

-- The schemas' own, and those that the tables' defaults ask.
CREATE FUNCTION paliad_backup_internal.sequences(tables oid[], schemas oid[]) RETURNS oid[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN ARRAY(
    SELECT c.oid FROM pg_class c
     WHERE c.relkind = 'S' AND c.relname NOT ILIKE 'paliadin%'
       AND (c.relnamespace = ANY (schemas)
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                 AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass AND NOT d.refobjid = ANY (tables))
            OR c.oid IN (SELECT d.refobjid FROM pg_attrdef f
                           JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
                                           AND d.refclassid = 'pg_class'::regclass
                          WHERE f.adrelid = ANY (tables)))
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype IN ('i', 'e')));
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.sequences(oid[], oid[]) IS 'The sequences that a bundle''s statements make.';

-- Needs the tables, types and sequences among the facts, and adds the rest.
CREATE FUNCTION paliad_backup_internal.with_uncarried(facts paliad_backup_internal.schema_facts)
  RETURNS paliad_backup_internal.schema_facts
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made oid[] := facts.tables || facts.sequences;
  -- Whatever type a statement may name: those that columns have, the tables' rows, and arrays of them.
  types oid[] := ARRAY(SELECT unnest(ARRAY[t.oid, t.typarray]) FROM pg_type t
                        WHERE t.oid = ANY (facts.used_types) OR t.typrelid = ANY (facts.tables));
BEGIN
  facts.uncarried_defaults := paliad_backup_internal.needs_uncarried('pg_attrdef', made, types);
  facts.uncarried_constraints := paliad_backup_internal.needs_uncarried('pg_constraint', made, types);
  facts.uncarried_relations := paliad_backup_internal.needs_uncarried('pg_class', made, types);
  facts.uncarried_statistics := paliad_backup_internal.needs_uncarried('pg_statistic_ext', made, types);
  facts.uncarried_types := paliad_backup_internal.needs_uncarried('pg_type', made, types);
  RETURN facts;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.with_uncarried(paliad_backup_internal.schema_facts) IS
  'The facts, with the objects that need what a bundle''s statements do not make.';

CREATE FUNCTION paliad_backup_internal.find_facts(relations oid[], omitted text[]) RETURNS paliad_backup_internal.schema_facts
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  facts paliad_backup_internal.schema_facts;
BEGIN
  facts.relations := relations;
  facts.omitted := omitted;
  facts.flattened := ARRAY(SELECT paliad_backup_internal.flattened(relations, omitted));
  facts.tables := ARRAY(
    SELECT r FROM unnest(relations) AS r
     WHERE NOT EXISTS (SELECT FROM pg_partition_ancestors(r) AS p WHERE p <> r AND p = ANY (facts.flattened)));
  facts.schemas := ARRAY(SELECT DISTINCT relnamespace FROM pg_class WHERE oid = ANY (facts.tables));
  facts.partitions := ARRAY(
    SELECT i.inhrelid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE c.relispartition AND i.inhrelid = ANY (facts.tables) AND i.inhparent = ANY (facts.tables));
  SELECT coalesce(array_agg(x.type), '{}'), coalesce(array_agg(x.code), '{}') INTO facts.text_types, facts.text_codes
    FROM paliad_backup_internal.text_types(facts.tables) x;
  SELECT coalesce(array_agg(u.type), '{}'), coalesce(array_agg(u.depth), '{}') INTO facts.used_types, facts.used_depths
    FROM paliad_backup_internal.types(facts.tables, omitted, facts.text_types) u;
  facts.own_types := paliad_backup_internal.own_types(facts.used_types);
  facts.sequences := paliad_backup_internal.sequences(facts.tables, facts.schemas);
  RETURN paliad_backup_internal.with_uncarried(facts);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.find_facts(oid[], text[]) IS
  'The facts about these tables; relations and omitted are schema_statements()''s.';
