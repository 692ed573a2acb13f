-- ---------------------------------------------------------------------------------------------------
-- The older of the two versions 1.0
-- ---------------------------------------------------------------------------------------------------

-- Two states of the extension had the version number 1.0. In the older one the writer owned the tables and wrote the
-- audit log, there were no installations, and all functions were in one schema.
DO $$
DECLARE
  made record;
BEGIN
  IF EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
              WHERE e.extname = 'paliad_backup' AND d.deptype = 'e'
                AND (d.classid, d.objid) = ('pg_class'::regclass, to_regclass('paliad.backup_installations'))) THEN
    RETURN;
  END IF;

  COMMENT ON ROLE paliad_backup_writer IS
    'paliad_backup: writes the extension''s tables, and owns none of them; grant it to nobody';
  IF to_regclass('paliad.system_audit_log') IS NOT NULL THEN
    REVOKE SELECT, INSERT, UPDATE ON paliad.system_audit_log FROM paliad_backup_writer;
  END IF;

  CREATE SCHEMA paliad_backup_internal;

  -- The nil uuid marks the old rows until the installation has its id (see 97).
  ALTER TABLE paliad.backups
    ADD COLUMN installation uuid DEFAULT '00000000-0000-0000-0000-000000000000',
    ADD COLUMN error_state text CHECK (error_state ~ '^[0-9A-Z]{5}$');
  ALTER TABLE paliad.backups ALTER COLUMN installation DROP DEFAULT;

  CREATE TABLE paliad.backup_installations (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    fingerprint   text UNIQUE,
    taken_over_by uuid,
    since         timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  ALTER TABLE paliad.backups OWNER TO paliad_backup_owner;
  ALTER TABLE paliad.backup_installations OWNER TO paliad_backup_owner;
  ALTER TABLE paliad.backup_slots OWNER TO paliad_backup_owner;
  ALTER TABLE paliad.backup_sheet_rules OWNER TO paliad_backup_owner;
  -- Default privileges may have given others rights in the new table.
  FOR made IN
    SELECT DISTINCT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS grantee
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
     WHERE c.oid = 'paliad.backup_installations'::regclass AND acl.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE ALL ON paliad.backup_installations FROM %s CASCADE', made.grantee);
  END LOOP;

  -- link_catalog() makes the foreign keys anew as the new owner, who then has the right that they need.
  FOR made IN
    SELECT conname FROM pg_constraint
     WHERE conrelid = 'paliad.backups'::regclass AND contype = 'f' AND conparentid = 0
  LOOP
    EXECUTE format('ALTER TABLE paliad.backups DROP CONSTRAINT %I', made.conname);
  END LOOP;
END
$$;
