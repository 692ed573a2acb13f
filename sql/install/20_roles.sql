-- ---------------------------------------------------------------------------------------------------
-- Roles (they belong to the whole server, so they may exist already)
-- ---------------------------------------------------------------------------------------------------

DO $$
DECLARE
  strange text;
BEGIN
  IF to_regrole('paliad_backup_admin') IS NULL THEN
    CREATE ROLE paliad_backup_admin NOLOGIN;
    COMMENT ON ROLE paliad_backup_admin IS 'paliad_backup: members may make, read and manage backups';
  END IF;
  IF to_regrole('paliad_backup_app') IS NULL THEN
    CREATE ROLE paliad_backup_app NOLOGIN;
    COMMENT ON ROLE paliad_backup_app IS
      'paliad_backup: members may call its functions, which let through those signed-in users who are global admins';
  END IF;
  IF to_regrole('paliad_backup_reader') IS NULL THEN
    CREATE ROLE paliad_backup_reader NOLOGIN NOSUPERUSER INHERIT BYPASSRLS;
    GRANT pg_read_all_data TO paliad_backup_reader;
    COMMENT ON ROLE paliad_backup_reader IS 'paliad_backup: backups read as this role; grant it to nobody';
  END IF;
  IF to_regrole('paliad_backup_writer') IS NULL THEN
    CREATE ROLE paliad_backup_writer NOLOGIN NOSUPERUSER INHERIT BYPASSRLS;
    COMMENT ON ROLE paliad_backup_writer IS
      'paliad_backup: writes the extension''s tables, and owns none of them; grant it to nobody';
  END IF;
  IF to_regrole('paliad_backup_auditor') IS NULL THEN
    CREATE ROLE paliad_backup_auditor NOLOGIN NOSUPERUSER INHERIT NOBYPASSRLS;
    COMMENT ON ROLE paliad_backup_auditor IS
      'paliad_backup: writes paliad.system_audit_log, and nothing else; grant it to nobody';
  END IF;
  IF to_regrole('paliad_backup_owner') IS NULL THEN
    CREATE ROLE paliad_backup_owner NOLOGIN NOSUPERUSER INHERIT NOBYPASSRLS;
    COMMENT ON ROLE paliad_backup_owner IS
      'paliad_backup: owns the extension''s tables; nothing is read or written as it; grant it to nobody';
  END IF;
  IF to_regrole('paliad_backup_restorer') IS NULL THEN
    CREATE ROLE paliad_backup_restorer NOLOGIN NOSUPERUSER INHERIT NOBYPASSRLS;
    COMMENT ON ROLE paliad_backup_restorer IS
      'paliad_backup: a restore makes tables as this role, which has no rights; grant it to nobody';
  END IF;

  -- They may have been made by the extension in another database, or by somebody who prepared an attack.
  SELECT string_agg(r.rolname, ', ' ORDER BY r.rolname) INTO strange
    FROM pg_roles AS r
    JOIN (VALUES ('paliad_backup_admin', true, false, NULL),
                 ('paliad_backup_app', true, false, NULL),
                 ('paliad_backup_reader', false, true, 'pg_read_all_data'),
                 ('paliad_backup_writer', false, true, NULL),
                 ('paliad_backup_auditor', false, false, NULL),
                 ('paliad_backup_owner', false, false, NULL),
                 ('paliad_backup_restorer', false, false, NULL)) AS made (name, grantable, bypasses, membership)
      ON made.name = r.rolname
   WHERE r.rolsuper OR r.rolcanlogin OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
      OR r.rolbypassrls <> made.bypasses
      OR NOT made.grantable AND EXISTS (SELECT FROM pg_auth_members WHERE roleid = r.oid)
      OR EXISTS (SELECT FROM pg_auth_members
                  WHERE member = r.oid AND roleid::regrole::text IS DISTINCT FROM made.membership);
  IF strange IS NOT NULL THEN
    RAISE EXCEPTION 'roles that paliad_backup needs exist already, but not as it creates them: %', strange
      USING ERRCODE = 'object_not_in_prerequisite_state',
            DETAIL = 'They must not log in or hold any right but their own; only paliad_backup_admin and paliad_backup_app have members, and only the reader is a member of another role, pg_read_all_data.',
            HINT = 'Find out who made them; DROP ROLE, and try again.';
  END IF;
END
$$;
