-- paliad_backup 1.0: what CREATE EXTENSION makes.
\echo Use "CREATE EXTENSION paliad_backup" to load this file. \quit

-- Nothing that lies in the target schema may be found by a name in this file.
SET LOCAL search_path = pg_catalog, pg_temp;

-- The schemas in which objects are made here may belong to others: until this is done none of them gets
-- another name.
LOCK TABLE pg_namespace IN SHARE ROW EXCLUSIVE MODE;

-- ---------------------------------------------------------------------------------------------------
-- What must be there
-- ---------------------------------------------------------------------------------------------------

-- A dump is restored with row_security off, and creates extensions before the tables: then the links to
-- the app's tables are made later, by the first run (paliad_backup_internal.link_catalog).
DO $$
DECLARE
  missing text;
BEGIN
  SELECT string_agg(name, ', ') INTO missing
    FROM unnest(ARRAY['paliad.users', 'paliad.system_audit_log']) AS name
   WHERE to_regclass(name) IS NULL;
  IF missing IS NOT NULL AND current_setting('row_security') = 'on' THEN
    RAISE EXCEPTION 'paliad_backup needs tables that this database does not have: %', missing
      USING ERRCODE = 'undefined_table',
            HINT = 'Create the extension in the database of the app, after the app''s own migrations.';
  END IF;
  IF to_regnamespace('paliad') IS NULL THEN
    CREATE SCHEMA paliad;
  END IF;
END
$$;

-- ---------------------------------------------------------------------------------------------------
-- Roles (of the whole server, so they may be there already)
-- ---------------------------------------------------------------------------------------------------

DO $$
DECLARE
  strange text;
  members text;
BEGIN
  IF to_regrole('paliad_backup_admin') IS NULL THEN
    CREATE ROLE paliad_backup_admin NOLOGIN;
    COMMENT ON ROLE paliad_backup_admin IS 'paliad_backup: members may make, read and manage backups';
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

  -- Another database's extension may have made them, or somebody who waited for this one.
  SELECT string_agg(r.rolname, ', ' ORDER BY r.rolname) INTO strange
    FROM pg_roles AS r
    JOIN (VALUES ('paliad_backup_admin', NULL, NULL),
                 ('paliad_backup_reader', true, 'pg_read_all_data'),
                 ('paliad_backup_writer', true, NULL),
                 ('paliad_backup_auditor', false, NULL),
                 ('paliad_backup_owner', false, NULL),
                 ('paliad_backup_restorer', false, NULL)) AS made (name, bypasses, membership) ON made.name = r.rolname
   WHERE r.rolsuper OR r.rolcanlogin OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
      OR r.rolbypassrls <> made.bypasses
      OR made.bypasses IS NOT NULL AND EXISTS (SELECT FROM pg_auth_members WHERE roleid = r.oid)
      OR EXISTS (SELECT FROM pg_auth_members
                  WHERE member = r.oid AND roleid::regrole::text IS DISTINCT FROM made.membership);
  IF strange IS NOT NULL THEN
    RAISE EXCEPTION 'roles that paliad_backup would use are there already, but not as it makes them: %', strange
      USING ERRCODE = 'object_not_in_prerequisite_state',
            DETAIL = 'They must not log in or hold any right but their own; the admin role alone has members, and only the reader is a member of another role, pg_read_all_data.',
            HINT = 'Find out who made them; DROP ROLE, and create the extension again.';
  END IF;
  SELECT string_agg(member::regrole::text, ', ' ORDER BY member::regrole::text COLLATE "C") INTO members
    FROM pg_auth_members WHERE roleid = to_regrole('paliad_backup_admin');
  IF members IS NOT NULL THEN
    RAISE WARNING 'the role paliad_backup_admin is there already: its members may make and read backups of this database'
      USING DETAIL = 'Members: ' || members || '.',
            HINT = 'REVOKE paliad_backup_admin FROM whoever should not.';
  END IF;
END
$$;

-- ---------------------------------------------------------------------------------------------------
-- A schema of the extension's own
-- ---------------------------------------------------------------------------------------------------

-- Whoever owns the schema that CREATE EXTENSION names could give it another name, and make functions of
-- his under the old one. What the extension calls itself lies here, where nobody else makes anything.
CREATE SCHEMA paliad_backup_internal;
COMMENT ON SCHEMA paliad_backup_internal IS 'Functions that paliad_backup calls; none is for users.';

DO $$
DECLARE
  others text;
BEGIN
  SELECT string_agg(DISTINCT CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE r.rolname::text END, ', ') INTO others
    FROM pg_namespace n
   CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
   WHERE n.nspname = '@extschema@' AND acl.privilege_type = 'CREATE' AND NOT coalesce(r.rolsuper, false)
     AND NOT (r.rolname = 'pg_database_owner'
              AND EXISTS (SELECT FROM pg_database d JOIN pg_roles o ON o.oid = d.datdba
                           WHERE d.datname = current_database() AND o.rolsuper));
  IF others IS NOT NULL THEN
    RAISE WARNING 'others may create functions in schema @extschema@, where those of paliad_backup will be: %', others
      USING DETAIL = 'A function of theirs with other argument types could be called in place of the extension''s, by whoever writes an argument without its type.',
            HINT = 'REVOKE CREATE ON SCHEMA @extschema@, or create the extension in a schema of a superuser''s.';
  END IF;
END
$$;

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

-- ---------------------------------------------------------------------------------------------------
-- The schedule's slots
-- ---------------------------------------------------------------------------------------------------

