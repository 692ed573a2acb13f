-- A law firm's app like those on Supabase: sign-in by request.jwt.claims, row-level security by auth.uid(), an audit
-- trail that triggers fill, and rights of roles and default privileges. supabase_roles.sql has its roles.

CREATE SCHEMA auth;
CREATE SCHEMA extensions;
CREATE SCHEMA paliad;
CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'who changed what';

CREATE EXTENSION citext SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;

GRANT USAGE ON SCHEMA auth, extensions, paliad TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT ALL ON TABLES TO service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO authenticated;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT USAGE, SELECT ON SEQUENCES TO authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- --- auth ---------------------------------------------------------------------

CREATE TABLE auth.users (
  id         uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  email      extensions.citext NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE auth.users OWNER TO supabase_auth_admin;
ALTER SCHEMA auth OWNER TO supabase_auth_admin;

CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE RETURN auth.jwt() ->> 'role';
ALTER FUNCTION auth.uid() OWNER TO supabase_auth_admin;
COMMENT ON FUNCTION auth.uid() IS 'the signed-in user';

-- --- the app ------------------------------------------------------------------

CREATE COLLATION paliad.german (provider = icu, locale = 'de-u-co-phonebk');
CREATE TEXT SEARCH CONFIGURATION paliad.files (COPY = german);
ALTER TEXT SEARCH CONFIGURATION paliad.files ALTER MAPPING FOR email WITH simple;

CREATE TYPE paliad.matter_state AS ENUM ('open', 'granted', 'lapsed');
CREATE DOMAIN paliad.docket AS text CHECK (VALUE ~ '^[A-Z]{2}-\d+$');

CREATE TABLE paliad.users (
  id           uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE,
  email        text NOT NULL,
  display_name text COLLATE paliad.german NOT NULL,
  global_role  text NOT NULL
);
CREATE TABLE paliad.system_audit_log (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  event_type  text NOT NULL,
  actor_id    uuid,
  actor_email text NOT NULL,
  metadata    jsonb NOT NULL DEFAULT '{}',
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE paliad.matters (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  docket paliad.docket NOT NULL UNIQUE,
  title  text COLLATE "de-x-icu" NOT NULL,
  state  paliad.matter_state NOT NULL DEFAULT 'open',
  lead   uuid NOT NULL DEFAULT auth.uid() REFERENCES paliad.users,
  words  tsvector GENERATED ALWAYS AS (to_tsvector('paliad.files', title)) STORED
);
CREATE INDEX ON paliad.matters USING gin (words);
CREATE INDEX matters_title_trgm ON paliad.matters USING gin (title extensions.gin_trgm_ops);
CREATE TABLE paliad.team (
  matter bigint REFERENCES paliad.matters ON DELETE CASCADE,
  member uuid REFERENCES paliad.users,
  PRIMARY KEY (matter, member)
);
CREATE TABLE paliad.notes (
  id      bigserial PRIMARY KEY,
  matter  bigint NOT NULL REFERENCES paliad.matters,
  author  uuid NOT NULL DEFAULT auth.uid(),
  body    text NOT NULL,
  changed timestamptz NOT NULL DEFAULT now()
);

-- --- who sees what ------------------------------------------------------------

-- SECURITY DEFINER, because the policies of the tables that it reads would call it again.
CREATE FUNCTION paliad.may_see(one bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT FROM paliad.matters m WHERE m.id = one AND m.lead = auth.uid())
      OR EXISTS (SELECT FROM paliad.team t WHERE t.matter = one AND t.member = auth.uid())
$$;
GRANT EXECUTE ON FUNCTION paliad.may_see(bigint) TO authenticated, service_role;

ALTER TABLE paliad.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY himself ON paliad.users FOR SELECT TO authenticated USING (id = auth.uid());
ALTER TABLE paliad.matters ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON paliad.matters FOR SELECT TO authenticated USING (lead = auth.uid() OR paliad.may_see(id));
CREATE POLICY made ON paliad.matters FOR INSERT TO authenticated WITH CHECK (lead = auth.uid());
CREATE POLICY not_lapsed ON paliad.matters AS RESTRICTIVE FOR UPDATE TO authenticated USING (state <> 'lapsed');
ALTER TABLE paliad.team ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON paliad.team TO authenticated USING (paliad.may_see(matter));
ALTER TABLE paliad.notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE paliad.notes FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON paliad.notes FOR SELECT TO authenticated USING (paliad.may_see(matter));
CREATE POLICY own ON paliad.notes TO authenticated USING (author = auth.uid()) WITH CHECK (author = auth.uid() AND paliad.may_see(matter));
CREATE POLICY all_of_them ON paliad.notes TO service_role USING (true);

REVOKE ALL ON paliad.system_audit_log FROM authenticated, anon;
GRANT UPDATE (body) ON paliad.notes TO anon;

-- --- the audit trail ----------------------------------------------------------

CREATE TABLE audit.trail (
  id     bigint GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME audit.entry_number START WITH 1000),
  at     timestamptz NOT NULL DEFAULT now(),
  actor  uuid,
  action text NOT NULL,
  row_is jsonb
) PARTITION BY RANGE (at);
CREATE TABLE audit.trail_before PARTITION OF audit.trail FOR VALUES FROM (MINVALUE) TO ('2026-01-01 00:00:00+00');
CREATE TABLE audit.trail_since PARTITION OF audit.trail DEFAULT;

CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO audit.trail (actor, action, row_is) VALUES (auth.uid(), TG_OP || ' ' || TG_TABLE_NAME, to_jsonb(coalesce(NEW, OLD)));
  RETURN NULL;
END
$$;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON paliad.notes FOR EACH ROW EXECUTE FUNCTION audit.note();
CREATE TRIGGER audited AFTER INSERT OR UPDATE OF state ON paliad.matters FOR EACH ROW EXECUTE FUNCTION audit.note();

CREATE FUNCTION paliad.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON paliad.notes FOR EACH ROW WHEN (OLD.body IS DISTINCT FROM NEW.body) EXECUTE FUNCTION paliad.touch();

-- As usual on Supabase: a user who signs up becomes a user of the app.
CREATE FUNCTION paliad.sign_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO paliad.users VALUES (NEW.id, NEW.email, split_part(NEW.email::text, '@', 1), 'clerk');
  RETURN NEW;
END
$$;
CREATE TRIGGER signed_up AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION paliad.sign_up();

-- --- views --------------------------------------------------------------------

CREATE VIEW paliad.my_matters WITH (security_invoker, security_barrier) AS
  SELECT m.id, m.docket, m.title, count(n.id) AS notes
    FROM paliad.matters m LEFT JOIN paliad.notes n ON n.matter = m.id
   GROUP BY m.id;
CREATE MATERIALIZED VIEW paliad.matters_by_state AS SELECT state, count(*) AS n FROM paliad.matters GROUP BY state;
CREATE UNIQUE INDEX ON paliad.matters_by_state (state);
REVOKE ALL ON paliad.matters_by_state FROM authenticated;
GRANT SELECT ON paliad.matters_by_state TO anon;
COMMENT ON VIEW paliad.my_matters IS 'what the signed-in user sees, with the number of notes';

-- --- rows ---------------------------------------------------------------------

INSERT INTO auth.users (id, email) VALUES
  ('00000000-0000-4000-8000-000000000001', 'Anna@kanzlei.example'),
  ('00000000-0000-4000-8000-000000000002', 'Carl@kanzlei.example'),
  ('00000000-0000-4000-8000-000000000003', 'Otto@elsewhere.example');
UPDATE paliad.users SET global_role = 'global_admin' WHERE id = '00000000-0000-4000-8000-000000000001';
INSERT INTO paliad.matters (docket, title, lead) VALUES
  ('EP-1', 'Vorrichtung zum Öffnen', '00000000-0000-4000-8000-000000000001'),
  ('DE-2', 'Verfahren zum Schließen', '00000000-0000-4000-8000-000000000001'),
  ('US-3', 'Bracket', '00000000-0000-4000-8000-000000000002');
INSERT INTO paliad.system_audit_log (event_type, actor_email) VALUES ('signed_in', 'clerk@kanzlei.example');
INSERT INTO paliad.team VALUES (1, '00000000-0000-4000-8000-000000000002');
INSERT INTO paliad.notes (matter, author, body) VALUES
  (1, '00000000-0000-4000-8000-000000000001', 'Frist notiert'),
  (2, '00000000-0000-4000-8000-000000000001', 'vertraulich'),
  (3, '00000000-0000-4000-8000-000000000002', E'zwei Zeilen\n\\.\nEnde');
REFRESH MATERIALIZED VIEW paliad.matters_by_state;
