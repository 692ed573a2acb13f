-- One table of ten columns of the usual types, in a database with as little of the app as the extension
-- asks for. psql -v rows=500000
CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE SCHEMA paliad;
CREATE TABLE paliad.users (
  id uuid PRIMARY KEY, email text NOT NULL, display_name text NOT NULL, global_role text NOT NULL);
CREATE TABLE paliad.system_audit_log (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), event_type text NOT NULL, actor_id uuid,
  actor_email text NOT NULL, metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE paliad.entries (
  id int PRIMARY KEY, reference bigint, amount numeric(12,2), title text, number varchar(40), token uuid,
  done boolean, due date, changed timestamptz, extra jsonb);
INSERT INTO paliad.entries
  SELECT i, i::bigint * 7919 * 104729, (i::bigint * 37 % 1000000) / 100.0,
         'Mandant Müller & Söhne GmbH, Akte ' || i || ': "Widerspruch" gegen die Anmeldung',
         'EP' || lpad((i::bigint * 131 % 10000000)::text, 8, '0'), md5(i::text)::uuid, i % 3 = 0,
         date '2015-01-01' + i % 4000, timestamptz '2020-01-01 00:00Z' + i * interval '61.337 second',
         jsonb_build_object('kind', 'letter', 'pages', i % 40, 'tags', jsonb_build_array('in', 'paper'))
    FROM generate_series(1, :rows) AS i;
CREATE EXTENSION paliad_backup;
VACUUM (ANALYZE, FREEZE);
