-- The app of another database may be a member already: this script, and an update too, gives it rights here.
DO $$
DECLARE
  members text;
BEGIN
  SELECT string_agg(member::regrole::text, ', ' ORDER BY member::regrole::text COLLATE "C") INTO members
    FROM pg_auth_members WHERE roleid = to_regrole('paliad_backup_app');
  IF members IS NOT NULL THEN
    RAISE WARNING 'the role paliad_backup_app exists already: its members may make and read backups of this database for global admins'
      USING DETAIL = 'Members: ' || members || '.',
            HINT = 'REVOKE paliad_backup_app FROM whoever should not.';
  END IF;
END
$$;
