-- ---------------------------------------------------------------------------------------------------
-- Installations
-- ---------------------------------------------------------------------------------------------------

-- pg_dump doesn't dump the rows: the database that a dump is restored into is another installation.
CREATE TABLE paliad.backup_installations (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  fingerprint   text UNIQUE,
  taken_over_by uuid,
  since         timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE paliad.backup_installations OWNER TO paliad_backup_owner;

CREATE POLICY backups_select_operator ON paliad.backups FOR SELECT TO paliad_backup_admin USING (true);