CREATE TABLE paliad.backup_slots (
  scheduled_for timestamptz PRIMARY KEY,
  outcome       text NOT NULL CHECK (outcome IN ('noticed', 'claimed', 'done', 'failed', 'missed', 'elsewhere')),
  attempts      int NOT NULL DEFAULT 0,
  detail        text,
  noted_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE paliad.backup_slots IS
  'One row for each time at which the schedule asked for a backup, which keeps it from being made twice; written by paliad_backup alone.';
COMMENT ON COLUMN paliad.backup_slots.scheduled_for IS 'The time; for noticed, when the schedule became what detail says.';
COMMENT ON COLUMN paliad.backup_slots.outcome IS
  'claimed: being made, or tried again soon; done; failed: given up; missed: nobody was there to make it; elsewhere: another server that shares the archive directory has it; noticed: a new schedule.';
COMMENT ON COLUMN paliad.backup_slots.attempts IS 'How often it was tried; paliad.backups has a row for each attempt that began.';
COMMENT ON COLUMN paliad.backup_slots.detail IS 'Why; for noticed, the schedule.';
COMMENT ON COLUMN paliad.backup_slots.noted_at IS 'When this row was written last.';
ALTER TABLE paliad.backup_slots OWNER TO paliad_backup_owner;

-- ---------------------------------------------------------------------------------------------------
-- Rules
-- ---------------------------------------------------------------------------------------------------

CREATE TABLE paliad.backup_sheet_rules (
  relation     text PRIMARY KEY,
  kind         text CHECK (kind IN ('entity', 'ref')),
  excluded     boolean NOT NULL DEFAULT false,
  sort_order   int,
  omit_columns text[] NOT NULL DEFAULT '{}',
  note         text
);

COMMENT ON TABLE paliad.backup_sheet_rules IS
  'What an admin changes about the sheets of a backup, one row for a table; paliad_backup_sheets() shows the effect.';
COMMENT ON COLUMN paliad.backup_sheet_rules.relation IS 'The table as schema.table, quoted where SQL needs it.';
COMMENT ON COLUMN paliad.backup_sheet_rules.kind IS 'entity or ref; NULL leaves it to the name (ref_... is ref).';
COMMENT ON COLUMN paliad.backup_sheet_rules.excluded IS 'true leaves the table out; the bundle says so, with the note.';
COMMENT ON COLUMN paliad.backup_sheet_rules.sort_order IS 'Sheets with a number come first, in its order.';
COMMENT ON COLUMN paliad.backup_sheet_rules.omit_columns IS 'Columns to leave out; none of the primary key.';
COMMENT ON COLUMN paliad.backup_sheet_rules.note IS 'Why; stands in the bundle with a table that is left out.';

-- A rule is checked when it is written, and again by every run: tables come and go.
CREATE FUNCTION paliad_backup_internal.check_rule() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target regclass := to_regclass(NEW.relation);
  table_name name;
  problem text;
BEGIN
  SELECT relname INTO table_name FROM pg_class WHERE oid = target AND relkind IN ('r', 'p');
  IF table_name IS NULL THEN
    RAISE EXCEPTION 'a rule must name a table, and "%" is none', NEW.relation
      USING ERRCODE = 'undefined_table', HINT = 'Write it as schema.table, quoted where SQL needs it.';
  END IF;
  IF table_name ILIKE 'paliadin%' THEN
    RAISE EXCEPTION 'no rule can be made for %: it never leaves the database', target
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Tables whose names begin with paliadin are no part of any backup.';
  END IF;
  -- A partition stands for itself where its parent can't be read as a whole.
  IF (SELECT relispartition FROM pg_class WHERE oid = target)
     AND NOT EXISTS (SELECT FROM pg_partition_tree(pg_partition_root(target)) t JOIN pg_class c ON c.oid = t.relid
                      WHERE c.relkind = 'f' OR c.relname ILIKE 'paliadin%') THEN
    RAISE EXCEPTION 'no rule can be made for %, which is a partition: its rows stand with its parent', target
      USING ERRCODE = 'wrong_object_type', HINT = 'Make the rule for the partitioned table.';
  END IF;
  SELECT c INTO problem FROM unnest(NEW.omit_columns) AS c
   WHERE NOT EXISTS (SELECT FROM pg_attribute
                      WHERE attrelid = target AND attname = c AND attnum > 0 AND NOT attisdropped)
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'column "%" of % does not exist', problem, target
      USING ERRCODE = 'undefined_column', HINT = 'Name columns as pg_attribute has them, without quotes.';
  END IF;
  SELECT a.attname INTO problem FROM pg_index i JOIN pg_attribute a ON a.attrelid = target
   WHERE i.indrelid = target AND i.indisprimary AND a.attnum = ANY (i.indkey)
     AND a.attname = ANY (NEW.omit_columns)
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'column "%" is part of the primary key of % and can''t be left out', problem, target
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Without its key a row can''t be compared or restored.';
  END IF;
  SELECT format('%I.%I', n.nspname, c.relname) INTO NEW.relation
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.check_rule() IS 'Trigger: refuses a rule that can''t be followed.';

CREATE TRIGGER check_rule BEFORE INSERT OR UPDATE ON paliad.backup_sheet_rules
  FOR EACH ROW EXECUTE FUNCTION paliad_backup_internal.check_rule();

ALTER TABLE paliad.backup_sheet_rules OWNER TO paliad_backup_owner;

SELECT pg_extension_config_dump('paliad.backups', '');
SELECT pg_extension_config_dump('paliad.backup_sheet_rules', '');
SELECT pg_extension_config_dump('paliad.backup_slots', '');

-- ---------------------------------------------------------------------------------------------------
-- The tables as statements, for schema.sql and restore.sql
-- ---------------------------------------------------------------------------------------------------

-- The objects of a catalog that need what the statements don't make: functions, operators, operator classes,
-- collations and the like of the database itself, and relations and types that are not among those. For what the
-- server brings along pg_depend has no rows. (PL/pgSQL plans for the arrays as they are, and hashes long
-- ones; a plan that it kept would look through them for each row.)
CREATE FUNCTION paliad_backup_internal.needy(catalog regclass, relations oid[], types oid[]) RETURNS oid[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN ARRAY(
    SELECT d.objid FROM pg_depend d LEFT JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
     WHERE d.classid = catalog AND d.deptype IN ('n', 'a')
       AND (d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass,
                             'pg_collation'::regclass, 'pg_ts_config'::regclass, 'pg_ts_dict'::regclass)
            OR d.refclassid = 'pg_type'::regclass AND NOT d.refobjid = ANY (types)
            OR c.relkind NOT IN ('i', 'I') AND NOT c.oid = ANY (relations)));
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.needy(regclass, oid[], oid[]) IS
  'The objects of a catalog that need what a bundle''s statements do not make.';

-- START WITH 1 INCREMENT BY 1 ...
CREATE FUNCTION paliad_backup_internal.sequence_options(sequence oid) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', s.seqstart, s.seqincrement,
                s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)
    FROM pg_sequence s WHERE s.seqrelid = sequence
$$;
COMMENT ON FUNCTION paliad_backup_internal.sequence_options(oid) IS 'The options of CREATE SEQUENCE that make such a sequence.';

-- ' COLLATE x' where it isn't the type's own; the database's own collations are not carried.
CREATE FUNCTION paliad_backup_internal.collation(collation_id oid, type oid) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT format(' COLLATE pg_catalog.%I', c.collname)
                     FROM pg_collation c
                    WHERE c.oid = collation_id AND c.collnamespace = 'pg_catalog'::regnamespace
                      AND collation_id <> (SELECT typcollation FROM pg_type WHERE oid = type)), '')
$$;
COMMENT ON FUNCTION paliad_backup_internal.collation(oid, oid) IS 'The COLLATE clause of a column or domain of that type.';

