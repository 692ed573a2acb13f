# paliad_backup_restore(id, NULL): makes everything that restore.sql makes, under the original names, with the caller's
# rights.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
$node->safe_psql('practice', q{ALTER DATABASE practice SET paliad_backup.schemas = 'app'; CREATE ROLE clerk; CREATE ROLE builder LOGIN; GRANT paliad_backup_admin TO builder});
$node->safe_psql('practice', <<'SQL');
CREATE SCHEMA app; GRANT USAGE ON SCHEMA app TO clerk; COMMENT ON SCHEMA app IS 'the app';
CREATE SEQUENCE app.numbers; SELECT setval('app.numbers', 2026001, false);
CREATE TYPE app.state AS ENUM ('open', 'done');
CREATE FUNCTION app.label(n int) RETURNS text LANGUAGE sql IMMUTABLE RETURN 'no. ' || n;
CREATE FUNCTION app.odd() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
/*
\if :has_role_1
*/
  RETURN 'a; "b" $$ \gset';
END $body$;
CREATE FUNCTION app.atomic(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT n + 1; END;
CREATE TABLE app.files (id int PRIMARY KEY DEFAULT nextval('app.numbers'), state app.state NOT NULL, owner text,
  label text GENERATED ALWAYS AS (app.label(id)) STORED);
CREATE TABLE app.log (at timestamptz NOT NULL DEFAULT now(), what text NOT NULL);
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.log (what) VALUES (current_user || ': ' || NEW.id); RETURN NEW; END $$;
INSERT INTO app.files VALUES (1, 'open', 'clerk'), (2, 'done', 'other');
CREATE TRIGGER note AFTER INSERT ON app.files FOR EACH ROW EXECUTE FUNCTION app.note();
CREATE VIEW app.open AS SELECT id FROM app.files WHERE state = 'open';
CREATE MATERIALIZED VIEW app.counted AS SELECT count(*) FROM app.files;
ALTER TABLE app.files ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON app.files TO clerk USING (owner = current_user);
GRANT SELECT, INSERT ON app.files TO clerk;
GRANT SELECT ON app.log TO clerk WITH GRANT OPTION; SET ROLE clerk; GRANT SELECT ON app.log TO builder; RESET ROLE;
SQL
my $id = $node->safe_psql('practice', 'SET client_min_messages = error; SELECT paliad_backup_run()');

sub dumped
{
	my $out = '';
	IPC::Run::run([ 'pg_dump', '-n', 'app', '-d', $node->connstr('practice') ], '>', \$out) or die;
	return $out =~ s/^\\(?:un)?restrict.*\n//mgr;
}

{
	my $result = attempt($node, 'practice', "SELECT paliad_backup_restore('$id', NULL)");
	my $before = dumped();
	is($result->{error}{state}, '22004', 'not over tables that are there');
	is($result->{error}{detail}, 'There are app.files, app.log.', 'it names them');
	like($result->{error}{hint}, qr/^Name a schema that does not exist yet/, 'and says what to do');
	$node->safe_psql('practice', 'CREATE SCHEMA other; ALTER TABLE app.files SET SCHEMA other; ALTER TABLE app.log SET SCHEMA other');
	is(attempt($node, 'practice', "SELECT paliad_backup_restore('$id', NULL)")->{error}{state}, '42710', 'nor over code alone');
	$node->safe_psql('practice', 'ALTER TABLE other.files SET SCHEMA app; ALTER TABLE other.log SET SCHEMA app; DROP SCHEMA other');
	is(dumped(), $before, 'what is there stays as it is');
	$node->safe_psql('practice', 'DROP SCHEMA app CASCADE');
	$result = attempt($node, 'practice', "SELECT * FROM paliad_backup_restore('$id', NULL)");
	is($result->{error}, undef, 'restored') or diag(explain($result->{error}));
	is($result->{out}, "files|2\nlog|0", 'a row for each sheet');
	is(dumped(), $before, 'pg_dump finds what it found: rows, code, rights, owners, comments, positions');
	ok((grep { $_->{message} eq 'auth.uid() exists already: it is left unchanged' } @{ $result->{reports} }), 'what lies outside stays');
	is($node->safe_psql('practice', 'SET ROLE clerk; SELECT id FROM app.files'), 1, 'a clerk sees what he saw');
}

# Everything runs as the caller: the backup's statements can't do what he may not do.
{
	$node->safe_psql('practice', 'DROP SCHEMA app CASCADE');
	my $restore = "SELECT paliad_backup_restore('$id', NULL)";
	is(attempt($node, 'practice', "SET ROLE builder; $restore")->{error}{state}, '42501', 'he may not create schemas');
	$node->safe_psql('practice', 'GRANT CREATE ON DATABASE practice TO builder');
	my $result = attempt($node, 'practice', "SET ROLE builder; $restore");
	is($result->{error}, undef, 'what he may create he gets') or diag(explain($result->{error}));
	is($node->safe_psql('practice', "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind IN ('r', 'v', 'S')"),
		'builder', 'as its owner: who owned it he can\'t be');
}
# A function of the backup runs with the caller's rights, but never with a superuser's.
{
	my $second = $node->safe_psql('practice', q{SET client_min_messages = error;
		CREATE FUNCTION app.climb(n int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
		  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RAISE 'ran as %', current_user; END IF; RETURN n; END $$;
		ALTER FUNCTION app.climb(int) OWNER TO builder; ALTER TABLE app.log OWNER TO builder;
		SET ROLE builder; CREATE INDEX climbed ON app.log (app.climb(length(what))); INSERT INTO app.log (what) VALUES ('x'); RESET ROLE;
		SELECT paliad_backup_run()});
	$node->safe_psql('practice', 'DROP SCHEMA app CASCADE');
	is(attempt($node, 'practice', "SET ROLE builder; SELECT paliad_backup_restore('$second', NULL)")->{error}, undef, 'an index over a function of his');
	is($node->safe_psql('practice', 'SELECT count(*) FROM app.log'), 1, 'with its row');
	$node->safe_psql('practice', 'DROP SCHEMA app CASCADE');
	is(attempt($node, 'practice', "SELECT paliad_backup_restore('$second', NULL)")->{error}, undef, 'by a superuser, too');
}

done_testing();
