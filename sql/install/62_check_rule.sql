-- A rule is checked when it is written, and again by every run: tables come and go.
CREATE FUNCTION paliad_backup_internal.check_rule() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target regclass := to_regclass(NEW.relation);
  table_name name;
  problem text;
BEGIN
  SELECT relname INTO table_name FROM pg_class WHERE oid = target AND relkind IN ('r', 'p');
  IF table_name IS NULL THEN
    RAISE EXCEPTION 'a rule must name a table, and "%" is not a table', NEW.relation
      USING ERRCODE = 'undefined_table', HINT = 'Write it as schema.table, quoted where SQL needs it.';
  END IF;
  IF table_name ILIKE 'paliadin%' THEN
    RAISE EXCEPTION 'no rule can be made for %: it never leaves the database', target
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Tables whose names begin with paliadin are no part of any backup.';
  END IF;
  -- A partition stands for itself where its parent can't be read as a whole.
  IF (SELECT relispartition FROM pg_class WHERE oid = target)
     AND NOT EXISTS (SELECT FROM pg_partition_tree(pg_partition_root(target)) t JOIN pg_class c ON c.oid = t.relid
                      WHERE c.relkind = 'f' OR c.relname ILIKE 'paliadin%') THEN
    RAISE EXCEPTION 'no rule can be made for %, which is a partition: its rows are with its parent', target
      USING ERRCODE = 'wrong_object_type', HINT = 'Make the rule for the partitioned table.';
  END IF;
  SELECT c INTO problem FROM unnest(NEW.omit_columns) AS c
   WHERE NOT EXISTS (SELECT FROM pg_attribute
                      WHERE attrelid = target AND attname = c AND attnum > 0 AND NOT attisdropped)
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'column "%" of % does not exist', problem, target
      USING ERRCODE = 'undefined_column', HINT = 'Name columns as pg_attribute has them, without quotes.';
  END IF;
  SELECT a.attname INTO problem FROM pg_index i JOIN pg_attribute a ON a.attrelid = target
   WHERE i.indrelid = target AND i.indisprimary AND a.attnum = ANY (i.indkey)
     AND a.attname = ANY (NEW.omit_columns)
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'column "%" is part of the primary key of % and can''t be left out', problem, target
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Without its key a row can''t be compared or restored.';
  END IF;
  SELECT format('%I.%I', n.nspname, c.relname) INTO NEW.relation
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.check_rule() IS 'Trigger: refuses a rule that can''t be followed.';

CREATE TRIGGER check_rule BEFORE INSERT OR UPDATE ON paliad.backup_sheet_rules
  FOR EACH ROW EXECUTE FUNCTION paliad_backup_internal.check_rule();