-- Of a relation's options, fillfactor=70 say, the list for WITH or SET.
CREATE FUNCTION paliad_backup_internal.options(options text[], prefix text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(format('%s%I = %L', prefix, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')
    FROM unnest(options) AS o
$$;
COMMENT ON FUNCTION paliad_backup_internal.options(text[], text) IS 'A relation''s options as WITH takes them.';

-- What a type is made of: an array's element, a domain's base, a composite's attributes, a range's subtype.
-- Without settings of its own the planner can put it into its callers' queries, which have theirs.
CREATE FUNCTION paliad_backup_internal.type_parts(type oid) RETURNS SETOF oid
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT t.typelem FROM pg_catalog.pg_type t
   WHERE t.oid = type AND t.typsubscript = 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
  UNION ALL SELECT t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = type AND t.typbasetype <> 0
  UNION ALL SELECT a.atttypid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
             WHERE t.oid = type AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = type
  UNION ALL SELECT r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngmultitypid = type
$$;
COMMENT ON FUNCTION paliad_backup_internal.type_parts(oid) IS 'The types that a type is made of.';

-- The types of the relations' columns that can't be made anew, for what they are or are made of: the columns
-- come back as text.
CREATE FUNCTION paliad_backup_internal.text_types(relations oid[]) RETURNS TABLE (type oid, reason text)
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE used (root, type) AS (
    SELECT DISTINCT a.atttypid, a.atttypid FROM pg_attribute a
     WHERE a.attrelid = ANY (relations) AND a.attnum > 0 AND NOT a.attisdropped
    UNION
    SELECT u.root, part FROM used u CROSS JOIN LATERAL paliad_backup_internal.type_parts(u.type) AS part)
  SELECT root, min(problem)
    FROM (SELECT u.root,
                 CASE WHEN t.typname LIKE 'reg%' AND t.typnamespace = 'pg_catalog'::regnamespace AND t.typcategory = 'N'
                      THEN 'names objects of the database'
                      WHEN t.oid < 16384 OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                                                       AND d.objid = t.oid AND d.deptype = 'e')
                      THEN NULL
                      WHEN t.typtype = 'b' AND t.typsubscript <> 'array_subscript_handler'::regproc
                      THEN 'needs functions of the database'
                      WHEN t.typtype = 'r' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                                                          AND d.objid = t.oid AND d.refclassid = 'pg_opclass'::regclass)
                      THEN 'needs an operator class of the database'
                      WHEN c.relkind <> 'c' AND NOT c.oid = ANY (relations)
                      THEN 'is the row of a relation that is not in the backup' END AS problem
            FROM used u JOIN pg_type t ON t.oid = u.type LEFT JOIN pg_class c ON c.oid = t.typrelid) AS problems
   WHERE problem IS NOT NULL GROUP BY root
$$;
COMMENT ON FUNCTION paliad_backup_internal.text_types(oid[]) IS
  'The column types of these tables that a bundle''s statements can''t make, and why.';

-- The types that the relations' columns have, but for `texts`, and what these are made of: the deepest first.
CREATE FUNCTION paliad_backup_internal.types(relations oid[], omitted text[], texts oid[]) RETURNS TABLE (type oid, depth int)
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE used (type, depth) AS (
    SELECT DISTINCT a.atttypid, 0 FROM pg_attribute a
     WHERE a.attrelid = ANY (relations) AND a.attnum > 0 AND NOT a.attisdropped
       AND NOT a.atttypid = ANY (texts)
       AND (omitted = '{}' OR NOT a.attrelid || ':' || a.attname = ANY (omitted))
    UNION
    -- What a typed table is of.
    SELECT c.reloftype, 0 FROM pg_class c JOIN pg_type t ON t.oid = c.reloftype
     WHERE c.oid = ANY (relations) AND t.typname NOT ILIKE 'paliadin%'
       AND NOT EXISTS (SELECT FROM pg_attribute a
                        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = ANY (texts))
    UNION
    SELECT part, u.depth + 1
      FROM used u CROSS JOIN LATERAL paliad_backup_internal.type_parts(u.type) AS part
     WHERE u.type >= 16384 AND u.depth < 64)
  SELECT u.type, max(u.depth) FROM used u WHERE u.type >= 16384 GROUP BY u.type
$$;
COMMENT ON FUNCTION paliad_backup_internal.types(oid[], text[], oid[]) IS
  'The database''s own types that columns of these tables are made of; depth orders them.';

-- Partitioned tables whose key the statements can't make: it needs functions of the database, or a column that
-- is left out or comes back as text. They come back as one table with all rows.
CREATE FUNCTION paliad_backup_internal.flattened(relations oid[], omitted text[]) RETURNS SETOF oid
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.oid FROM pg_class c
   WHERE c.oid = ANY (relations) AND c.relkind = 'p'
     AND (EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                     AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass))
          -- A column of the key depends on its table.
          OR EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.objid AND a.attnum = d.objsubid
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid > 0
                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'i'
                        AND (a.attrelid || ':' || a.attname = ANY (omitted)
                             OR a.atttypid IN (SELECT x.type FROM paliad_backup_internal.text_types(relations) x))))
$$;
COMMENT ON FUNCTION paliad_backup_internal.flattened(oid[], text[]) IS
  'The partitioned tables among these that come back as one table.';

-- How many relations are its partitions or children, at any depth: fewer than its parents have.
CREATE FUNCTION paliad_backup_internal.height(relation oid) RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE below (id) AS (
    SELECT relation UNION SELECT i.inhrelid FROM below JOIN pg_inherits i ON i.inhparent = below.id)
  SELECT count(*) - 1 FROM below
$$;
COMMENT ON FUNCTION paliad_backup_internal.height(oid) IS 'How many partitions or children a relation has, at any depth.';

-- CREATE TYPE or CREATE DOMAIN.
CREATE FUNCTION paliad_backup_internal.create_type(type oid, needy_types oid[], needy_constraints oid[]) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE t.typtype
           WHEN 'e' THEN
             format('CREATE TYPE %I.%I AS ENUM (%s);', s.nspname, t.typname,
                    (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                       FROM pg_enum e WHERE e.enumtypid = t.oid))
           WHEN 'd' THEN
             format('CREATE DOMAIN %I.%I AS %s%s%s%s%s;', s.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
                    paliad_backup_internal.collation(t.typcollation, t.typbasetype),
                    CASE WHEN NOT t.oid = ANY (needy_types)
                         THEN ' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0) END,
                    CASE WHEN t.typnotnull THEN ' NOT NULL' END,
                    (SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ''
                                       ORDER BY k.conname COLLATE "C")
                       FROM pg_constraint k
                      WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated
                        AND NOT k.oid = ANY (needy_constraints)))
           WHEN 'c' THEN
             format('CREATE TYPE %I.%I AS (%s);', s.nspname, t.typname,
                    (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                              paliad_backup_internal.collation(a.attcollation, a.atttypid)), ', '
                                       ORDER BY a.attnum)
                       FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
           ELSE
             (SELECT format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s, SUBTYPE_OPCLASS = %s%s%s, MULTIRANGE_TYPE_NAME = %I.%I);',
                            s.nspname, t.typname, format_type(r.rngsubtype, NULL),
                            (SELECT format('pg_catalog.%I', o.opcname) FROM pg_opclass o WHERE o.oid = r.rngsubopc),
                            (SELECT format(', COLLATION = pg_catalog.%I', c.collname) FROM pg_collation c
                              WHERE c.oid = r.rngcollation AND c.collnamespace = 'pg_catalog'::regnamespace),
                            CASE WHEN r.rngsubdiff::oid BETWEEN 1 AND 16383 THEN format(', SUBTYPE_DIFF = %s', r.rngsubdiff) END,
                            n.nspname, m.typname)
                FROM pg_range r JOIN pg_type m ON m.oid = r.rngmultitypid
                JOIN pg_namespace n ON n.oid = m.typnamespace WHERE r.rngtypid = t.oid)
         END
    FROM pg_type t JOIN pg_namespace s ON s.oid = t.typnamespace WHERE t.oid = type
$$;
COMMENT ON FUNCTION paliad_backup_internal.create_type(oid, oid[], oid[]) IS 'The statement that makes an enum, domain, composite or range type.';

