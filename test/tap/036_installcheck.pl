# make installcheck on a server in use: it needs no settings, and leaves nothing behind.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Shape;
use Test::More;

# The folder of the servers' temporary files and sockets.
$ENV{TMPDIR} = PostgreSQL::Test::Utils::tempdir_short();

isnt($>, 0, 'whoever runs it is not root');

# Runs it in a copy of the files that it needs; returns its status and its output.
sub installcheck
{
	my ($node, @options) = @_;
	my $tree = PostgreSQL::Test::Utils::tempdir();
	my $checkout = "$FindBin::RealBin/../..";
	system_or_bail('cp', '-R', (map { "$checkout/$_" } qw(sql expected)), glob("$checkout/Makefile* $checkout/*.control"), $tree);
	local @ENV{qw(PGHOST PGPORT PGDATABASE)} = ($node->host, $node->port, undef);
	delete $ENV{$_} for grep { /^MAKE/ || $_ eq 'PGDATABASE' } keys %ENV;
	my $said = '';
	my $ok = IPC::Run::run([ 'make', '-C', $tree, 'installcheck', 'PG_CONFIG=pg_config', "EXTRA_REGRESS_OPTS=--outputdir=$tree", @options ],
		'>&', \$said);
	$said .= slurp_file("$tree/regression.diffs") if -s "$tree/regression.diffs";
	return ($ok, $said);
}

sub files_of { my ($dir) = @_; return [ map { join ' ', $_, (stat "$dir/$_")[1, 2, 7, 9] } artifacts($dir) ]; }

my %queries = (
	roles => 'SELECT json_agg(r ORDER BY rolname) FROM (SELECT *, shobj_description(oid, $$pg_authid$$) FROM pg_roles) AS r',
	members => 'SELECT json_agg(m ORDER BY roleid, member) FROM pg_auth_members m',
	databases => 'SELECT json_agg(d ORDER BY datname) FROM (SELECT oid, datname, datacl FROM pg_database) AS d',
	'settings of roles and databases' => 'SELECT json_agg(s) FROM pg_db_role_setting s',
	'settings in files' => 'SELECT json_agg(f) FROM pg_file_settings f',
	'default rights' => 'SELECT json_agg(a) FROM pg_default_acl a');

sub state_of
{
	my ($node, $dir) = @_;
	return {
		(map { $_ => $node->safe_psql('postgres', $queries{$_}) } keys %queries),
		files => files_of($dir), 'temporary files' => [ artifacts($ENV{TMPDIR}) ] };
}

sub same_state_ok
{
	my ($node, $dir, $before, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $after = state_of($node, $dir);
	is_deeply($after->{$_}, $before->{$_}, "$name: $_") for sort keys %$before;
}

# --- in use, with settings of its own ----------------------------------------

{
	my $node = new_server('used', conf => <<'CONF');
shared_preload_libraries = paliad_backup
paliad_backup.databases = 'praxis'
paliad_backup.schedule = '0 3 * * *'
paliad_backup.schemas = 'paliad, office'
paliad_backup.workers = 0
paliad_backup.rate_limit = '64MB'
paliad_backup.retention_days = 0
paliad_backup.retention_keep = 1
CONF
	add_practice($node, 'praxis');
	$node->safe_psql('praxis', 'CREATE SCHEMA office; CREATE ROLE anna LOGIN; GRANT paliad_backup_admin TO anna; CREATE ROLE web IN ROLE paliad_backup_app;'
		  . " ALTER ROLE anna SET statement_timeout = '1min'; ALTER DATABASE praxis SET work_mem = '8MB'");
	$node->safe_psql('praxis', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.catch_up = '2h'");
	run_backup($node, 'praxis') for 1 .. 2;
	wait_for_workers($node);
	my ($before, $shape) = (state_of($node, export_dir($node)), shape_of($node, 'praxis'));
	my $rows = $node->safe_psql('praxis', 'SELECT json_agg(b ORDER BY id) FROM paliad.backups b');

	my ($ok, $said) = installcheck($node);
	ok($ok, 'a server in use: all tests pass') or diag($said);
	same_state_ok($node, export_dir($node), $before, 'a server in use');
	is_deeply(shape_of($node, 'praxis'), $shape, 'a server in use: its extension');
	is($node->safe_psql('praxis', 'SELECT json_agg(b ORDER BY id) FROM paliad.backups b'), $rows, 'a server in use: its backups');
	is(row($node, 'praxis', run_backup($node, 'praxis'))->{status}, 'done', 'a server in use: the next backup');
	agrees($node, 'a server in use');

	($ok, $said) = installcheck($node, 'MAJORVERSION=9.6');
	ok(!$ok, 'a pg_config of another major version is an error');
	my ($major) = $node->safe_psql('postgres', 'SHOW server_version_num') =~ /^(\d+)\d{4}$/;
	like($said, qr/^the server is PostgreSQL $major\b.*, and pg_config belongs to .*: say PG_CONFIG=/m, 'which says what to do');
	unlike($said, qr/10_install/, 'and no test begins');
	$node->stop;
}

# --- without any setting or role ---------------------------------------------

{
	my $node = new_server('bare', export_dir => undef);
	my $before = state_of($node, export_dir($node));
	unlike($before->{roles}, qr/paliad_backup/, 'a new server has no role of the extension');
	my ($ok, $said) = installcheck($node);
	ok($ok, 'a new server: all tests pass') or diag($said);
	same_state_ok($node, export_dir($node), $before, 'a new server');
}

done_testing();
