-- ---------------------------------------------------------------------------------------------------
-- Installations
-- ---------------------------------------------------------------------------------------------------

-- A dump doesn't carry the rows: the database that it is restored into is an installation of its own.
CREATE TABLE paliad.backup_installations (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  fingerprint   text UNIQUE,
  taken_over_by uuid,
  since         timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE paliad.backup_installations IS
  'The installations whose artifacts this database may remove: its own, and those it has taken over; written by paliad_backup alone.';
COMMENT ON COLUMN paliad.backup_installations.id IS 'Stands in paliad.backups and in each artifact''s manifest.';
COMMENT ON COLUMN paliad.backup_installations.fingerprint IS
  'What makes it this installation and no copy: the cluster''s system identifier, the database''s oid, the timeline, the data directory.';
COMMENT ON COLUMN paliad.backup_installations.taken_over_by IS
  'The installation that paliad_backup_take_over gave it to; NULL where it has not.';
ALTER TABLE paliad.backup_installations OWNER TO paliad_backup_owner;

CREATE POLICY backups_select_operator ON paliad.backups FOR SELECT TO paliad_backup_admin USING (true);