-- The columns of each relation as CREATE TABLE has them. Their collations are collation()'s, by a join:
-- calling it for each column would take longer than all the rest.
CREATE FUNCTION paliad_backup_internal.columns(relations oid[], omitted text[], texts oid[], partitions oid[], needy_defaults oid[])
  RETURNS TABLE (relation oid, definitions text)
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.attrelid,
         string_agg(format(E'\n  %I %s%s%s%s', a.attname,
                           CASE WHEN x.is_text THEN 'text' ELSE format_type(a.atttypid, a.atttypmod) END,
                           CASE WHEN l.collname IS NOT NULL THEN format(' COLLATE pg_catalog.%I', l.collname) END,
                           CASE WHEN x.is_text THEN NULL
                           WHEN a.attidentity <> '' THEN
                             -- A partition has its parent's.
                             (SELECT format(' GENERATED %s AS IDENTITY (%s)',
                                            CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                                            paliad_backup_internal.sequence_options(d.objid))
                                FROM pg_depend d
                               WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                                 AND NOT a.attrelid = ANY (partitions)
                                 AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
                                 AND EXISTS (SELECT FROM pg_sequence s WHERE s.seqrelid = d.objid))
                           WHEN a.attgenerated = '' THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
                           WHEN f.oid IS NOT NULL THEN
                             format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(f.adbin, f.adrelid),
                                    CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END,
                           -- Since PostgreSQL 18 it may not hold for old rows: then it comes after them.
                           CASE WHEN a.attnotnull
                                     AND NOT EXISTS (SELECT FROM pg_constraint k
                                                      WHERE k.conrelid = a.attrelid AND k.contype = 'n'
                                                        AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated)
                                THEN ' NOT NULL' END), ',' ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
   CROSS JOIN LATERAL (VALUES (a.atttypid = ANY (texts))) AS x (is_text)
    LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.oid <> t.typcollation
                            AND l.collnamespace = 'pg_catalog'::regnamespace
    LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum AND NOT f.oid = ANY (needy_defaults)
   WHERE a.attrelid = ANY (relations) AND a.attnum > 0 AND NOT a.attisdropped
     AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
   GROUP BY a.attrelid
$$;
COMMENT ON FUNCTION paliad_backup_internal.columns(oid[], text[], oid[], oid[], oid[]) IS
  'The columns of each of these tables as CREATE TABLE has them.';

-- phase is before or after (text is a statement; the rows are loaded in between), computed (text is a
-- relation, reason a column of it that the server computes) or lost (text is an object, reason why).
CREATE FUNCTION paliad_backup_internal.schema_statements(relations oid[], omitted text[])
  RETURNS TABLE (phase text, text text, reason text)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  flat oid[] := ARRAY(SELECT paliad_backup_internal.flattened(relations, omitted));
  -- Without the partitions of those.
  made oid[] := ARRAY(SELECT r FROM unnest(relations) AS r
                       WHERE NOT EXISTS (SELECT FROM pg_partition_ancestors(r) AS p WHERE p <> r AND p = ANY (flat)));
  spaces oid[] := ARRAY(SELECT DISTINCT relnamespace FROM pg_class WHERE oid = ANY (made));
  -- A partition whose parent isn't among them stands for itself.
  partitions oid[] := ARRAY(SELECT i.inhrelid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                             WHERE c.relispartition AND i.inhrelid = ANY (made) AND i.inhparent = ANY (made));
  -- Column types that come back as text, and why; all others, with what they are made of, and how deep.
  texts oid[];
  text_reasons text[];
  used oid[];
  depths int[];
  own_types oid[];
  types oid[];
  sequences oid[];
  known oid[];
  needy_defaults oid[];
  needy_constraints oid[];
  needy_relations oid[];
  needy_statistics oid[];
  needy_types oid[];
BEGIN
  -- Each asked once, for all objects: a run of a small organisation would feel it.
  -- Below, `omitted` and `texts` are empty nearly always, and then no object is asked about its columns.
  SELECT coalesce(array_agg(x.type), '{}'), coalesce(array_agg(x.reason), '{}') INTO texts, text_reasons
    FROM paliad_backup_internal.text_types(made) x;
  SELECT coalesce(array_agg(u.type), '{}'), coalesce(array_agg(u.depth), '{}') INTO used, depths
    FROM paliad_backup_internal.types(made, omitted, texts) u;
  own_types := ARRAY(
    SELECT t.oid FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
     WHERE t.oid = ANY (used) AND t.typtype IN ('e', 'd', 'c', 'r') AND coalesce(c.relkind = 'c', true)
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'));
  -- Whatever type a statement may name: these, those of extensions and the tables' rows, and arrays of them.
  types := ARRAY(SELECT unnest(ARRAY[t.oid, t.typarray]) FROM pg_type t
                  WHERE t.oid = ANY (used) OR t.typrelid = ANY (made));
  -- The schemas' own, and those that the tables' defaults ask.
  sequences := ARRAY(
    SELECT c.oid FROM pg_class c
     WHERE c.relkind = 'S' AND c.relname NOT ILIKE 'paliadin%'
       AND (c.relnamespace = ANY (spaces)
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                 AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass AND NOT d.refobjid = ANY (made))
            OR c.oid IN (SELECT d.refobjid FROM pg_attrdef f
                           JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
                                           AND d.refclassid = 'pg_class'::regclass
                          WHERE f.adrelid = ANY (made)))
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype IN ('i', 'e')));
  known := made || sequences;
  needy_defaults := paliad_backup_internal.needy('pg_attrdef', known, types);
  needy_constraints := paliad_backup_internal.needy('pg_constraint', known, types);
  needy_relations := paliad_backup_internal.needy('pg_class', known, types);
  needy_statistics := paliad_backup_internal.needy('pg_statistic_ext', known, types);
  needy_types := paliad_backup_internal.needy('pg_type', known, types);

  RETURN QUERY
  SELECT 'before', format('CREATE SCHEMA IF NOT EXISTS %I;', n.nspname), NULL
    FROM pg_namespace n
   WHERE n.oid = ANY (spaces) OR n.oid IN (SELECT typnamespace FROM pg_type WHERE oid = ANY (own_types))
      OR n.oid IN (SELECT relnamespace FROM pg_class WHERE oid = ANY (sequences))
   ORDER BY n.nspname COLLATE "C";

  RETURN QUERY
  SELECT DISTINCT 'before', format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I;', e.extname, n.nspname), NULL
    FROM unnest(used, depths) AS u (type, depth)
    JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = u.type AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_namespace n ON n.oid = e.extnamespace
   ORDER BY 2;

  RETURN QUERY
  SELECT 'before', format('CREATE SEQUENCE %I.%I AS %s %s;', n.nspname, c.relname, format_type(s.seqtypid, NULL),
                          paliad_backup_internal.sequence_options(c.oid)), NULL
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
   WHERE c.oid = ANY (sequences)
   ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";

  -- Types and tables in one order: a table's row may be a column's type, or part of one.
  RETURN QUERY
  SELECT 'before', statement, NULL
    FROM (SELECT u.depth, format('%I.%I', n.nspname, t.typname) AS name, 0 AS what,
                 paliad_backup_internal.create_type(t.oid, needy_types, needy_constraints) AS statement
            FROM unnest(used, depths) AS u (type, depth) JOIN pg_type t ON t.oid = u.type
            JOIN pg_namespace n ON n.oid = t.typnamespace
           WHERE t.oid = ANY (own_types)
          UNION ALL
          SELECT coalesce(u.depth, -1), format('%I.%I', n.nspname, c.relname), 1,
                 format(E'CREATE %sTABLE %I.%I (%s\n)%s%s;', CASE WHEN c.relpersistence = 'u' AND c.relkind = 'r' THEN 'UNLOGGED ' END,
                        n.nspname, c.relname, l.definitions,
                        CASE WHEN c.relkind = 'p' AND NOT c.oid = ANY (flat) THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
                        (SELECT ' WITH (' || string_agg(options, ', ') || ')'
                           FROM (SELECT paliad_backup_internal.options(c.reloptions, '') WHERE c.reloptions IS NOT NULL
                                 UNION ALL
                                 SELECT paliad_backup_internal.options(t.reloptions, 'toast.')
                                   FROM pg_class t WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL) AS o (options)))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN paliad_backup_internal.columns(made, omitted, texts, partitions, needy_defaults) l ON l.relation = c.oid
            LEFT JOIN unnest(used, depths) AS u (type, depth) ON u.type = c.reltype
           WHERE c.oid = ANY (made)) AS statements
   ORDER BY depth DESC, what, name COLLATE "C";

  RETURN QUERY
  SELECT 'before',
         CASE WHEN c.relispartition
              THEN format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s;', i.inhparent::regclass, c.oid::regclass,
                          pg_get_expr(c.relpartbound, c.oid))
              ELSE format('ALTER TABLE ONLY %s INHERIT %s;', c.oid::regclass, i.inhparent::regclass) END, NULL
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhrelid = ANY (made) AND i.inhparent = ANY (made)
   ORDER BY c.relispartition, c.oid::regclass::text COLLATE "C", i.inhseqno;

  RETURN QUERY
  SELECT CASE WHEN more THEN 'lost' ELSE 'computed' END,
         CASE WHEN more THEN format('%I of %s', attname, relation) ELSE relation END,
         CASE WHEN NOT more THEN attname::text
              WHEN attgenerated = '' THEN 'its default needs an object of the database that is not carried'
              ELSE 'its generation needs an object of the database that is not carried: it is a column as any other' END
    FROM (SELECT a.attname, a.attgenerated, a.attnum, a.attrelid, a.attrelid::regclass::text AS relation,
                 f.oid = ANY (needy_defaults) AS more
            FROM pg_attribute a JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
           WHERE a.attrelid = ANY (made) AND NOT a.attisdropped AND NOT a.atttypid = ANY (texts)
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)) AS expressions
   WHERE more OR attgenerated <> '' AND NOT attrelid = ANY (partitions) ORDER BY attrelid, attnum;

  RETURN QUERY
  SELECT 'lost', format('%I of %s', a.attname, a.attrelid::regclass),
         format('its type %s %s: it is text, without a default', format_type(a.atttypid, NULL), x.reason)
    FROM pg_attribute a JOIN unnest(texts, text_reasons) AS x (type, reason) ON x.type = a.atttypid
   WHERE a.attrelid = ANY (made) AND NOT a.attrelid = ANY (partitions) AND a.attnum > 0 AND NOT a.attisdropped
     AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
   ORDER BY a.attrelid, a.attnum;

  -- Keys first: foreign keys refer to them. Partitions and children before their parents: what a parent hands
  -- down finds theirs, and leaves its name.
  RETURN QUERY
  SELECT CASE WHEN problem IS NULL THEN 'after' ELSE 'lost' END,
         CASE WHEN problem IS NULL
              THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s;', relation, conname, pg_get_constraintdef(oid))
              ELSE format('constraint %I of %s', conname, relation) END, problem
    FROM (SELECT k.oid, k.conname, k.contype, k.conrelid, k.conrelid::regclass::text AS relation,
                 CASE WHEN k.contype <> 'f' AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = k.conindid AND NOT i.indisvalid)
                      THEN 'it is not valid'
                      WHEN k.contype = 'f' AND NOT k.confrelid = ANY (made)
                      THEN 'it refers to a table that is not in the backup'
                      WHEN omitted <> '{}'
                           AND EXISTS (SELECT FROM pg_attribute a
                                        WHERE (a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                               OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))
                                          AND a.attrelid || ':' || a.attname = ANY (omitted))
                      THEN 'it needs a column that a rule leaves out'
                      WHEN k.contype NOT IN ('p', 'u', 'n') AND texts <> '{}'
                           AND EXISTS (SELECT FROM pg_attribute a
                                        WHERE (a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                               OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))
                                          AND a.atttypid = ANY (texts))
                      THEN 'it needs a column that comes back as text'
                      WHEN k.oid = ANY (needy_constraints)
                           OR k.conindid = ANY (needy_relations) AND k.contype <> 'f'
                      THEN 'it needs an object of the database that is not carried' END AS problem
            FROM pg_constraint k
           WHERE k.conrelid = ANY (made)
             AND (k.contype IN ('p', 'u', 'x', 'c', 'f') OR k.contype = 'n' AND NOT k.convalidated)
             -- Foreign keys of and to a partitioned table make their partitions' by themselves.
             AND NOT (k.contype = 'f' AND EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = ANY (made)))
             AND NOT (k.contype IN ('c', 'n') AND NOT k.conislocal
                      AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = k.conrelid AND i.inhparent = ANY (made)))
         ) AS constraints
   ORDER BY array_position('{p,u,x,n,c,f}'::"char"[], contype),
            paliad_backup_internal.height(conrelid), relation COLLATE "C", conname COLLATE "C";

  RETURN QUERY
  SELECT CASE WHEN problem IS NULL THEN 'after' ELSE 'lost' END,
         CASE WHEN problem IS NULL THEN definition || ';' ELSE format('index %s', oid::regclass) END, problem
    FROM (SELECT c.oid, i.indrelid,
                 -- On a partitioned table's own index the partitions' come by themselves.
                 CASE c.relkind WHEN 'I' THEN regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')
                      ELSE pg_get_indexdef(c.oid) END AS definition,
                 CASE WHEN NOT i.indisvalid
                      THEN 'it is not valid'
                      WHEN c.relam >= 16384
                      THEN 'its access method is not carried'
                      WHEN omitted <> '{}'
                           AND EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a
                                         ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                          AND d.refclassid = 'pg_class'::regclass
                                          AND a.attrelid || ':' || a.attname = ANY (omitted))
                      THEN 'it needs a column that a rule leaves out'
                      WHEN texts <> '{}'
                           AND EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a
                                         ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                          AND d.refclassid = 'pg_class'::regclass AND a.atttypid = ANY (texts))
                      THEN 'it needs a column that comes back as text'
                      WHEN c.oid = ANY (needy_relations)
                      THEN 'it needs an object of the database that is not carried' END AS problem
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
           WHERE i.indrelid = ANY (made)
             AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
         ) AS indexes
   ORDER BY paliad_backup_internal.height(indrelid), definition COLLATE "C";

  -- What a definition of a key doesn't say, or an index alone.
  RETURN QUERY
  SELECT 'after', statement, NULL
    FROM (SELECT format('ALTER INDEX %s SET (%s);', c.oid::regclass, paliad_backup_internal.options(c.reloptions, '')) AS statement
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conindid
           WHERE k.conrelid = ANY (made) AND k.contype IN ('p', 'u', 'x') AND c.reloptions IS NOT NULL AND c.relkind = 'i'
             AND NOT c.oid = ANY (needy_relations)
          UNION ALL
          SELECT format('ALTER TABLE ONLY %s ALTER COLUMN %I SET %s;', a.attrelid::regclass, a.attname, o.setting)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
           CROSS JOIN LATERAL (VALUES
             (CASE WHEN a.attstorage <> t.typstorage AND NOT a.atttypid = ANY (texts)
                   THEN 'STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                        WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
             (CASE WHEN a.attstattarget >= 0 THEN 'STATISTICS ' || a.attstattarget END),
             -- The server may keep options of its own there.
             (CASE WHEN a.attoptions IS NOT NULL
                   THEN '(' || paliad_backup_internal.options(
                     ARRAY(SELECT o FROM unnest(a.attoptions) AS o WHERE split_part(o, '=', 1) IN ('n_distinct', 'n_distinct_inherited')), '')
                   || ')' END)) AS o (setting)
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped AND o.setting IS NOT NULL
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
          UNION ALL
          SELECT format('ALTER TABLE %s OF %s;', c.oid::regclass, c.reloftype::regtype)
            FROM pg_class c
           WHERE c.oid = ANY (made) AND c.reloftype = ANY (own_types)
             AND NOT EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND (a.atttypid = ANY (texts) OR a.attrelid || ':' || a.attname = ANY (omitted)))
          UNION ALL
          SELECT format('ALTER DOMAIN %s ADD CONSTRAINT %I %s;', k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid))
            FROM pg_constraint k
           WHERE k.contypid = ANY (own_types) AND k.contype = 'c' AND NOT k.convalidated
             AND NOT k.oid = ANY (needy_constraints)) AS statements
   ORDER BY statement COLLATE "C";

  RETURN QUERY
  SELECT CASE WHEN more THEN 'lost' ELSE 'after' END,
         CASE WHEN more THEN format('statistics %s', name) ELSE pg_get_statisticsobjdef(oid) || ';' END,
         CASE WHEN more THEN 'they need a column or an object of the database that is not carried' END
    FROM (SELECT s.oid, format('%I.%I', n.nspname, s.stxname) AS name,
                 s.oid = ANY (needy_statistics)
                 OR NOT s.stxnamespace = ANY (spaces)
                 OR EXISTS (SELECT FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                             WHERE d.classid = 'pg_statistic_ext'::regclass AND d.objid = s.oid
                               AND d.refclassid = 'pg_class'::regclass
                               AND (a.atttypid = ANY (texts) OR a.attrelid || ':' || a.attname = ANY (omitted))) AS more
            FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid = ANY (made)) AS statistics
   ORDER BY name COLLATE "C";

  -- Sequences that belong to a column, and where they are.
  RETURN QUERY
  SELECT 'after', format('ALTER SEQUENCE %s OWNED BY %s.%I;', d.objid::regclass, d.refobjid::regclass, a.attname), NULL
    FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid JOIN pg_class s ON s.oid = d.objid
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
     AND d.refobjid = ANY (made) AND d.objid = ANY (sequences) AND s.relnamespace = c.relnamespace
     AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
   ORDER BY 2;

  RETURN QUERY
  SELECT 'after', format('SELECT pg_catalog.setval(%s, %s, true);',
                         CASE WHEN d.objid IS NULL THEN quote_literal(c.oid::regclass)
                              ELSE format('pg_catalog.pg_get_serial_sequence(%L, %L)', d.refobjid::regclass, a.attname)
                         END, p.position), NULL
    FROM pg_class c
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   -- The planner may ask before it has looked at relkind: of what is no sequence it would be an error.
   CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'S' THEN pg_sequence_last_value(c.oid) END) AS p (position)
   WHERE c.relkind = 'S' AND p.position IS NOT NULL
     AND (d.objid IS NULL AND c.oid = ANY (sequences)
          OR d.refobjid = ANY (made) AND NOT d.refobjid = ANY (partitions) AND NOT a.attrelid || ':' || a.attname = ANY (omitted))
   ORDER BY 2;

  RETURN QUERY
  SELECT 'after', format('COMMENT ON %s IS %L;', object, comment), NULL
    FROM (SELECT format('SCHEMA %I', n.nspname) AS object, obj_description(n.oid, 'pg_namespace') AS comment
            FROM pg_namespace n WHERE n.oid = ANY (spaces) AND n.nspname <> 'public'
          UNION ALL
          SELECT format('%s %s', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype),
                 obj_description(t.oid, 'pg_type')
            FROM pg_type t WHERE t.oid = ANY (own_types)
          UNION ALL
          SELECT format('TABLE %s', r.id::regclass), obj_description(r.id, 'pg_class') FROM unnest(made) AS r (id)
          UNION ALL
          SELECT format('COLUMN %s.%I', a.attrelid::regclass, a.attname), d.description
            FROM pg_attribute a JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid
                                                     AND d.objsubid = a.attnum
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)) AS comments
   WHERE comment IS NOT NULL ORDER BY object COLLATE "C";

  RETURN QUERY
  SELECT 'lost', object, why
    FROM (SELECT 'function ' || p.oid::regprocedure AS object, 'functions are not carried' AS why
            FROM pg_proc p
           WHERE p.pronamespace = ANY (spaces)
             AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
          UNION ALL
          SELECT format('type %s', t.oid::regtype), 'no column that comes back is made of it'
            FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
           WHERE t.typnamespace = ANY (spaces) AND t.typtype IN ('b', 'c', 'd', 'e', 'r') AND coalesce(c.relkind = 'c', true)
             AND t.typsubscript <> 'array_subscript_handler'::regproc AND NOT t.oid = ANY (own_types)
             AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
          UNION ALL
          SELECT format('extension %I', e.extname), 'no column that comes back has a type of it'
            FROM pg_extension e
           WHERE e.extname NOT IN ('plpgsql', 'paliad_backup')
             AND NOT EXISTS (SELECT FROM unnest(used, depths) AS u (type, depth)
                               JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = u.type AND d.deptype = 'e'
                              WHERE d.refobjid = e.oid)
          UNION ALL
          SELECT format('trigger %I of %s', t.tgname, t.tgrelid::regclass), 'triggers are not carried'
            FROM pg_trigger t WHERE t.tgrelid = ANY (relations) AND NOT t.tgisinternal AND t.tgparentid = 0
          UNION ALL
          SELECT format('row-level security of %s', c.oid::regclass), 'rights and policies are not carried'
            FROM pg_class c
           WHERE c.oid = ANY (relations)
             AND (c.relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
          UNION ALL
          SELECT format('rule %I of %s', r.rulename, r.ev_class::regclass), 'rules are not carried'
            FROM pg_rewrite r WHERE r.ev_class = ANY (relations)
          UNION ALL
          SELECT c.oid::regclass::text, 'its access method is not carried' FROM pg_class c WHERE c.oid = ANY (made) AND c.relam >= 16384
          UNION ALL
          SELECT c.oid::regclass::text, 'it lay in a tablespace of its own' FROM pg_class c WHERE c.oid = ANY (made) AND c.reltablespace <> 0
          UNION ALL
          SELECT format('replica identity of %s', c.oid::regclass), 'replication is not carried'
            FROM pg_class c WHERE c.oid = ANY (made) AND c.relreplident <> 'd'
          UNION ALL
          SELECT c.oid::regclass::text, format('it was of type %s, and is a table as any other', format_type(c.reloftype, NULL))
            FROM pg_class c
           WHERE c.oid = ANY (made) AND c.reloftype <> 0
             AND (NOT c.reloftype = ANY (own_types)
                  OR EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND (a.atttypid = ANY (texts) OR a.attrelid || ':' || a.attname = ANY (omitted))))
          UNION ALL
          SELECT format('%I of %s', a.attname, a.attrelid::regclass), 'its collation is not carried'
            FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped
             AND c.collnamespace <> 'pg_catalog'::regnamespace AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
          UNION ALL
          SELECT format('%I of %s', a.attname, a.attrelid::regclass), 'its compression method is not carried'
            FROM pg_attribute a
           WHERE a.attrelid = ANY (made) AND a.attnum > 0 AND NOT a.attisdropped AND a.attcompression <> ''
             AND NOT a.attrelid || ':' || a.attname = ANY (omitted)
          UNION ALL
          SELECT format('type %s', t.oid::regtype), 'its default, or its collation, is not carried'
            FROM pg_type t
           WHERE t.oid = ANY (own_types)
             AND (t.typdefaultbin IS NOT NULL AND t.oid = ANY (needy_types)
                  OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                                AND d.refclassid = 'pg_collation'::regclass))
          UNION ALL
          SELECT format('type %s', t.oid::regtype), 'its canonical or difference function is not carried'
            FROM pg_type t JOIN pg_range r ON r.rngtypid = t.oid
           WHERE t.oid = ANY (own_types) AND (r.rngcanonical <> 0 OR r.rngsubdiff::oid >= 16384)
          UNION ALL
          SELECT format('constraint %I of type %s', k.conname, k.contypid::regtype), 'it needs an object of the database that is not carried'
            FROM pg_constraint k
           WHERE k.contypid = ANY (own_types) AND k.contype = 'c'
             AND k.oid = ANY (needy_constraints)
          UNION ALL
          SELECT r::regclass::text, CASE WHEN r = ANY (made) THEN 'its partitioning is not carried: it is one table with all rows'
                                         ELSE 'its rows stand in the partitioned table' END
            FROM unnest(relations) AS r WHERE r = ANY (flat) OR NOT r = ANY (made)
          UNION ALL
          SELECT 'owners and rights', 'roles are not carried'
          UNION ALL
          SELECT format('%s large objects', count(*)), 'large objects belong to no table' FROM pg_largeobject_metadata HAVING count(*) > 0
          UNION ALL
          SELECT i.inhrelid::regclass::text, format('it inherited from %s, which is not in the backup', i.inhparent::regclass)
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND NOT c.relispartition
           WHERE i.inhrelid = ANY (made) AND NOT i.inhparent = ANY (made)
          UNION ALL
          SELECT i.inhrelid::regclass::text, format('it was a partition of %s, and stands for itself', i.inhparent::regclass)
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
           WHERE i.inhrelid = ANY (made) AND NOT i.inhparent = ANY (made)) AS lost
   ORDER BY object COLLATE "C", why COLLATE "C";
