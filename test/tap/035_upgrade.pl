# ALTER EXTENSION paliad_backup UPDATE: the result is the same as CREATE EXTENSION's, and users keep their rights and
# objects.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Digest::SHA;
use Installation;
use Paliad;
use PostgreSQL::Test::Utils;
use Shape;
use Test::More;

my $folder = "$FindBin::RealBin/../upgrade";
my $update = 'ALTER EXTENSION paliad_backup UPDATE';
my $version = "SELECT extversion FROM pg_extension WHERE extname = 'paliad_backup'";

# --- an old version -----------------------------------------------------------

# Makes an extension of an old version. The old library is not available, and the new one refuses to link 1.0 to the
# app's tables. So the old script runs under the new version's name, and then the extension gets its old version number.
# Linking gives rights to a role that 1.0 didn't have; they are dropped again.
sub create_old
{
	my ($node, $extensions, $script, $database, $where) = @_;
	my $new = "$extensions/paliad_backup--1.1.sql";
	my $target = readlink $new or die "$new: $!";
	unlink $new or die "$new: $!";
	system_or_bail('cp', "$folder/$script", $new);
	my $has_role = $node->safe_psql($database, q{SELECT to_regrole('paliad_backup_app') IS NOT NULL}) eq 't';
	$node->safe_psql($database, 'CREATE ROLE paliad_backup_app') unless $has_role;
	$node->safe_psql($database, 'CREATE EXTENSION paliad_backup ' . ($where // '') . ';'
		  . " UPDATE pg_extension SET extversion = '1.0' WHERE extname = 'paliad_backup'; DROP OWNED BY paliad_backup_app");
	$node->safe_psql($database, 'DROP ROLE paliad_backup_app') unless $has_role;
	unlink $new or die "$new: $!";
	symlink $target, $new or die "$new: $!";
	return;
}

# --- rights and objects of users ---------------------------------------------

# The grants that the documentation of 1.0 recommended, and a few more. `diff` is 1.0's name for that function.
sub grants
{
	my ($diff) = @_;
	return <<"SQL";
GRANT EXECUTE ON FUNCTION paliad_backup_run(), paliad_backup_verify(uuid), paliad_backup_status(), $diff TO app;
GRANT EXECUTE ON FUNCTION paliad_backup_status() TO watch WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION paliad_backup_progress() TO PUBLIC;
REVOKE EXECUTE ON FUNCTION paliad_backup_delete(uuid), paliad_backup_expire(boolean) FROM paliad_backup_admin;
GRANT SELECT ON paliad.backups, paliad.backup_progress, paliad.backup_status TO app;
GRANT SELECT ON paliad.backups, paliad.backup_slots TO pg_monitor;
GRANT SELECT (id, status) ON paliad.backups TO watch;
GRANT SELECT, INSERT ON paliad.backup_sheet_rules TO app;
GRANT USAGE ON SCHEMA paliad, auth TO app;
GRANT paliad_backup_admin TO anna;
ALTER ROLE paliad_backup_admin SET statement_timeout = '1h';
SQL
}

# Roles with default privileges: new tables in the app's schema are granted to others.
my $roles = <<'SQL';
CREATE ROLE app LOGIN;
CREATE ROLE anna LOGIN;
CREATE ROLE watch LOGIN;
CREATE ROLE everybody;
CREATE ROLE anon;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT ALL ON TABLES TO everybody;
SQL

# Copies an old bundle to the place that its row names; returns the row's values.
sub lay_old_bundle
{
	my ($node) = @_;
	my $bundle = "$FindBin::RealBin/../bundles/format-1.zip";
	my $manifest = '';
	IPC::Run::run([ 'unzip', '-p', $bundle, 'manifest.json' ], '>', \$manifest) or die;
	my %row = %{ JSON::PP->new->decode($manifest) };
	my $file = 'paliad-backup-' . ($row{started_at} =~ tr/:-//dr) . '-' . substr($row{id}, 0, 8) . '.zip';
	mkdir export_dir($node), 0700;
	system_or_bail('install', '-m', '0600', $bundle, export_dir($node) . "/$file");
	return {
		id => $row{id}, started_at => $row{started_at}, uri => 'file://' . export_dir($node) . "/$file", size => -s $bundle,
		sha256 => Digest::SHA->new(256)->addfile($bundle, 'b')->hexdigest };
}

sub add_rows
{
	my ($node, $database) = @_;
	my $bundle = lay_old_bundle($node);
	$node->safe_psql($database, <<"SQL");
INSERT INTO paliad.system_audit_log (id, event_type, actor_email, metadata) VALUES ('00000000-0000-4000-8000-0000000000aa',
  'backup_created', 'anna', '{"backup_id": "$bundle->{id}", "status": "done"}');
INSERT INTO paliad.backups (id, kind, status, requested_by, requested_by_email, audit_id, storage_uri, size_bytes, sha256,
    started_at, finished_at, held, verified_at, verified_ok)
  VALUES ('$bundle->{id}', 'on_demand', 'done', '$ADMIN', 'anna', '00000000-0000-4000-8000-0000000000aa', '$bundle->{uri}',
          $bundle->{size}, '$bundle->{sha256}', '$bundle->{started_at}', '$bundle->{started_at}', true, now(), true);
INSERT INTO paliad.backups (kind, status, requested_by_email, error, finished_at) VALUES ('scheduled', 'failed', 'system\@paliad', 'no room', now());
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note) VALUES ('paliad.ref_countries', true, 'too large');
INSERT INTO paliad.backup_slots (scheduled_for, outcome, attempts) VALUES ('2026-11-01 03:00Z', 'done', 1);
CREATE SCHEMA office;
CREATE VIEW office.health AS SELECT ok, reason FROM paliad.backup_status;
CREATE VIEW office.checks AS SELECT * FROM paliad_backup_contents('$bundle->{id}');
CREATE VIEW office.done AS SELECT id, size_bytes FROM paliad.backups WHERE status = 'done';
SQL
	return $bundle->{id};
}

my %rows = (
	backups => "SELECT json_agg(to_jsonb(b) - 'installation' - 'error_state' - 'error_code' - 'error_arguments' ORDER BY id) FROM paliad.backups b",
	rules => 'SELECT json_agg(r) FROM paliad.backup_sheet_rules r',
	slots => 'SELECT json_agg(s) FROM paliad.backup_slots s',
	audit => 'SELECT json_agg(a ORDER BY created_at, id) FROM paliad.system_audit_log a');

sub rows_of { my ($node, $database) = @_; return { map { $_ => $node->safe_psql($database, $rows{$_}) } keys %rows }; }


# --- attacks -----------------------------------------------------------------

# The app may make triggers on the catalog, which run as the role that writes there.
my $trap = <<'SQL';
GRANT USAGE ON SCHEMA paliad TO app;
GRANT TRIGGER ON paliad.backups TO app;
CREATE SCHEMA lair AUTHORIZATION app;
SET ROLE app;
CREATE FUNCTION lair.spring() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN ALTER ROLE app SUPERUSER; RETURN NULL; END';
CREATE TRIGGER spring BEFORE UPDATE ON paliad.backups FOR EACH STATEMENT EXECUTE FUNCTION lair.spring();
SQL

# The owner of the app's schema renames it, and makes a table of his own in the catalog's place.
my $decoy = <<'SQL';
CREATE SCHEMA lair AUTHORIZATION app;
GRANT CREATE ON DATABASE attacked TO app;
ALTER SCHEMA paliad OWNER TO app;
SET ROLE app;
ALTER SCHEMA paliad RENAME TO paliad_kept;
CREATE SCHEMA paliad;
CREATE TABLE paliad.backups (id uuid);
CREATE TABLE paliad.backup_slots (id uuid);
CREATE TABLE paliad.backup_sheet_rules (id uuid);
CREATE FUNCTION lair.spring() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN ALTER ROLE app SUPERUSER; RETURN NULL; END';
CREATE TRIGGER spring BEFORE UPDATE ON paliad.backups FOR EACH STATEMENT EXECUTE FUNCTION lair.spring();
ALTER TABLE paliad.backups ENABLE ALWAYS TRIGGER spring;
SQL

# The app has a function with the name of one that the update makes.
my $squatter = <<'SQL';
GRANT CREATE ON SCHEMA public TO app;
SET ROLE app;
CREATE FUNCTION public.paliad_backup_import(file text) RETURNS uuid LANGUAGE plpgsql AS
  'BEGIN ALTER ROLE app SUPERUSER; RETURN NULL; END';
SQL

# The update must be refused with just that error, and the app must have no more rights.
sub refused_upgrade
{
	my ($node, $extensions, $script, $prepare, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	add_app($node, 'attacked');
	create_old($node, $extensions, $script, 'attacked');
	$node->safe_psql('attacked', $prepare);
	fails_ok($node, 'attacked', $update, $expected, "$name: refused");
	is($node->safe_psql('attacked', $version), '1.0', "$name: it is what it was");
	is($node->safe_psql('attacked', q{SELECT rolsuper FROM pg_roles WHERE rolname = 'app'}), 'f', "$name: nobody is a superuser");
	$node->safe_psql('postgres', 'DROP DATABASE attacked');
	return;
}

# As where an app's developers grant a role everything by default.
my $give_anon_all = 'ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO anon; ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO anon';
my $anon_has = q{
	SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_depend d JOIN pg_extension e
	    ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND d.deptype = 'e'
	 WHERE e.extname = 'paliad_backup'
	   AND CASE d.classid WHEN 'pg_proc'::regclass THEN has_function_privilege('anon', d.objid, 'EXECUTE')
	       WHEN 'pg_namespace'::regclass THEN has_schema_privilege('anon', d.objid, 'USAGE, CREATE') END ORDER BY 1};

# The role has rights in new objects of others, and none in the extension's.
sub anon_has_nothing
{
	my ($node, $database, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	$node->safe_psql($database, "CREATE SCHEMA other; CREATE FUNCTION other.one() RETURNS int LANGUAGE sql AS 'SELECT 1';"
		  . ' REVOKE ALL ON FUNCTION other.one() FROM PUBLIC');
	is($node->safe_psql($database, q{SELECT has_schema_privilege('anon', 'other', 'USAGE'), has_function_privilege('anon', 'other.one()', 'EXECUTE')}),
		't|t', "$name: a role has rights by default");
	return is($node->safe_psql($database, $anon_has), '', "$name: in nothing of the extension");
}

sub attack_upgrade
{
	my ($node, $extensions, $script, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $is_super = q{SELECT rolsuper FROM pg_roles WHERE rolname = 'app'};
	add_app($node, 'attacked');
	create_old($node, $extensions, $script, 'attacked');
	$node->safe_psql('attacked', "$give_anon_all; $trap; RESET ROLE; GRANT paliad_backup_app TO watch");
	my $updated = attempt($node, 'attacked', $update);
	is($updated->{error}, undef, "$name: updated");
	is_deeply([ map { [ @$_{qw(message detail hint)} ] } grep { $_->{message} =~ /exists already/ } @{ $updated->{reports} } ],
		[ [ 'the role paliad_backup_app exists already: its members may make and read backups of this database for global admins',
				'Members: watch.', 'REVOKE paliad_backup_app FROM whoever should not.' ] ], "$name: members of the app's role are named");
	$node->safe_psql('attacked', 'REVOKE paliad_backup_app FROM watch');
	is($node->safe_psql('attacked', $version), '1.1', "$name: to the new version");
	is($node->safe_psql('attacked', $is_super), 'f', "$name: a trigger of the app's did not run");
	is($node->safe_psql('attacked', "BEGIN; UPDATE paliad.backups SET held = held; $is_super; ROLLBACK"), 't', "$name: it was there");
	anon_has_nothing($node, 'attacked', $name);
	$node->safe_psql('postgres', 'ALTER ROLE app NOSUPERUSER');
	$node->safe_psql('postgres', 'DROP DATABASE attacked');
	return;
}

sub attack_names
{
	my ($node, $extensions, $script, $name) = @_;
	refused_upgrade($node, $extensions, $script, $decoy, {
			state => '55000',
			message => 'not the tables that the extension made: paliad.backups, paliad.backup_slots, paliad.backup_sheet_rules',
			detail => 'Somebody has renamed the schema paliad.',
			hint => 'Find out who it was; ALTER SCHEMA ... RENAME TO paliad, and run ALTER EXTENSION paliad_backup UPDATE again.' },
		"$name: another schema in the place of paliad");
	refused_upgrade($node, $extensions, $script, $squatter, {
			state => '55000',
			message => 'function public.paliad_backup_import(text) is not a member of extension "paliad_backup"',
			detail => 'An extension is not allowed to replace an object that it does not own.' },
		"$name: a function of somebody else's");
}

# --- a new extension, for comparison -----------------------------------------

my $fresh = new_server('fresh');
add_app($fresh, 'kanzlei');
$fresh->safe_psql('kanzlei', $roles);
add_extension($fresh, 'kanzlei');
$fresh->safe_psql('kanzlei', grants('paliad_backup_diff(uuid), paliad_backup_diff(uuid, uuid)'));
my $expected = shape_of($fresh, 'kanzlei');
cmp_ok(scalar @{ $expected->{$_} }, '>', 0, "$_: there are some") for sort keys %$expected;

add_app($fresh, 'given');
$fresh->safe_psql('given', $give_anon_all);
add_extension($fresh, 'given');
anon_has_nothing($fresh, 'given', 'fresh');

# Dumps the database, restores it as another one, and makes a backup there, which makes the links.
sub shape_of_copy
{
	my ($node, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	$node->safe_psql('postgres', 'CREATE DATABASE copy TEMPLATE template0');
	my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
	$node->command_ok([ 'pg_dump', '-f', $dump, '-d', $node->connstr('kanzlei') ], "$name: dumped");
	$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', $dump, '-o', '/dev/null', '-d', $node->connstr('copy') ],
		"$name: brought back");
	run_backup($node, 'copy');
	return shape_of($node, 'copy');
}
my $expected_of_copy = shape_of_copy($fresh, 'fresh');

sub same_shape_ok
{
	my ($node, $database, $shape, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $got = shape_of($node, $database);
	is_deeply($got->{$_}, $shape->{$_}, "$name: $_") for sort keys %$shape;
}

sub log_has { my ($node, $text) = @_; return slurp_file($node->logfile) =~ /\Q$text\E/; }

# The server's log must have the line soon.
sub log_ok
{
	my ($node, $text, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $end = time + $PostgreSQL::Test::Utils::timeout_default;
	sleep 1 while !log_has($node, $text) && time < $end;
	return ok(log_has($node, $text), $name);
}

# --- each of the old versions ------------------------------------------------

my $told = 'the extension paliad_backup in this database is version 1.0: run ALTER EXTENSION paliad_backup UPDATE';
my ($installation, $extensions) = own_installation();
for my $script (map { s{.*/}{}r } sort glob "$folder/*.sql")
{
	my ($which) = $script =~ /(\w+)\.sql$/;
	my $node = new_server($which, install_path => $installation,
		conf => "shared_preload_libraries = paliad_backup\npaliad_backup.databases = 'kanzlei'\npaliad_backup.schedule = ''");
	add_app($node, 'kanzlei');
	$node->safe_psql('kanzlei', $roles);
	create_old($node, $extensions, $script, 'kanzlei');
	my $first = $node->safe_psql('kanzlei', "SELECT to_regprocedure('paliad_backup_diff(uuid)') IS NULL") eq 't';
	is($first ? 'first' : 'last', $which, "$which: the script makes what it should");
	$node->safe_psql('kanzlei', grants('paliad_backup_diff(uuid, uuid)' . ($first ? '' : ', paliad_backup_diff(uuid)')));
	my $id = add_rows($node, 'kanzlei');
	$node->safe_psql('kanzlei', 'UPDATE paliad.backups SET installation = (SELECT i.id FROM paliad.backup_installations i)')
	  unless $first;

	# Before the update every function says in its error what to do, and the scheduler says it in the log.
	for my $query ('SELECT paliad_backup_run()', 'SELECT paliad_backup_start()', 'SELECT * FROM paliad.backup_status',
		"SELECT * FROM paliad_backup_verify('$id')", "SELECT paliad_backup_rows('$id', 'matters')", 'SELECT * FROM paliad_backup_expire()',
		"SELECT paliad_backup_delete('$id')", 'SELECT * FROM paliad_backup_strays()', 'SELECT * FROM paliad_backup_sheets()', "SELECT paliad_backup_diff('$id')")
	{
		my $error = attempt($node, 'kanzlei', $query)->{error};
		is_deeply([ @$error{qw(state message detail hint)} ],
			[ '55000', $told, 'The library that this session has loaded is version 1.1, and works with that one alone.',
				'Where the library is the older one, begin a new session; where shared_preload_libraries names it, restart the server.' ],
			"$which: $query") or diag(explain($error));
	}
	$node->reload;
	log_ok($node, "scheduled backups of database \"kanzlei\" can't be made: $told", "$which: the nights");

	# An update that is refused changes nothing.
	my ($shape, $rows) = (shape_of($node, 'kanzlei'), rows_of($node, 'kanzlei'));
	if ($first)
	{
		$node->safe_psql('kanzlei', 'CREATE VIEW office.own AS SELECT ok FROM paliad_backup_status()');
		fails_ok($node, 'kanzlei', $update, {
			state => '2BP01',
			message => 'objects of yours depend on function public.paliad_backup_status(), which version 1.1 has no more, or with other results',
			detail => 'view office.own depends on function public.paliad_backup_status()',
			hint => 'Keep their definitions, DROP them, run ALTER EXTENSION paliad_backup UPDATE again, and make them anew.' },
			"$which: a view of a function that has other results");
		$node->safe_psql('kanzlei', 'DROP VIEW office.own; CREATE SCHEMA paliad_backup_internal');
		like(attempt($node, 'kanzlei', $update)->{error}{message}, qr/schema "paliad_backup_internal" already exists/,
			"$which: a schema of that name");
		$node->safe_psql('kanzlei', 'DROP SCHEMA paliad_backup_internal; CREATE ROLE paliad_backup_owner LOGIN');
		is(attempt($node, 'kanzlei', $update)->{error}{message},
			'roles that paliad_backup needs exist already, but not as it creates them: paliad_backup_owner',
			"$which: a role of that name");
		$node->safe_psql('kanzlei', 'DROP ROLE paliad_backup_owner');
		same_shape_ok($node, 'kanzlei', $shape, "$which, after errors");
	}

	for my $made ('CREATE ROLE paliad_backup_app LOGIN', 'CREATE ROLE paliad_backup_app SUPERUSER', 'CREATE ROLE paliad_backup_app BYPASSRLS',
		'CREATE ROLE paliad_backup_app IN ROLE paliad_backup_admin')
	{
		$node->safe_psql('kanzlei', $made);
		is(attempt($node, 'kanzlei', $update)->{error}{message},
			'roles that paliad_backup needs exist already, but not as it creates them: paliad_backup_app', "$which: $made");
		$node->safe_psql('kanzlei', 'DROP ROLE paliad_backup_app');
	}

	$node->safe_psql('kanzlei', $update);
	is_deeply(rows_of($node, 'kanzlei'), $rows, "$which: the rows are kept");
	same_shape_ok($node, 'kanzlei', $expected, $which);
	fails_ok($node, 'kanzlei', "$update TO '1.0'", { state => '22023',
			message => 'extension "paliad_backup" has no update path from version "1.1" to version "1.0"' }, "$which: no way back");

	# Existing views and backups still work.
	is(attempt($node, 'kanzlei', 'SELECT ok FROM office.health')->{error}, undef, "$which: a view of a view");
	is($node->safe_psql('kanzlei', "SELECT (SELECT count(*) > 0 FROM office.checks), bool_and(ok) FROM paliad_backup_verify('$id')"), 't|t',
		"$which: an old bundle is proved, and a view of the user's reads it");
	is($node->safe_psql('kanzlei', "SELECT count(*) FROM paliad_backup_rows('$id', 'matters')"), 3, "$which: and read");
	is($node->safe_psql('kanzlei', 'SELECT id, action, reason FROM paliad_backup_expire()'), "$id|keep|held", "$which: retention knows it");
	my $claim = "SET request.jwt.claim.sub = '$ADMIN';";
	my $made = attempt($node, 'kanzlei', "$claim SELECT paliad_backup_run()", 'user=app');
	is($made->{error}, undef, "$which: the app makes a backup") or next;
	is($node->safe_psql('kanzlei', "SELECT count(*) FROM paliad_backup_verify('$made->{out}') WHERE NOT ok"), 0, "$which: it is proved");
	is(attempt($node, 'kanzlei', "$claim SELECT count(*) > 0 FROM paliad_backup_diff('$made->{out}')", 'user=app')->{error}{message}, undef,
		"$which: the app may call what has come in a function's place");
	is(attempt($node, 'kanzlei', 'SELECT count(*) FROM paliad.backups', 'user=everybody')->{out} // '', '', "$which: and nobody else");
	$node->safe_psql('kanzlei', 'CREATE ROLE web LOGIN IN ROLE paliad_backup_app');
	is(attempt($node, 'kanzlei', "$claim SELECT count(*) FROM paliad_backup_verify('$made->{out}') WHERE NOT ok", 'user=web')->{out}, 0,
		"$which: a member of the app's role may");
	is(attempt($node, 'kanzlei', "$claim SELECT count(*) FROM paliad.backups", 'user=web')->{out},
		$node->safe_psql('kanzlei', 'SELECT count(*) FROM paliad.backups'), "$which: and sees the catalog");
	$node->safe_psql('kanzlei', 'DROP ROLE web');
	$node->safe_psql('kanzlei', "SELECT paliad_backup_hold('$id', false); SELECT paliad_backup_delete('$id')");
	agrees($node, $which);

	# The schedule works: a slot of an hour ago is caught up.
	my (undef, undef, $hour) = gmtime(time - 3600);
	$node->safe_psql('kanzlei', "INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail, noted_at)"
		  . " VALUES (now() - interval '3 days', 'noticed', '0 $hour * * *', now() - interval '3 days')");
	$node->append_conf('postgresql.conf', "paliad_backup.schedule = '0 $hour * * *'");
	$node->reload;
	soon_ok($node, 'kanzlei', "SELECT count(*) = 1 FROM paliad.backups WHERE scheduled_for IS NOT NULL AND status = 'done'",
		"$which: the nights go on", 120);
	wait_for_workers($node);

	# A dump restores the rights of users.
	my $copied = shape_of_copy($node, $which);
	is($node->safe_psql('copy', $rows{backups} =~ s/ b$/ b WHERE id <> (SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 1)/r),
		$node->safe_psql('kanzlei', $rows{backups}), "$which: the copy's rows");
	is(attempt($node, 'copy', "$claim SELECT paliad_backup_run()", 'user=app')->{error}, undef, "$which: the app's backup of the copy");
	is_deeply($copied->{$_}, $expected_of_copy->{$_}, "$which, the copy: $_") for sort keys %$expected_of_copy;

	attack_upgrade($node, $extensions, $script, "$which, attacked");
	attack_names($node, $extensions, $script, "$which, attacked");

	# The first 1.0 could be in a schema of any name; the last one could not.
	if ($first)
	{
		add_app($node, 'elsewhere');
		$node->safe_psql('elsewhere', 'CREATE SCHEMA "100%Backup"');
		create_old($node, $extensions, $script, 'elsewhere', 'SCHEMA "100%Backup"');
		$node->safe_psql('elsewhere', $update);
		is($node->safe_psql('elsewhere', 'SELECT count(*) > 0 FROM "100%Backup".paliad_backup_sheets()'), 't', "$which: in another schema");
		$node->safe_psql('postgres', 'DROP DATABASE elsewhere');
	}

	# The new and the old version can be uninstalled, and then no role is left.
	add_app($node, 'never');
	create_old($node, $extensions, $script, 'never');
	for my $database (qw(kanzlei copy never))
	{
		$node->safe_psql($database, 'DROP SCHEMA IF EXISTS office CASCADE');
		$node->command_ok([ 'psql', '-Xq', '-v', 'catalog=remove', '-f', "$extensions/paliad_backup_uninstall.sql",
				'-d', $node->connstr($database) ], "$which: taken out of $database");
	}
	is($node->safe_psql('postgres', "SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname LIKE 'paliad%'"), '', "$which: no role is left");
	$node->stop;
}

done_testing();
