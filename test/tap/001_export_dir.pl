# The export directory: each reason why a directory can't be used has an error of its own, and leaves nothing behind.
use strict;
use warnings;

use Cwd 'realpath';
use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
add_practice($node, 'practice');

# The folder of this test's unusable directories.
my $root = realpath(PostgreSQL::Test::Utils::tempdir());
my $data = realpath($node->data_dir);

sub run_in { return "SET paliad_backup.export_dir = '$_[0]'; SELECT paliad_backup_run()"; }

sub refused_ok
{
	my ($dir, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	fails_ok($node, 'practice', run_in($dir), $expected, $name);
}

# --- no directory ------------------------------------------------------------

refused_ok('', {
	state => '55000', message => 'paliad_backup.export_dir is not set',
	hint => "LOAD 'paliad_backup' and use ALTER SYSTEM SET paliad_backup.export_dir = '/absolute/path' and SELECT pg_reload_conf(),"
	  . ' or set PALIAD_EXPORT_DIR in the environment of the postmaster.' }, 'unset');

refused_ok('export', {
	state => '22023', message => 'export directory "export" is not an absolute path',
	hint => 'Set paliad_backup.export_dir to a path that begins with a slash.' }, 'relative');

append_to_file("$root/file", 'a file');

refused_ok("$root/file", {
	state => '42809', message => "export directory \"$root/file\" is not a directory",
	hint => "Set paliad_backup.export_dir to a directory, or to a path that doesn't exist yet." },
	'a file');

my $reachable =
  "Point paliad_backup.export_dir at a directory that the server's user can make, read and write.";

refused_ok("$root/file/sub", {
	state => '42809', message => "could not open directory \"$root/file/sub\": Not a directory",
	hint => $reachable }, 'under a file');

mkdir "$root/closed", 0500;

refused_ok("$root/closed/sub", {
	state => '42501',
	message => "could not create directory \"$root/closed/sub\": Permission denied",
	hint => $reachable }, 'under a directory that is not writable');

# --- a directory that can't be trusted or used -------------------------------

my $another = 'Use chmod 700 on it, or point paliad_backup.export_dir at another directory.';

refused_ok("$root/closed", {
	state => '42501',
	message => "export directory \"$root/closed\" is not writable for the server's user",
	detail => 'Permission denied.', hint => $another }, 'not writable');

for my $mode (0770, 0707)
{
	my $dir = sprintf "$root/mode-%o", $mode;
	mkdir $dir;
	chmod $mode, $dir;
	refused_ok($dir, {
		state => '55000',
		message => "export directory \"$dir\" is writable for its group or for everybody",
		hint => $another }, sprintf 'mode %o', $mode);
}

mkdir "$root/real", 0700;
symlink "$root/real", "$root/link";

for my $link ("$root/link", "$root/link/")
{
	refused_ok($link, {
		state => '42809', message => "export directory \"$root/link\" is a symbolic link",
		hint => 'Set paliad_backup.export_dir to the directory itself.' },
		'a symbolic link' . ($link =~ m{/$} ? ', with a slash' : ''));
}

symlink $data, "$root/data";

for my $dir ("$data/export", "$root/data/export", "$root/missing/../data/export", $data)
{
	my $resolved = $dir =~ m{/missing/} ? "$root/data/export" : $dir;
	$resolved =~ s{^\Q$root\E/data}{$data};
	refused_ok($dir, {
		state => '22023',
		message => "export directory \"$resolved\" lies inside the data directory",
		detail => "The data directory is \"$data\".",
		hint => 'Set paliad_backup.export_dir to a directory outside it.' },
		'inside the data directory: ' . ($dir =~ s/^(?:\Q$root\E|\Q$data\E)/.../r));
}

is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'),
	0, 'no fault of the directory makes a catalog row');
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.system_audit_log'),
	0, 'nor an entry in the audit log');
is_deeply([ map { artifacts("$root/$_") } qw(real closed mode-770 mode-707) ],
	[], 'nothing lies in any of the directories');
is_deeply([ artifacts($root) ], [ sort qw(file closed mode-770 mode-707 real link data) ],
	'no directory was made');
ok(!-e "$data/export", 'nor in the data directory');
agrees($node, 'after faults of the directory');

# --- a directory that is made ------------------------------------------------

my $made = "$root/made/of/several";
umask 0;
ok(attempt($node, 'practice', run_in("$made/"))->{ok}, 'a missing directory is made, and its parents');
is_deeply([ map { sprintf '%o', (stat "$root/$_")[2] & 07777 } qw(made made/of made/of/several) ],
	[ 700, 700, 700 ], 'all of mode 0700');
is(last_row($node, 'practice')->{storage_uri} =~ m{^file://\Q$made\E/[^/]+$},
	1, 'the catalog names it without the trailing slash');
agrees($node, 'after a run in a new directory', $made);

chmod 0755, $made;
ok(attempt($node, 'practice', run_in($made))->{ok}, 'a directory that others may read will do');
agrees($node, 'after a run in a readable directory', $made);

# --- where the setting comes from --------------------------------------------

my $from_environment = new_server('environment', export_dir => undef);
add_practice($from_environment, 'practice');
fails_ok($from_environment, 'practice', 'SELECT paliad_backup_run()', {
	state => '55000', message => 'paliad_backup.export_dir is not set',
	hint => "LOAD 'paliad_backup' and use ALTER SYSTEM SET paliad_backup.export_dir = '/absolute/path' and SELECT pg_reload_conf(),"
	  . ' or set PALIAD_EXPORT_DIR in the environment of the postmaster.' }, 'unset in both places');

{
	local $ENV{PALIAD_EXPORT_DIR} = "$root/environment";
	$from_environment->restart;
}
run_backup($from_environment, 'practice');
agrees($from_environment, 'PALIAD_EXPORT_DIR of the postmaster is the default', "$root/environment");

my $configured = export_dir($from_environment);
$from_environment->safe_psql('postgres',
	"LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.export_dir = '$configured'");
$from_environment->reload;
wait_until($from_environment, 'practice',
	"SELECT current_setting('paliad_backup.export_dir') = '$configured'");
is(row($from_environment, 'practice', run_backup($from_environment, 'practice'))->{storage_uri} =~
	  m{^file://\Q$configured\E/}, 1, 'the configuration goes before the environment, without a restart');

# Before the library is loaded, any user can set a setting of that name: loading the library resets it.
$node->safe_psql('practice', <<'SQL');
CREATE ROLE operator LOGIN IN ROLE paliad_backup_admin;
SQL
my $set = attempt($node, 'practice', run_in("$root/real"), 'user=operator');
is_deeply($set->{reports}[0], {
	severity => 'WARNING', state => '42501',
	message => 'permission denied to set parameter "paliad_backup.export_dir"' },
	'only a superuser sets it');
is(index(row($node, 'practice', $set->{out})->{storage_uri}, 'file://' . export_dir($node)),
	0, 'and the backup goes where the superuser said');

done_testing();
