-- The smallest application: the objects that CREATE EXTENSION needs.

CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('request.jwt.claim.sub', true), '')::uuid;

CREATE SCHEMA paliad;
CREATE TABLE paliad.users (
  id           uuid PRIMARY KEY,
  email        text NOT NULL,
  display_name text NOT NULL,
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
INSERT INTO paliad.users VALUES
  ('00000000-0000-4000-8000-000000000001', 'a@example.org', 'Anna Groß', 'global_admin');
