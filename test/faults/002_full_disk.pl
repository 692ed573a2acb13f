# Disks of several sizes, and limits on the size of files: a backup is complete, or it fails, says why, and leaves
# nothing behind. The disks are file systems that scripts/test mounts; PALIAD_SMALL_DISKS names their folder.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin, "$FindBin::RealBin/../tap";
use Paliad;
use Report;
use Test::More;

# Not POSIX shared memory: the limits on file sizes below would apply to it too.
my $node = new_server('main',
	conf => "session_preload_libraries = paliad_backup\ndynamic_shared_memory_type = sysv");
add_practice($node, 'practice');
# Text that deflate can hardly compress, about 3 MB in the three formats.
$node->safe_psql('practice', 'INSERT INTO paliad.matters'
	  . " SELECT i, md5(i::text) || md5((-i)::text) FROM generate_series(3, 20000) AS i");
my $report = Report->new('full_disk', qw(limit bytes outcome sqlstate));

my %states = ('53100' => qr/^(?:could not .*: No space left on device|there is no room for a backup)$/,
	'53400' => qr/^could not .*: File too large$/);
my $needed = 0;

# Runs `sql` and then a backup into `dir`: it must be complete, or fail for that reason, and leave no other files.
sub whole_or_failed
{
	my ($name, $limit, $bytes, $dir, $sql, $state) = @_;
	my $ended = attempt($node, 'practice',
		"SET paliad_backup.export_dir = '$dir'; $sql SELECT paliad_backup_run()");
	wait_for_workers($node);
	my $row = last_row($node, 'practice');
	if ($ended->{ok})
	{
		is_deeply([ artifacts($dir) ], [ $row->{storage_uri} =~ m{([^/]+)$} ], "$name: whole, and alone");
		ok(is_whole($row), "$name: unzip takes it");
		$needed = $row->{size_bytes};
		unlink "$dir/$_" for artifacts($dir);
	}
	else
	{
		is($ended->{error}{state}, $state, "$name: SQLSTATE") or diag(explain($ended->{error}));
		like($ended->{error}{message}, $states{$state}, "$name: it is named");
		ok($ended->{error}{hint}, "$name: a hint");
		is($row->{status}, 'failed', "$name: the catalog says so");
		is_deeply([ artifacts($dir) ], [], "$name: nothing is left");
	}
	$report->row($limit, $bytes, $row->{status}, $ended->{error}{state} // '');
	# Without an earlier backup the next run estimates its size from the tables again.
	$node->safe_psql('practice', "DELETE FROM paliad.backups");
	return $ended;
}

sub is_whole
{
	my ($path) = $_[0]->{storage_uri} =~ m{^file://(.*)$};
	my $out;
	return IPC::Run::run([ 'unzip', '-tq', $path ], '>', \$out, '2>&1');
}

# --- full disks --------------------------------------------------------------

SKIP:
{
	skip 'only root can mount small disks', 1 unless $ENV{PALIAD_SMALL_DISKS};
	my %outcomes;
	my $least;
	for my $disk (sort { $a <=> $b } artifacts($ENV{PALIAD_SMALL_DISKS}))
	{
		my $ended = whole_or_failed("a disk of $disk KiB", 'disk', $disk * 1024,
			"$ENV{PALIAD_SMALL_DISKS}/$disk", '', '53100');
		$least //= $disk * 1024 if $ended->{ok};
		++$outcomes{ $ended->{ok} ? 'done' : $ended->{error}{message} =~ s/ .*//sr };
	}
	cmp_ok($outcomes{$_} // 0, '>=', 2, "among them some that end in '$_'") for qw(done could there);
	cmp_ok($least, '<', 1.3 * $needed, 'while it is made a backup takes little more room than its artifact');
}

# --- a limit on the size of a file -------------------------------------------

my $dir = $node->basedir . '/limited';
whole_or_failed('no limit', 'file size', 'none', $dir, '', '53400');
cmp_ok($needed, '>', 1_000_000, 'a backup of some size');
# Each of these limits ends the scratch file or the artifact at another place. (Below 128 KiB the server's own shared
# memory fails first.)
my %ended;
for my $part (map { $_ / 10 } 1 .. 12)
{
	my $bytes = int($needed * $part);
	my $limit = "DO \$\$ BEGIN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L',"
	  . " 'prlimit --fsize=$bytes: --pid ' || pg_backend_pid()); END \$\$;";
	my $ended = whole_or_failed("files of at most $bytes bytes", 'file size', $bytes, $dir, $limit, '53400');
	++$ended{ $ended->{ok} ? 'done' : 'failed' };
}
cmp_ok($ended{$_} // 0, '>=', 1, "among them some that end in '$_'") for qw(done failed);

# --- a run that can't have enough disk space ---------------------------------

# The next run expects to be as large as the last backup.
$node->safe_psql('practice', 'SELECT paliad_backup_run()');
$node->safe_psql('practice', 'UPDATE paliad.backups SET size_bytes = 9e17::bigint');
my $hopeless = attempt($node, 'practice', 'SELECT paliad_backup_run()')->{error};
wait_for_workers($node);
my $free = qr/^\d+ bytes are free in the export directory/;
like($hopeless->{detail}, qr/$free; the last one took 900000000000000000 bytes\.$/, 'figures');
delete $hopeless->{detail};
is_error($hopeless, {
	state => '53100', message => 'there is no room for a backup',
	hint => 'Free room on the file system of the export directory, or point '
	  . 'paliad_backup.export_dir at a larger one.' }, 'a hopeless run is refused');
is(last_row($node, 'practice')->{status}, 'failed', 'and recorded');

done_testing();