END
$$;
COMMENT ON FUNCTION paliad_backup_internal.schema_statements(oid[], text[]) IS
  'The statements that make these tables anew, and what they leave out; every run calls it.';

-- ---------------------------------------------------------------------------------------------------
-- Functions
-- ---------------------------------------------------------------------------------------------------

CREATE FUNCTION @extschema@.paliad_backup_run() RETURNS uuid
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_run';
COMMENT ON FUNCTION @extschema@.paliad_backup_run() IS
  'Makes a backup of the whole organisation now, and returns its id when it is done.';

CREATE FUNCTION @extschema@.paliad_backup_start() RETURNS uuid
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_start';
COMMENT ON FUNCTION @extschema@.paliad_backup_start() IS
  'Has a background worker make a backup, and returns its id as soon as it runs; NOTIFY paliad_backup and paliad.backup_progress tell how it goes on.';

CREATE FUNCTION @extschema@.paliad_backup_cancel(id uuid) RETURNS boolean
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_cancel';
COMMENT ON FUNCTION @extschema@.paliad_backup_cancel(uuid) IS
  'Cancels a running backup, which ends as failed; false where it isn''t running any more.';

CREATE FUNCTION @extschema@.paliad_backup_progress(
    OUT id uuid, OUT phase text, OUT sheet text, OUT sheets int, OUT rows_done bigint,
    OUT rows_expected bigint, OUT bytes bigint, OUT percent numeric, OUT started_at timestamptz,
    OUT eta timestamptz)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_progress';
