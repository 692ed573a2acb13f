-- ---------------------------------------------------------------------------------------------------
-- The tables must be the extension's
-- ---------------------------------------------------------------------------------------------------

-- The owner of the schema paliad may have renamed it and made another one of that name. The superuser who runs this
-- script would alter and update the tables in that one, and run their rules and triggers.
DO $$
DECLARE
  strange text := (
    SELECT string_agg('paliad.' || name, ', ') FROM unnest('{backups,backup_slots,backup_sheet_rules}'::text[]) AS name
     WHERE NOT EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                        WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'paliad_backup'
                          AND (d.classid, d.objid) = ('pg_class'::regclass, to_regclass('paliad.' || name))));
BEGIN
  IF strange IS NOT NULL THEN
    RAISE EXCEPTION 'not the tables that the extension made: %', strange
      USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'Somebody has renamed the schema paliad.',
            HINT = 'Find out who it was; ALTER SCHEMA ... RENAME TO paliad, and run ALTER EXTENSION paliad_backup UPDATE again.';
  END IF;
END
$$;
