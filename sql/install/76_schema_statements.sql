-- ---------------------------------------------------------------------------------------------------
-- All statements, in their order
-- ---------------------------------------------------------------------------------------------------

-- `omitted` has the columns that are left out, each as <relation's oid>:<name>.
-- phase is before or after (text is a statement; the rows are loaded in between), computed (text is a
-- relation, reason a column of it that the server computes) or lost (text is an object that isn't carried, reason
-- why, each {"code": ..., further arguments: ...} as JSON: src/core/codes/object_texts.hpp, not_carried_texts.hpp).
CREATE FUNCTION paliad_backup_internal.schema_statements(relations oid[], omitted text[])
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  facts paliad_backup_internal.schema_facts := paliad_backup_internal.find_facts(relations, omitted);
BEGIN
  RETURN QUERY SELECT 'before', s, NULL FROM paliad_backup_internal.create_schemas(facts) AS s;
  RETURN QUERY SELECT 'before', s, NULL FROM paliad_backup_internal.create_extensions(facts) AS s;
  RETURN QUERY SELECT 'before', s, NULL FROM paliad_backup_internal.create_sequences(facts) AS s;
  RETURN QUERY SELECT 'before', s, NULL FROM paliad_backup_internal.create_types_and_tables(facts) AS s;
  RETURN QUERY SELECT 'before', s, NULL FROM paliad_backup_internal.attach_to_parents(facts) AS s;
  RETURN QUERY SELECT * FROM paliad_backup_internal.computed_columns(facts);
  RETURN QUERY SELECT * FROM paliad_backup_internal.text_columns(facts);
  RETURN QUERY SELECT * FROM paliad_backup_internal.add_constraints(facts);
  RETURN QUERY SELECT * FROM paliad_backup_internal.create_indexes(facts);
  RETURN QUERY SELECT 'after', s, NULL FROM paliad_backup_internal.set_options(facts) AS s;
  RETURN QUERY SELECT * FROM paliad_backup_internal.create_statistics(facts);
  RETURN QUERY SELECT 'after', s, NULL FROM paliad_backup_internal.own_sequences(facts) AS s;
  RETURN QUERY SELECT 'after', s, NULL FROM paliad_backup_internal.set_positions(facts) AS s;
  RETURN QUERY SELECT 'after', s, NULL FROM paliad_backup_internal.comment_on(facts) AS s;
  RETURN QUERY SELECT * FROM paliad_backup_internal.not_carried(facts);
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.schema_statements(oid[], text[]) IS
  'The statements that make these tables anew, and what they leave out; every run calls it.';