COMMENT ON FUNCTION @extschema@.paliad_backup_progress() IS
  'Running backups of this database; what paliad.backup_progress shows.';

CREATE VIEW paliad.backup_progress AS SELECT * FROM @extschema@.paliad_backup_progress();
COMMENT ON VIEW paliad.backup_progress IS
  'How far a running backup is; no row for those who may not use backups.';
COMMENT ON COLUMN paliad.backup_progress.phase IS 'beginning, locking, reading, writing, checking, recording.';
COMMENT ON COLUMN paliad.backup_progress.sheet IS 'The sheet begun last; with parallel workers others are read beside it.';
COMMENT ON COLUMN paliad.backup_progress.rows_expected IS 'By the server''s statistics: an estimate.';
COMMENT ON COLUMN paliad.backup_progress.bytes IS 'Of rows read so far, as text.';
COMMENT ON COLUMN paliad.backup_progress.eta IS 'When it will be done if it goes on like this.';
ALTER VIEW paliad.backup_progress OWNER TO paliad_backup_owner;

CREATE FUNCTION @extschema@.paliad_backup_sheets(
    OUT "position" int, OUT sheet text, OUT kind text, OUT relation text, OUT included boolean,
    OUT reason text, OUT query text, OUT columns text[])
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_sheets';
COMMENT ON FUNCTION @extschema@.paliad_backup_sheets() IS
  'What a backup would contain now, and every table it would leave out, with the reason.';

