-- ---------------------------------------------------------------------------------------------------
-- The catalog
-- ---------------------------------------------------------------------------------------------------

-- An earlier migration of the app may have made the table. It is taken over with its rows, unless something in it
-- could run code of others with the extension's rights, or mislead the extension.
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
  ADD COLUMN error_state text CHECK (error_state ~ '^[0-9A-Z]{5}$'),
  ADD COLUMN error_code text,
  ADD COLUMN error_arguments jsonb;
ALTER TABLE paliad.backups ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.backups OWNER TO paliad_backup_owner;

CREATE INDEX IF NOT EXISTS backups_started_at_desc_idx ON paliad.backups (started_at DESC);
CREATE INDEX IF NOT EXISTS backups_kind_status_idx ON paliad.backups (kind, status);
