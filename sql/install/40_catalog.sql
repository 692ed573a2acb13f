-- ---------------------------------------------------------------------------------------------------
-- The catalog
-- ---------------------------------------------------------------------------------------------------

-- An earlier migration of the app may have made the table. It is taken over with its rows, but only when
-- nothing in it could run somebody else's code with this extension's rights or mislead it.
DO $$
DECLARE
  catalog    regclass := to_regclass('paliad.backups');
  owner      regrole;
  difference text;
BEGIN
  IF catalog IS NULL THEN
    RETURN;
  END IF;
  EXECUTE 'LOCK TABLE paliad.backups IN ACCESS EXCLUSIVE MODE';

  SELECT relowner::regrole INTO owner FROM pg_class WHERE oid = catalog;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE oid = owner AND rolsuper)
     AND owner IS DISTINCT FROM
         (SELECT relowner::regrole FROM pg_class WHERE oid = to_regclass('paliad.users')) THEN
    RAISE EXCEPTION 'table paliad.backups belongs to %, who is neither a superuser nor the owner of paliad.users', owner
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Find out who made it; then ALTER TABLE paliad.backups OWNER TO the app''s own role.';
  END IF;

  WITH expected (name, type, required, fallback) AS (
    VALUES ('id',                 'uuid',                     true,  'gen_random_uuid()'),
           ('kind',               'text',                     true,  NULL),
           ('status',             'text',                     true,  NULL),
           ('requested_by',       'uuid',                     false, NULL),
           ('requested_by_email', 'text',                     true,  NULL),
           ('audit_id',           'uuid',                     false, NULL),
           ('storage_uri',        'text',                     false, NULL),
           ('size_bytes',         'bigint',                   false, NULL),
           ('row_counts',         'jsonb',                    true,  '''{}''::jsonb'),
           ('sheet_count',        'integer',                  false, NULL),
           ('warnings',           'jsonb',                    true,  '''[]''::jsonb'),
           ('error',              'text',                     false, NULL),
           ('started_at',         'timestamp with time zone', true,  'now()'),
           ('finished_at',        'timestamp with time zone', false, NULL),
           ('deleted_at',         'timestamp with time zone', false, NULL)
  ), present AS (
    SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
           a.attnotnull AS required,
           CASE WHEN a.attgenerated <> '' OR a.attidentity <> ''
                     OR a.attcollation NOT IN (0, 'pg_catalog."default"'::regcollation)
                THEN 'something else' ELSE pg_get_expr(d.adbin, d.adrelid) END AS fallback
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = catalog AND a.attnum > 0 AND NOT a.attisdropped
  )
  SELECT string_agg('column ' || name, ', ' ORDER BY name) INTO difference
    FROM (SELECT DISTINCT name COLLATE "C" AS name
            FROM ((TABLE expected EXCEPT TABLE present) UNION (TABLE present EXCEPT TABLE expected)) AS d
         ) AS names;

  IF difference IS NULL THEN
    WITH expected (definition) AS (
      VALUES ('PRIMARY KEY (id)'),
             ('CHECK ((kind = ANY (ARRAY[''scheduled''::text, ''on_demand''::text])))'),
             ('CHECK ((status = ANY (ARRAY[''running''::text, ''done''::text, ''failed''::text])))'),
             ('FOREIGN KEY (requested_by) REFERENCES paliad.users(id) ON DELETE SET NULL'),
             ('FOREIGN KEY (audit_id) REFERENCES paliad.system_audit_log(id) ON DELETE SET NULL')
    ), present AS (
      SELECT pg_get_constraintdef(oid) AS definition
        FROM pg_constraint WHERE conrelid = catalog AND contype <> 'n'
    )
    SELECT string_agg('constraint ' || definition, ', ' ORDER BY definition COLLATE "C") INTO difference
      FROM ((TABLE expected EXCEPT TABLE present) UNION (TABLE present EXCEPT TABLE expected)) AS d;
  END IF;

  IF difference IS NULL THEN
    SELECT string_agg(thing, ', ' ORDER BY thing COLLATE "C") INTO difference
      FROM (SELECT format('trigger %I', tgname) FROM pg_trigger WHERE tgrelid = catalog AND NOT tgisinternal
            UNION ALL
            SELECT format('rule %I', rulename) FROM pg_rewrite WHERE ev_class = catalog
            UNION ALL
            SELECT format('policy %I', polname) FROM pg_policy
             WHERE polrelid = catalog AND polname <> 'backups_select_admin'
            UNION ALL
            SELECT format('index %s', indexrelid::regclass) FROM pg_index
             WHERE indrelid = catalog
               AND regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX \S+ ', '\1') NOT IN
                   ('UNIQUE ON paliad.backups USING btree (id)',
                    'ON paliad.backups USING btree (started_at DESC)',
                    'ON paliad.backups USING btree (kind, status)')
            UNION ALL
            SELECT format('statistics %s', stxname) FROM pg_statistic_ext WHERE stxrelid = catalog
            UNION ALL
            SELECT 'forced row-level security' FROM pg_class WHERE oid = catalog AND relforcerowsecurity
            UNION ALL
            SELECT format('child or parent table %s', inhrelid::regclass) FROM pg_inherits
             WHERE catalog IN (inhrelid, inhparent)
            UNION ALL
            SELECT 'its kind' FROM pg_class WHERE oid = catalog AND (relkind <> 'r' OR relpersistence <> 'p')
           ) AS found (thing);
  END IF;

  IF difference IS NOT NULL THEN
    RAISE EXCEPTION 'table paliad.backups is not the one that paliad_backup can take over'
      USING ERRCODE = 'duplicate_table',
            DETAIL = 'It differs in: ' || difference || '.',
            HINT = 'Rename it (ALTER TABLE paliad.backups RENAME TO ...), create the extension, and copy its rows.';
  END IF;

  ALTER EXTENSION paliad_backup ADD TABLE paliad.backups;
END
$$;

DO $$
BEGIN
  IF to_regclass('paliad.backups') IS NULL THEN
    CREATE TABLE paliad.backups (
      id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind               text NOT NULL CHECK (kind IN ('scheduled', 'on_demand')),
      status             text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
      requested_by       uuid,
      requested_by_email text NOT NULL,
      audit_id           uuid,
      storage_uri        text,
      size_bytes         bigint,
      row_counts         jsonb NOT NULL DEFAULT '{}'::jsonb,
      sheet_count        int,
      warnings           jsonb NOT NULL DEFAULT '[]'::jsonb,
      error              text,
      started_at         timestamptz NOT NULL DEFAULT now(),
      finished_at        timestamptz,
      deleted_at         timestamptz
    );
  END IF;
END
$$;

ALTER TABLE paliad.backups
  ADD COLUMN sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD COLUMN scheduled_for timestamptz,
  ADD COLUMN held boolean NOT NULL DEFAULT false,
  ADD COLUMN removing boolean NOT NULL DEFAULT false,
  ADD COLUMN verified_at timestamptz,
  ADD COLUMN verified_ok boolean,
  ADD COLUMN drilled_at timestamptz,
  ADD COLUMN drilled_ok boolean,
  ADD COLUMN installation uuid,
  ADD COLUMN error_state text CHECK (error_state ~ '^[0-9A-Z]{5}$');
ALTER TABLE paliad.backups ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.backups OWNER TO paliad_backup_owner;

CREATE INDEX IF NOT EXISTS backups_started_at_desc_idx ON paliad.backups (started_at DESC);
CREATE INDEX IF NOT EXISTS backups_kind_status_idx ON paliad.backups (kind, status);

COMMENT ON TABLE paliad.backups IS
  'One row for every backup of the whole organisation that was ever begun; written by paliad_backup alone. status goes from running to done or failed. Rows stay for ever; the audit log has the same events as the record that counts.';
COMMENT ON COLUMN paliad.backups.id IS 'Names the backup in every paliad_backup function; its first eight digits stand in the file''s name.';
COMMENT ON COLUMN paliad.backups.kind IS 'on_demand: somebody asked for it; scheduled: the server did it by itself.';
COMMENT ON COLUMN paliad.backups.status IS 'running; done: the file is there, whole and checked; failed: there is no file, error says why.';
COMMENT ON COLUMN paliad.backups.requested_by IS 'The app''s user who asked; NULL for a database login and for scheduled backups.';
COMMENT ON COLUMN paliad.backups.requested_by_email IS 'That user''s address when the backup began, which outlives the user; a database login''s name; system@paliad for scheduled backups.';
COMMENT ON COLUMN paliad.backups.audit_id IS 'The entry in paliad.system_audit_log, written before the backup; NULL where the audit log could not take it.';
COMMENT ON COLUMN paliad.backups.storage_uri IS 'Where the artifact lies; set when the backup is done. file://... is a file on the database server.';
COMMENT ON COLUMN paliad.backups.size_bytes IS 'Size of the artifact.';
COMMENT ON COLUMN paliad.backups.row_counts IS 'Number of rows by sheet.';
COMMENT ON COLUMN paliad.backups.sheet_count IS 'Number of sheets, one for each table.';
COMMENT ON COLUMN paliad.backups.warnings IS 'What a reader of the backup should know; a list of objects with sheet, column, code, count and text.';
COMMENT ON COLUMN paliad.backups.error IS 'Why the backup failed; NULL unless status is failed.';
COMMENT ON COLUMN paliad.backups.started_at IS 'When it began; in the file''s name too, in UTC.';
COMMENT ON COLUMN paliad.backups.finished_at IS 'When it ended, well or not.';
COMMENT ON COLUMN paliad.backups.deleted_at IS 'When the artifact was removed, or began to be; NULL while it is there for all.';
COMMENT ON COLUMN paliad.backups.sha256 IS 'SHA-256 of the artifact, in hexadecimal.';
COMMENT ON COLUMN paliad.backups.scheduled_for IS 'The time of the schedule that a scheduled backup was made for; several rows where it was tried again.';
COMMENT ON COLUMN paliad.backups.verified_at IS 'When paliad_backup_verify read it last.';
COMMENT ON COLUMN paliad.backups.verified_ok IS 'Whether every check of that was good.';
COMMENT ON COLUMN paliad.backups.drilled_at IS 'When paliad_backup_drill tried to restore it last.';
COMMENT ON COLUMN paliad.backups.drilled_ok IS 'Whether every row came back as it was.';
COMMENT ON COLUMN paliad.backups.removing IS 'The artifact is being removed; where that was cut short, the next backup into the same directory ends it.';
COMMENT ON COLUMN paliad.backups.installation IS 'Which installation made it (paliad.backup_installations); another one never removes the artifact.';
COMMENT ON COLUMN paliad.backups.error_state IS 'The SQLSTATE of the failure; 57014 where somebody canceled it.';
COMMENT ON COLUMN paliad.backups.held IS 'Kept whatever the retention settings say; paliad_backup_hold sets it.';
