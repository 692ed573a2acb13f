-- ---------------------------------------------------------------------------------------------------
-- Functions whose name or results have changed in 1.1
-- ---------------------------------------------------------------------------------------------------

-- Each old function keeps the rights that users have granted in it until 80 has made the new one. 97 then grants these
-- in the new one, and drops the old one, after the views that called it have been made anew.
CREATE TEMP TABLE paliad_backup_replaced (was text, now text);
-- An object that a script makes becomes a member of the extension; this table must not.
ALTER EXTENSION paliad_backup DROP TABLE pg_temp.paliad_backup_replaced;

DO $$
DECLARE
  -- The older 1.0 had one function with a default; now there are two.
  one_diff boolean := to_regprocedure('@extschema@.paliad_backup_diff(uuid)') IS NULL;
  old record;
BEGIN
  FOR old IN
    SELECT name, arguments, now
      FROM (VALUES ('status', '()', '{status()}'::text[]),
                   ('diff', '(uuid, uuid)', CASE WHEN one_diff THEN '{diff(uuid),"diff(uuid, uuid)"}'::text[] END),
                   ('sheets', '()', '{sheets()}'), ('expire', '(boolean)', '{expire(boolean)}'),
                   ('verify', '(uuid)', '{verify(uuid)}'), ('drill', '(uuid)', '{drill(uuid)}'),
                   ('left_out', '(uuid)', '{left_out(uuid)}'),
                   ('restore', '(uuid, text, boolean)', '{"restore(uuid, text, boolean, text)"}'),
                   ('strays', '()', '{orphans()}'), ('take_back', '(text)', '{import(text)}')) AS functions (name, arguments, now)
     WHERE now IS NOT NULL AND to_regprocedure('@extschema@.paliad_backup_' || name || arguments) IS NOT NULL
  LOOP
    EXECUTE format('ALTER FUNCTION %s.paliad_backup_%s%s RENAME TO paliad_backup_%2$s_of_1_0', '@extschema@', old.name,
                   old.arguments);
    INSERT INTO pg_temp.paliad_backup_replaced
    SELECT '@extschema@.paliad_backup_' || old.name || '_of_1_0' || old.arguments, '@extschema@.paliad_backup_' || now
      FROM unnest(old.now) AS now;
  END LOOP;
END
$$;

-- Functions that only the extension calls are dropped and made anew: CREATE OR REPLACE can't change the names of
-- arguments.
DO $$
DECLARE
  gone regprocedure;
BEGIN
  FOR gone IN
    SELECT p.oid FROM pg_proc p
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
     WHERE e.extname = 'paliad_backup' AND p.pronamespace = to_regnamespace('paliad_backup_internal')
       AND p.prorettype <> 'trigger'::regtype
  LOOP
    EXECUTE format('DROP FUNCTION %s', gone);
  END LOOP;
END
$$;

ALTER TABLE paliad.backups ADD COLUMN error_code text, ADD COLUMN error_arguments jsonb;
