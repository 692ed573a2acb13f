# Databases that can't take a backup: without an extension that it needs, or on a server of an older major version. Both
# are refused with the reason before anything is made, by restore.sql and in the server.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
ALTER DATABASE practice SET paliad_backup.schemas = 'app';
CREATE SCHEMA app; CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions;
CREATE TABLE app.clients (name extensions.citext PRIMARY KEY);
CREATE VIEW app.names AS SELECT name FROM app.clients;
INSERT INTO app.clients VALUES ('Äpfel & Söhne');
SQL
my $id = $node->safe_psql('practice', 'SET client_min_messages = error; SELECT paliad_backup_run()');
my $bundle = export_dir($node) . '/' . (artifacts(export_dir($node)))[0];
my $practice = 0;

# Runs restore.sql of the folder with psql in a new database, after `prepare`; returns its messages and the database.
sub restored
{
	my ($folder, $prepare) = @_;
	my $database = 'target_' . ++$practice;
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8'");
	$node->safe_psql($database, $prepare) if $prepare;
	my $err = '';
	my $ok = IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr($database), '-f', 'restore.sql' ],
		init => sub { chdir $folder or die }, '>', '/dev/null', '2>', \$err);
	return ($ok, $err, $database);
}

sub is_empty
{
	my ($database, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return is($node->safe_psql($database, q{SELECT count(*) FROM pg_namespace WHERE nspname IN ('app', 'extensions')}), 0, $name);
}

# The server asks this view which extensions it could create. A database whose view lacks one answers as a server
# without its package does.
my $without_citext = <<'SQL';
SET allow_system_table_mods = on;
CREATE OR REPLACE VIEW pg_catalog.pg_available_extensions AS
  SELECT e.name, e.default_version, x.extversion AS installed_version, e.comment
    FROM pg_available_extensions() AS e (name, default_version, comment) LEFT JOIN pg_extension AS x ON e.name = x.extname
   WHERE e.name <> 'citext';
SQL
my $folder = PostgreSQL::Test::Utils::tempdir();
system_or_bail('unzip', '-q', $bundle, '-d', $folder);
{
	my ($ok, $err, $database) = restored($folder, $without_citext);
	ok(!$ok, 'restore.sql is refused where an extension is missing');
	like($err, qr/ERROR: +extension citext is not available here\nDETAIL: +These need it: app\.clients.*\nHINT: +Install its package on this server, and run restore\.sql again\./,
		'it names the extension and what needs it');
	is_empty($database, 'and makes nothing');
	($ok, $err) = restored($folder);
	ok($ok, 'elsewhere it is run') or diag($err);
}
{
	$node->safe_psql('practice', 'DROP SCHEMA app CASCADE; DROP SCHEMA extensions CASCADE');
	$node->safe_psql('practice', $without_citext);
	my $error = attempt($node, 'practice', "SELECT paliad_backup_restore('$id', NULL)")->{error};
	is($error->{state}, '58P01', 'so is a restore in the server');
	is($error->{message}, 'extension citext is not available here', 'it names the extension');
	like($error->{detail}, qr/^These need it: app\.clients/, 'and what needs it');
	is_empty('practice', 'and makes nothing');
}

# The same bundle as a later major version would have written it.
my $later = PostgreSQL::Test::Utils::tempdir();
my $name = 'paliad-backup-20260101T030000Z-0123abcd.zip';
{
	my $script = slurp_file("$folder/restore.sql");
	my ($major) = $script =~ /, (\d\d)0000\) THEN/;
	is($major, int($node->safe_psql('postgres', "SELECT current_setting('server_version_num')::int / 10000")), 'restore.sql knows its version');
	system_or_bail('cp', '-R', "$folder/.", $later);
	$script =~ s/, ${major}0000\) THEN/, 990000) THEN/;
	$script =~ s/PostgreSQL $major\b/PostgreSQL 99/g;
	unlink("$later/restore.sql") or die;
	append_to_file("$later/restore.sql", $script);
	my ($ok, $err, $database) = restored($later);
	ok(!$ok, 'restore.sql is refused by an older server');
	like($err, qr/ERROR: +this backup is of PostgreSQL 99, and this server is older: $major\b.*\nHINT: +Restore it on PostgreSQL 99 or newer\. The tables alone: run schema\.sql, and copy each file of csv\/\./,
		'it says why');
	is_empty($database, 'and makes nothing');
}
{
	system_or_bail('python3', "$FindBin::RealBin/later_bundle.py", $bundle, export_dir($node) . "/$name", '99.1', '0123abcd-0000-4000-8000-000000000001');
	my $imported = $node->safe_psql('practice', "SELECT paliad_backup_import('$name')");
	my $error = attempt($node, 'practice', "SELECT paliad_backup_restore('$imported', NULL)")->{error};
	is($error->{state}, '0A000', 'so is a restore in the server');
	like($error->{message}, qr/^backup $imported is of PostgreSQL 99, and this server is older: \d/, 'it says why');
	is($error->{hint}, 'Restore it on PostgreSQL 99 or newer, or name a schema for its tables alone.', 'and what to do');
	is_empty('practice', 'and makes nothing');
	$node->safe_psql('practice', 'CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions');
	is($node->safe_psql('practice', "SELECT rows FROM paliad_backup_restore('$imported', 'back')"), 1, 'which is done');
	is($node->safe_psql('practice', 'SELECT name FROM back.clients'), 'Äpfel & Söhne', 'with its rows');
}

done_testing();