CREATE FUNCTION @extschema@.paliad_backup_read(id uuid, byte_offset bigint, byte_count int) RETURNS bytea
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_read';
COMMENT ON FUNCTION @extschema@.paliad_backup_read(uuid, bigint, int) IS
  'A piece of a backup''s artifact, for streaming; empty beyond its end.';

CREATE FUNCTION @extschema@.paliad_backup_download(id uuid) RETURNS bytea
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_download';
COMMENT ON FUNCTION @extschema@.paliad_backup_download(uuid) IS
  'A backup''s artifact as one value; up to 1 GB.';

CREATE FUNCTION @extschema@.paliad_backup_delete(id uuid) RETURNS void
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_delete';
COMMENT ON FUNCTION @extschema@.paliad_backup_delete(uuid) IS
  'Removes a backup''s artifact now, whatever becomes of the caller''s transaction; its row stays.';

CREATE FUNCTION @extschema@.paliad_backup_hold(id uuid, held boolean) RETURNS void
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_hold';
COMMENT ON FUNCTION @extschema@.paliad_backup_hold(uuid, boolean) IS
  'Keeps a backup''s artifact whatever the retention settings say, or lets go of it.';

CREATE FUNCTION @extschema@.paliad_backup_expire(dry_run boolean DEFAULT true, OUT id uuid, OUT action text, OUT reason text)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_expire';
COMMENT ON FUNCTION @extschema@.paliad_backup_expire(boolean) IS
  'What the retention settings say of each artifact: keep or remove, and why; with false, what is to go is removed.';

CREATE FUNCTION @extschema@.paliad_backup_status(
    OUT last_success timestamptz, OUT last_success_age interval, OUT last_failure timestamptz,
    OUT last_error text, OUT next_run timestamptz, OUT running uuid, OUT artifacts bigint,
    OUT artifact_bytes bigint, OUT free_bytes bigint, OUT ok boolean, OUT reason text,
    OUT warnings text[])
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_status';
COMMENT ON FUNCTION @extschema@.paliad_backup_status() IS
  'Whether backups are well, in one row; what paliad.backup_status shows.';

CREATE VIEW paliad.backup_status AS SELECT * FROM @extschema@.paliad_backup_status();
COMMENT ON VIEW paliad.backup_status IS
  'Whether backups are well, in one row, for monitoring: administrators and members of pg_monitor may ask.';
COMMENT ON COLUMN paliad.backup_status.last_success IS 'When the newest good backup began that still has its file.';
COMMENT ON COLUMN paliad.backup_status.next_run IS 'When the schedule asks for the next one; NULL where this database has no schedule.';
COMMENT ON COLUMN paliad.backup_status.running IS 'The backup that runs now.';
COMMENT ON COLUMN paliad.backup_status.artifacts IS 'How many the catalog has.';
COMMENT ON COLUMN paliad.backup_status.free_bytes IS 'In the export directory''s file system.';
COMMENT ON COLUMN paliad.backup_status.warnings IS 'What is no reason for an alarm, but worth a look.';
COMMENT ON COLUMN paliad.backup_status.ok IS 'false where reason says what is wrong.';
ALTER VIEW paliad.backup_status OWNER TO paliad_backup_owner;

CREATE FUNCTION @extschema@.paliad_backup_verify(id uuid, OUT item text, OUT ok boolean, OUT detail text)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_verify';
COMMENT ON FUNCTION @extschema@.paliad_backup_verify(uuid) IS
  'Reads a backup''s artifact from disk and proves it: against the catalog, its own manifest, and its formats against each other.';

CREATE FUNCTION @extschema@.paliad_backup_restore(
    id uuid, target_schema text, drop_columns boolean DEFAULT false, OUT sheet text, OUT rows bigint)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_restore';
COMMENT ON FUNCTION @extschema@.paliad_backup_restore(uuid, text, boolean) IS
  'Brings a backup back, into a schema that it makes or into empty tables of the same shape; all of it or nothing.';

CREATE FUNCTION @extschema@.paliad_backup_drill(id uuid, OUT item text, OUT ok boolean, OUT detail text)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_drill';
COMMENT ON FUNCTION @extschema@.paliad_backup_drill(uuid) IS
  'Restores a backup for trial, compares every row with the backup, and removes it all again.';

CREATE FUNCTION @extschema@.paliad_backup_rows(id uuid, sheet text) RETURNS SETOF jsonb
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_rows';
COMMENT ON FUNCTION @extschema@.paliad_backup_rows(uuid, text) IS
  'The rows of one sheet of an old backup, to query with SQL.';

CREATE FUNCTION @extschema@.paliad_backup_contents(
    id uuid, OUT sheet text, OUT kind text, OUT relation text, OUT row_count bigint, OUT columns text[])
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_contents';
COMMENT ON FUNCTION @extschema@.paliad_backup_contents(uuid) IS
  'The sheets of an old backup, with their columns, as its manifest has them.';

