-- ---------------------------------------------------------------------------------------------------
-- A schema of the extension's own
-- ---------------------------------------------------------------------------------------------------

-- The owner of the schema that CREATE EXTENSION names could rename it, and make functions of his own under
-- the old name. The functions that the extension itself calls are in this schema, where nobody else may
-- create objects.
CREATE SCHEMA paliad_backup_internal;
COMMENT ON SCHEMA paliad_backup_internal IS 'Functions that paliad_backup calls; none is for users.';

-- Default privileges may have given others rights in the schema, and version 1.0 gave the reader some.
DO $$
DECLARE
  others text := (
    SELECT concat_ws(', ', 'PUBLIC', string_agg(DISTINCT acl.grantee::regrole::text, ', '))
      FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS acl
     WHERE n.nspname = 'paliad_backup_internal' AND acl.grantee NOT IN (0, n.nspowner));
BEGIN
  EXECUTE 'REVOKE ALL ON SCHEMA paliad_backup_internal FROM ' || others || ' CASCADE';
END
$$;

DO $$
DECLARE
  others text;
BEGIN
  SELECT string_agg(DISTINCT CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE r.rolname::text END, ', ') INTO others
    FROM pg_namespace n
   CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
   -- The server inserts the schema's name quoted where SQL needs that.
   WHERE quote_ident(n.nspname) = '@extschema@' AND acl.privilege_type = 'CREATE' AND NOT coalesce(r.rolsuper, false)
     -- rolname is NULL for PUBLIC.
     AND NOT (coalesce(r.rolname = 'pg_database_owner', false)
              AND EXISTS (SELECT FROM pg_database d JOIN pg_roles o ON o.oid = d.datdba
                           WHERE d.datname = current_database() AND o.rolsuper));
  IF others IS NOT NULL THEN
    RAISE WARNING 'others may create functions in schema %, where those of paliad_backup will be: %', '@extschema@', others
      USING DETAIL = 'A function of theirs with other argument types could be called in place of the extension''s, by whoever writes an argument without its type.',
            HINT = 'REVOKE CREATE ON SCHEMA @extschema@, or create the extension in a schema of a superuser''s.';
  END IF;
END
$$;
