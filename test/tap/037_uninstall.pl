# paliad_backup_uninstall.sql: afterwards a database, and the server's roles, are as before CREATE EXTENSION.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Attack qw(add_lair decoy lie_in_wait no_decoy nothing_gained);
use Installation;
use Paliad;
use PostgreSQL::Test::Utils;
use Shape;
use Test::More;

my ($installation, $extensions, $libraries) = own_installation();
my $node = new_server('main', install_path => $installation, conf => "shared_preload_libraries = 'paliad_backup'\n");

# Runs the script; returns whether it succeeded, and its messages.
sub uninstall
{
	my ($database, @options) = @_;
	my $said = '';
	my $ok = IPC::Run::run([ $node->installed_command('psql'), '-X', '-v', 'VERBOSITY=verbose', @options,
			'-f', "$extensions/paliad_backup_uninstall.sql", '-d', $node->connstr($database) ], '>', \my $out, '2>', \$said);
	$said =~ s/^psql:.*?:\d+: //mg;
	my @reports = reports($said);
	my @states = map { $_->{state} } @reports;
	delete @$_{qw(state context)} for @reports;
	return { ok => $ok, reports => \@reports, states => \@states, out => $out };
}

my %server = (
	roles => 'SELECT json_agg(r ORDER BY rolname) FROM (SELECT *, shobj_description(oid, $$pg_authid$$) FROM pg_roles) AS r',
	members => 'SELECT json_agg(m ORDER BY roleid, member) FROM pg_auth_members m',
	settings => 'SELECT json_agg(s) FROM pg_db_role_setting s',
	'what depends on roles' => 'SELECT json_agg(d ORDER BY dbid, classid, objid, refobjid, deptype) FROM pg_shdepend d');

sub schema_of
{
	my ($database) = @_;
	my ($dump, $err) = run_command([ $node->installed_command('pg_dump'), '-s', '-d', $node->connstr($database) ]);
	die $err if $err;
	return $dump =~ s/^\\(?:un)?restrict .*$//mgr;
}

sub state_of
{
	my (@databases) = @_;
	return { (map { $_ => $node->safe_psql('postgres', $server{$_}) } keys %server), map { ("schema of $_" => schema_of($_)) } @databases };
}

