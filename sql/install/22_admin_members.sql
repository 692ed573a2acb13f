-- The admins of another database may be members already.
DO $$
DECLARE
  members text;
BEGIN
  SELECT string_agg(member::regrole::text, ', ' ORDER BY member::regrole::text COLLATE "C") INTO members
    FROM pg_auth_members WHERE roleid = to_regrole('paliad_backup_admin');
  IF members IS NOT NULL THEN
    RAISE WARNING 'the role paliad_backup_admin exists already: its members may make and read backups of this database'
      USING DETAIL = 'Members: ' || members || '.',
            HINT = 'REVOKE paliad_backup_admin FROM whoever should not.';
  END IF;
END
$$;