CREATE FUNCTION @extschema@.paliad_backup_left_out(id uuid, OUT kind text, OUT object text, OUT reason text)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_left_out';
COMMENT ON FUNCTION @extschema@.paliad_backup_left_out(uuid) IS
  'What an old backup left out, and why, as its manifest has it; kind is relation, column or definition (not brought back by its scripts).';

CREATE FUNCTION @extschema@.paliad_backup_current_rows(sheet text) RETURNS SETOF jsonb
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_current_rows';
COMMENT ON FUNCTION @extschema@.paliad_backup_current_rows(text) IS
  'The rows that a sheet would have in a backup made now, as paliad_backup_rows has those of an old one.';

-- Rows are told apart by the primary key that their table has now; those of a table without one by all of
-- their values. The server's joins keep what doesn't fit into work_mem on disk.
-- Two functions: an id that is NULL is an error, not the same as none.
CREATE FUNCTION @extschema@.paliad_backup_diff(
    id uuid, OUT sheet text, OUT change text, OUT key jsonb, OUT before jsonb, OUT after jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_diff';
COMMENT ON FUNCTION @extschema@.paliad_backup_diff(uuid) IS
  'What has changed since a backup: rows added, removed and changed, by primary key.';

CREATE FUNCTION @extschema@.paliad_backup_diff(
    id uuid, other uuid, OUT sheet text, OUT change text, OUT key jsonb, OUT before jsonb, OUT after jsonb)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_diff';
COMMENT ON FUNCTION @extschema@.paliad_backup_diff(uuid, uuid) IS
  'What has changed between two backups: rows added, removed and changed, by primary key.';

CREATE FUNCTION @extschema@.paliad_backup_strays(
    OUT file text, OUT size_bytes bigint, OUT id uuid, OUT started_at timestamptz, OUT database text,
    OUT problem text)
  RETURNS SETOF record
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_strays';
COMMENT ON FUNCTION @extschema@.paliad_backup_strays() IS
  'Artifacts in the export directory that the catalog does not know as done, or that were put back after their removal; where problem is NULL, paliad_backup_take_back takes them in.';

CREATE FUNCTION @extschema@.paliad_backup_take_back(file text) RETURNS uuid
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_take_back';
COMMENT ON FUNCTION @extschema@.paliad_backup_take_back(text) IS
  'Checks an artifact that paliad_backup_strays() lists, writes its row from what it says of itself, and returns its id.';

CREATE FUNCTION @extschema@.paliad_backup_take_over(installation uuid) RETURNS bigint
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_take_over';
COMMENT ON FUNCTION @extschema@.paliad_backup_take_over(uuid) IS
  'Makes the artifacts of another installation, which is gone for good, this one''s to keep and to remove; returns how many there are.';

CREATE FUNCTION paliad_backup_internal.link_catalog() RETURNS void
  LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'paliad_backup_link_catalog';
COMMENT ON FUNCTION paliad_backup_internal.link_catalog() IS
  'Gives paliad.backups its foreign keys and its policy, and the roles their rights in the app''s tables, where they are missing, and this installation its id; every run does it too.';

-- ---------------------------------------------------------------------------------------------------
-- Rights: nobody by default
-- ---------------------------------------------------------------------------------------------------

-- Of the extension's functions: nobody; the admin role those that users call, the reader those that a run
-- calls.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN
    SELECT p.oid::regprocedure AS function, n.nspname = 'paliad_backup_internal' AS internal,
           p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c') OR p.prorettype = 'trigger'::regtype AS private
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
     WHERE e.extname = 'paliad_backup'
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made.function);
    IF NOT made.internal THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO paliad_backup_admin', made.function);
    ELSIF NOT made.private THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO paliad_backup_reader', made.function);
    END IF;
  END LOOP;
END
$$;
GRANT USAGE ON SCHEMA paliad_backup_internal TO paliad_backup_reader;
GRANT EXECUTE ON FUNCTION @extschema@.paliad_backup_status() TO pg_monitor;

-- Default privileges, or an earlier owner, may have given others rights in the tables. What lets them read
-- the catalog stays, for its policy decides; what lets them write, or run code when it is written, goes.
DO $$
DECLARE
  given record;
BEGIN
  FOR given IN
    SELECT DISTINCT c.oid::regclass AS relation, acl.privilege_type AS privilege, acl.column_list,
           CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS grantee
      FROM pg_class c CROSS JOIN LATERAL (
             SELECT (aclexplode(c.relacl)).*, '' AS column_list
             UNION ALL
             SELECT (aclexplode(a.attacl)).*, format(' (%I)', a.attname)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) AS acl
     WHERE c.oid IN ('paliad.backups'::regclass, 'paliad.backup_sheet_rules'::regclass,
                     'paliad.backup_slots'::regclass, 'paliad.backup_installations'::regclass,
                     'paliad.backup_progress'::regclass,
                     'paliad.backup_status'::regclass)
       AND acl.grantee <> c.relowner
       AND NOT (c.relname = 'backups' AND acl.privilege_type = 'SELECT')
  LOOP
    EXECUTE format('REVOKE %s%s ON %s FROM %s CASCADE',
                   given.privilege, given.column_list, given.relation, given.grantee);
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA paliad TO paliad_backup_admin, paliad_backup_writer, paliad_backup_auditor, paliad_backup_owner, pg_monitor;
GRANT SELECT, INSERT, UPDATE ON paliad.backups, paliad.backup_slots, paliad.backup_installations TO paliad_backup_writer;
GRANT SELECT ON paliad.backup_status TO pg_monitor;
GRANT SELECT ON paliad.backups, paliad.backup_progress, paliad.backup_slots, paliad.backup_installations, paliad.backup_status
   TO paliad_backup_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON paliad.backup_sheet_rules TO paliad_backup_admin;

DROP POLICY IF EXISTS backups_select_admin ON paliad.backups;

DO $$
BEGIN
  IF current_setting('row_security') = 'on' AND to_regprocedure('auth.uid()') IS NULL THEN
    RAISE EXCEPTION 'paliad_backup needs the function auth.uid(), which this database does not have'
      USING ERRCODE = 'undefined_function',
            HINT = 'Create the extension in the database of the app, where auth.uid() names the signed-in user.';
  END IF;
  PERFORM paliad_backup_internal.link_catalog();
END
$$;

-- The server notes the rights of whatever a script like this one grants on as the extension's own, and then
-- pg_dump leaves them out. These objects are the app's.
DELETE FROM pg_init_privs AS i
 WHERE i.privtype = 'e'
   AND (i.classoid, i.objoid) IN (('pg_namespace'::regclass, to_regnamespace('paliad')),
                                  ('pg_namespace'::regclass, to_regnamespace('auth')),
                                  ('pg_class'::regclass, to_regclass('paliad.users')),
                                  ('pg_class'::regclass, to_regclass('paliad.system_audit_log')))
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE (d.classid, d.objid, d.deptype) = (i.classoid, i.objoid, 'e'));

-- Since PostgreSQL 17 the roles of such rights are noted, too: DROP ROLE would stop at them.
DELETE FROM pg_shdepend AS d
 WHERE d.deptype = 'i' AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND (d.classid, d.objid) IN (('pg_namespace'::regclass, to_regnamespace('paliad')),
                                ('pg_namespace'::regclass, to_regnamespace('auth')),
                                ('pg_class'::regclass, to_regclass('paliad.users')),
                                ('pg_class'::regclass, to_regclass('paliad.system_audit_log')))
   AND NOT EXISTS (SELECT FROM pg_init_privs i WHERE (i.classoid, i.objoid) = (d.classid, d.objid));