sub same_ok
{
	my ($before, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $after = state_of(map { /^schema of (.*)/ } keys %$before);
	is($after->{$_}, $before->{$_}, "$name: $_") for sort keys %$before;
	return;
}

# --- two databases, in use ---------------------------------------------------

add_app($node, $_) for qw(kanzlei second);
$node->safe_psql('kanzlei', <<'SQL');
CREATE ROLE app LOGIN;
CREATE ROLE anna LOGIN;
CREATE ROLE everybody;
ALTER ROLE anna SET statement_timeout = '1min';
GRANT USAGE ON SCHEMA auth, paliad TO app;
ALTER TABLE paliad.users OWNER TO app;
ALTER TABLE paliad.system_audit_log ENABLE ROW LEVEL SECURITY;
ALTER DEFAULT PRIVILEGES IN SCHEMA paliad GRANT ALL ON TABLES TO everybody;
SQL
my $before = state_of('kanzlei', 'second');
my $audited = 'SELECT count(*) FROM paliad.system_audit_log';
for my $database (qw(kanzlei second))
{
	add_extension($node, $database);
	run_backup($node, $database);
}
$node->safe_psql('kanzlei', <<'SQL');
GRANT paliad_backup_admin TO anna;
GRANT EXECUTE ON FUNCTION paliad_backup_run() TO app;
GRANT paliad_backup_app TO app;
GRANT SELECT ON paliad.backups, paliad.backup_status TO app;
GRANT SELECT ON paliad.matters TO paliad_backup_admin;
LOAD 'paliad_backup';
ALTER DATABASE kanzlei SET paliad_backup.workers = 0;
ALTER ROLE anna IN DATABASE kanzlei SET paliad_backup.lock_timeout = '1s';
ALTER ROLE anna SET paliad_backup.rate_limit = '8MB';
SQL
wait_for_workers($node);
my @files = artifacts(export_dir($node));
is(scalar @files, 2, 'there are backups');

# --- refusals: nothing has changed -------------------------------------------

my $in_use = state_of('kanzlei', 'second');
is_deeply(uninstall('kanzlei')->{reports}, [ {
			severity => 'ERROR', message => 'say what becomes of the catalog of backups: psql -v catalog=keep or -v catalog=remove',
			hint => 'keep leaves copies of its tables, remove leaves nothing. The artifacts stay either way.' } ], 'it wants to be told');
ok(!uninstall('kanzlei', '-v', 'catalog=away')->{ok}, 'in words that it knows');
is_deeply(uninstall('kanzlei', '-v', 'catalog=remove', '-U', 'app')->{reports},
	[ { severity => 'ERROR', message => 'only a superuser can take paliad_backup out of a database' } ], 'by a superuser');
$node->safe_psql('kanzlei', 'CREATE VIEW paliad.mine AS SELECT ok FROM paliad.backup_status');
like(join(' ', map { $_->{message} } @{ uninstall('kanzlei', '-v', 'catalog=remove')->{reports} }),
	qr/cannot drop extension paliad_backup because other objects depend on it/, 'what depends on it is named');
$node->safe_psql('kanzlei', 'DROP VIEW paliad.mine; CREATE TABLE paliad.odd (); ALTER TABLE paliad.odd OWNER TO paliad_backup_owner');
my $odd = uninstall('kanzlei', '-v', 'catalog=remove');
is_deeply($odd->{reports}[-1], { severity => 'ERROR', message => 'roles of paliad_backup own objects that it did not make: table paliad.odd',
		hint => 'REASSIGN OWNED BY paliad_backup_admin, paliad_backup_app, paliad_backup_auditor, paliad_backup_owner, paliad_backup_reader, '
		  . 'paliad_backup_restorer, paliad_backup_writer TO whom they should belong to.' }, 'what its roles own is not dropped') or diag(explain($odd));
$node->safe_psql('kanzlei', 'DROP TABLE paliad.odd');
same_ok($in_use, 'after what it refused');

# --- one database, while the other one has the extension ---------------------

my $preloaded = {
	severity => 'WARNING', message => 'shared_preload_libraries names paliad_backup',
	hint => 'Take it out and restart the server before the library is removed: a server that does not find it does not start.' };
my $conf = $node->data_dir . '/postgresql.conf';
my @set = map { { severity => 'NOTICE', message => "paliad_backup.$_ is still set in $conf" } } qw(export_dir lock_timeout);
my $lying = { severity => 'NOTICE', message => 'artifacts stay in file://' . export_dir($node) . ': 1' };

my $entries = $node->safe_psql('second', $audited);
my $rows = $node->safe_psql('second', 'SELECT json_agg(b) FROM paliad.backups b');
my $one = uninstall('second', '-v', 'catalog=keep');
ok($one->{ok}, 'one database') or diag(explain($one));
is_deeply($one->{reports}, [ $lying, {
			severity => 'NOTICE', message => 'the roles of paliad_backup stay, for other databases use them: kanzlei',
			hint => 'Run this in each of them: the last one drops the roles.' }, $preloaded, @set ], 'it says what is left') or diag(explain($one));
is($node->safe_psql('second', 'SELECT json_agg(b) FROM paliad.backups_kept b'), $rows, 'the catalog is kept where that was asked for');
is($node->safe_psql('second', 'SELECT count(*) FROM paliad.backup_sheet_rules_kept'), 0, 'and so are the rules');
is($node->safe_psql('second', $audited), $entries, 'the audit log is the app\'s');
$node->safe_psql('second', 'DROP TABLE paliad.backups_kept, paliad.backup_sheet_rules_kept');
is(schema_of('second'), $before->{'schema of second'}, 'else the database is as it was');
is(row($node, 'kanzlei', run_backup($node, 'kanzlei'))->{status}, 'done', 'the other one goes on');
is(attempt($node, 'kanzlei', 'SELECT count(*) > 0 FROM paliad.matters', 'user=anna')->{out}, 't', 'with its roles\' rights');
wait_for_workers($node);

# --- the last database -------------------------------------------------------

my $last = uninstall('kanzlei', '-v', 'catalog=remove');
ok($last->{ok}, 'the last database') or diag(explain($last));
is_deeply($last->{reports}, [ { %$lying, message => $lying->{message} =~ s/1$/2/r }, $preloaded, @set ], 'it says what is left') or diag(explain($last));
same_ok($before, 'all is as it was');
is(scalar artifacts(export_dir($node)), 3, 'the artifacts stay');

# In a database without the extension, as after DROP EXTENSION by hand.
add_extension($node, 'kanzlei');
$node->safe_psql('kanzlei', 'DROP EXTENSION paliad_backup');
ok(uninstall('kanzlei', '-v', 'catalog=remove')->{ok}, 'after DROP EXTENSION');
same_ok($before, 'after DROP EXTENSION');

# With catalog=keep: the copies belong to the app's owner, and nobody else has rights in them.
add_extension($node, 'kanzlei');
ok(uninstall('kanzlei', '-v', 'catalog=keep')->{ok}, 'kept');
# (Since PostgreSQL 17 an owner has MAINTAIN too.)
is($node->safe_psql('kanzlei', q{SELECT string_agg(format('%s %s %s', relname, relowner::regrole, replace(relacl::text, 'xtm/', 'xt/')), ' ' ORDER BY relname) FROM pg_class
	WHERE relname LIKE '%\_kept'}), 'backup_sheet_rules_kept app {app=arwdDxt/app} backups_kept app {app=arwdDxt/app}', 'the copies belong to the app');
my $again = uninstall('kanzlei', '-v', 'catalog=keep');
ok($again->{ok}, 'kept, and run again');
is_deeply($again->{reports}[0], { severity => 'NOTICE', message => 'extension "paliad_backup" does not exist, skipping' },
	'it says that there is nothing to take out') or diag(explain($again));
is($node->safe_psql('kanzlei', "SELECT count(to_regclass('paliad.' || name)) FROM unnest('{backups_kept,backup_sheet_rules_kept}'::text[]) name"), 2,
	'the copies stay');
add_extension($node, 'kanzlei');
is(row($node, 'kanzlei', run_backup($node, 'kanzlei'))->{status}, 'done', 'the extension can be created again beside them');
my $kept = uninstall('kanzlei', '-v', 'catalog=keep');
is_deeply($kept->{reports}[-1], { severity => 'ERROR',
		message => 'copies of an earlier catalog are there already: paliad.backups_kept, paliad.backup_sheet_rules_kept',
		hint => 'Rename or drop them, and run this again.' }, 'it goes over no copies') or diag(explain($kept));
$node->safe_psql('kanzlei', 'DROP TABLE paliad.backups_kept, paliad.backup_sheet_rules_kept');
ok(uninstall('kanzlei', '-v', 'catalog=remove')->{ok}, 'and taken out again');
same_ok($before, 'in the end');

# --- another schema in the place of paliad -----------------------------------

# The owner of that schema has a view there, whose function runs as the superuser who reads it.
add_lair($node, 'taken');
decoy($node, 'taken', <<'SQL');
DROP TABLE paliad.backups;
CREATE VIEW paliad.backups AS SELECT 'done' AS status, NULL::timestamptz AS deleted_at, 'file:///lair/bundle' AS storage_uri
 WHERE lair.pay('view');
SQL
lie_in_wait($node, 'taken');
my $taken = uninstall('taken', '-v', 'catalog=keep');
is_deeply($taken->{reports}, [ {
			severity => 'ERROR', message => 'not the tables that the extension made: paliad.backups, paliad.backup_sheet_rules',
			detail => 'Somebody has renamed the schema paliad.',
			hint => 'Find out who it was; ALTER SCHEMA ... RENAME TO paliad, and try again.' } ], 'a view of the app\'s owner is not read')
  or diag(explain($taken));
is_deeply($taken->{states}, ['55000'], 'and that has its SQLSTATE');
nothing_gained($node, 'taken', 'a view in the catalog\'s place');
my $created = q{SELECT count(*) FROM pg_extension WHERE extname = 'paliad_backup'};
is($node->safe_psql('taken', $created), 1, 'the extension is still there');
no_decoy($node, 'taken');
$taken = uninstall('taken', '-v', 'catalog=keep');
ok($taken->{ok}, 'the schema has its name again, and the script works') or diag(explain($taken));
is($node->safe_psql('taken', $created), 0, 'the extension is gone');
is($node->safe_psql('taken', 'SELECT count(*) FROM paliad.backups_kept'), 0, 'and its catalog is kept');

# --- the library -------------------------------------------------------------

$node->stop;
unlink "$libraries/paliad_backup.so" or die "$libraries: $!";
ok(!$node->start(fail_ok => 1), 'without the library, and with the setting, the server does not start');
$node->adjust_conf('postgresql.conf', 'shared_preload_libraries', "''");
ok($node->start(fail_ok => 1), 'without both it does');

done_testing();
