# Orphans: artifacts that the catalog doesn't know, for example after the database was restored to an earlier time. None
# is removed, each is listed, and an undamaged one can be imported.
use strict;
use warnings;

use File::Copy 'copy';
use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
add_practice($node, 'practice');
add_practice($node, 'other');

my $dir = export_dir($node);
my $orphans = 'SELECT file, size_bytes, id, started_at, database, problem FROM paliad_backup_orphans()';
my $hint = 'paliad_backup_orphans() lists the artifacts that can.';

sub name_of
{
	my ($database, $id) = @_;
	return $node->safe_psql($database, "SELECT substring(storage_uri FROM '[^/]+\$') FROM paliad.backups WHERE id = '$id'");
}

# The result of paliad_backup_orphans(): file => problem.
sub orphans_of
{
	my ($database) = @_;
	my %orphans;
	for my $line (split /\n/, $node->safe_psql($database, "SELECT file, problem FROM paliad_backup_orphans()"))
	{
		my ($file, $problem) = split /\|/, $line, 2;
		$orphans{$file} = $problem;
	}
	return \%orphans;
}

# Deletes a backup's rows, as if the database had been restored to a time before it.
sub forget
{
	my ($id) = @_;
	$node->safe_psql('practice', <<"SQL");
UPDATE paliad.backups SET audit_id = NULL WHERE id = '$id';
DELETE FROM paliad.system_audit_log WHERE metadata ->> 'backup_id' = '$id';
DELETE FROM paliad.backups WHERE id = '$id';
SQL
}

my $known = 'the catalog has that backup already, or knows it with another SHA-256';

sub import_file { return "SELECT paliad_backup_import('$_[0]')"; }

sub refused_ok
{
	my ($file, $why, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	fails_ok($node, 'practice', import_file($file), {
		state => '55000', message => "artifact \"$file\" can't be imported",
		detail => "Because $why.", hint => $hint }, $name);
}

# --- restored to an earlier time ---------------------------------------------

my $id = run_backup($node, 'practice');
my $file = name_of('practice', $id);
my $before = row($node, 'practice', $id);
is_deeply(orphans_of('practice'), {}, 'what the catalog knows is no orphan');
refused_ok($file, $known, 'what the catalog knows');

forget($id);
is($node->safe_psql('practice', $orphans),
	join('|', $file, -s "$dir/$file", $id,
		$node->safe_psql('practice', "SELECT date_trunc('second', '$before->{started_at}'::timestamptz)"),
		'practice', ''),
	'a forgotten backup is listed with what it says of itself');

# The next run doesn't remove it.
my $later = run_backup($node, 'practice');
is_deeply(orphans_of('practice'), { $file => '' }, 'a forgotten backup outlives the next run');

$node->safe_psql('practice', 'BEGIN; ' . import_file($file) . '; ROLLBACK');
is_deeply(orphans_of('practice'), { $file => '' }, 'rolled back, it is an orphan as before');

is($node->safe_psql('practice', import_file($file)), $id, 'imported');
is_deeply(orphans_of('practice'), {}, 'then it is no orphan any more');
{
	my $row = row($node, 'practice', $id);
	my @same = qw(id kind status storage_uri size_bytes sha256 row_counts sheet_count warnings
	  requested_by_email error deleted_at);
	is_deeply({ map { $_ => $row->{$_} } @same }, { map { $_ => $before->{$_} } @same },
		'its row says what it said before');
	is($node->safe_psql('practice', "SELECT encode(sha256(paliad_backup_download('$id')), 'hex')"),
		$before->{sha256}, 'and it can be downloaded');
	is($node->safe_psql('practice',
			"SELECT event_type, metadata FROM paliad.system_audit_log WHERE id = '$row->{audit_id}'"),
		$node->safe_psql('practice', <<"SQL"), 'the audit log says who imported what');
SELECT 'backup_created', jsonb_build_object('backup_id', id::text, 'kind', kind, 'status', 'done', 'imported', true,
         'held', true,
         'size_bytes', size_bytes, 'sha256', sha256, 'storage_uri', storage_uri)
  FROM paliad.backups WHERE id = '$id'
SQL
}
agrees($node, 'imported');

# --- a row that a crash made say `failed` ------------------------------------

$node->safe_psql('practice', <<"SQL");
UPDATE paliad.backups SET status = 'failed', error = 'a crash', storage_uri = NULL, size_bytes = NULL, sha256 = NULL
 WHERE id = '$id'
SQL
is_deeply(orphans_of('practice'), { $file => '' }, 'the artifact of a failed row is an orphan');
$node->safe_psql('practice', import_file($file));
is_deeply([ @{ row($node, 'practice', $id) }{qw(status error sha256)} ],
	[ 'done', undef, $before->{sha256} ], 'imported into its own row');
agrees($node, 'a failed row');

# --- one that was removed, and comes back from a copy -------------------------

{
	ok(row($node, 'practice', $id)->{held}, 'what was imported is held: somebody wants it');
	$node->safe_psql('practice', "SELECT paliad_backup_hold('$id', false)");
	my $copy = "$dir/../copy.zip";
	copy("$dir/$file", $copy) or die $!;
	$node->safe_psql('practice', "UPDATE paliad.backups SET deleted_at = clock_timestamp(), removing = true WHERE id = '$id'");
	is_deeply(orphans_of('practice'), {}, 'a file whose removal was cut short is no orphan');
	run_backup($node, 'practice');
	ok(!-e "$dir/$file", 'the next run ends that removal');
	$node->safe_psql('practice', "UPDATE paliad.backups SET verified_ok = false, verified_at = now() WHERE id = '$id'");
	copy($copy, "$dir/$file") && chmod(0600, "$dir/$file") or die $!;
	is_deeply(orphans_of('practice'), { $file => '' }, 'its copy is one');
	run_backup($node, 'practice');
	is_deeply(orphans_of('practice'), { $file => '' }, 'and no run removes it');
	# As after a rollback of the file system: the file looks older than its removal.
	$node->safe_psql('practice', "UPDATE paliad.backups SET deleted_at = clock_timestamp() WHERE id = '$id'");
	is_deeply(orphans_of('practice'), { $file => '' }, 'one with the old change time is one too');
	run_backup($node, 'practice');
	is_deeply(orphans_of('practice'), { $file => '' }, 'and stays: that removal had ended');
	$node->safe_psql('practice', "UPDATE paliad.backups SET sha256 = repeat('0', 64) WHERE id = '$id'");
	refused_ok($file, $known, 'another file in its place');
	$node->safe_psql('practice', "UPDATE paliad.backups SET sha256 = '$before->{sha256}' WHERE id = '$id'");
	$node->safe_psql('practice', import_file($file));
	my $row = row($node, 'practice', $id);
	is_deeply([ @$row{qw(status deleted_at)} ], [ 'done', undef ], 'imported into the row that said it was removed');
	ok($row->{held}, 'and held');
	is($row->{verified_ok}, undef, 'what was found of the old file is no word on this one');
	is_deeply(orphans_of('practice'), {}, 'then it is no orphan');
	agrees($node, 'back from a copy');
}

# --- while a backup is made --------------------------------------------------

{
	my ($session, $holder) = hold_at_the_end($node, 'practice', 'SELECT paliad_backup_run()');
	my $running = last_row($node, 'practice')->{id};
	my ($made) = grep { /^paliad-backup-.*\.zip$/ && index($_, substr($running, 0, 8)) > 0 } artifacts($dir);
	is_deeply(orphans_of('practice'), {}, 'the artifact of a backup that is running is no orphan');
	refused_ok($made, $known, 'the artifact of a backup that is running');
	$holder->quit;
	ok(finish($session)->{ok}, 'that backup');
}

# --- what can't be imported ------------------------------------------------

# A copy of the file, changed by `change`, under the name of another time.
sub copied
{
	my ($name, $change) = @_;
	copy("$dir/$file", "$dir/$name") or die $!;
	open(my $handle, '+<:raw', "$dir/$name") or die $!;
	$change->($handle) if $change;
	close $handle;
}

{
	my $foreign = name_of('other', run_backup($node, 'other'));
	is_deeply(orphans_of('practice'), { $foreign => 'it is a backup of database other' },
		"another database's artifact is listed as such");
	refused_ok($foreign, 'it is a backup of database other', "another database's artifact");
	wait_alone($node, 'other');
	$node->safe_psql('postgres', 'DROP DATABASE other');
	unlink "$dir/$foreign";
}

{
	my $name = 'paliad-backup-20260101T030000Z-0123abcd.zip';
	copied($name);
	is_deeply(orphans_of('practice'), { $name => "its manifest is that of $file" }, 'another name is listed as such');
	refused_ok($name, "its manifest is that of $file", 'another name');
	unlink "$dir/$name";

	copied($name, sub { truncate $_[0], 5000 });
	like(orphans_of('practice')->{$name}, qr/^"$name" has no end record$/, 'a cut file is listed as such');
	is(attempt($node, 'practice', import_file($name))->{error}{state}, 'XX001', 'a cut file');
	unlink "$dir/$name";

	symlink "$dir/$file", "$dir/$name";
	is_deeply(orphans_of('practice'), {}, 'a link is no artifact');
	my $error = attempt($node, 'practice', import_file($name))->{error};
	is($error->{message}, "artifact \"$name\" is not a regular file", 'a link is refused');
	unlink "$dir/$name";
}

# One bit of a sheet is changed: the list doesn't show that, because it reads only the manifest.
{
	forget($id);
	open(my $handle, '+<:raw', "$dir/$file") or die $!;
	my $at = index(slurp_file("$dir/$file"), 'csv/matters.csv') + 20;
	my $flip = sub { seek $handle, $at, 0; read $handle, my $byte, 1; seek $handle, $at, 0; print $handle chr(ord($byte) ^ 1); $handle->flush; };
	$flip->();
	is(attempt($node, 'practice', import_file($file))->{error}{state}, 'XX001', 'a sheet with one bit changed');
	is($node->safe_psql('practice', "SELECT count(*) FROM paliad.backups WHERE id = '$id'"), 0, 'and no row of it');
	$flip->();
	is($node->safe_psql('practice', import_file($file)), $id, 'the same with that bit as it was');
}

for my $name ('', '../x.zip', "/etc/passwd", ".$file.draft", "$file\n")
{
	my $error = attempt($node, 'practice', import_file($name))->{error};
	is($error->{state}, '22023', 'no artifact\'s name: ' . ($name =~ s/\n/\\n/r));
}
fails_ok($node, 'practice', import_file('paliad-backup-20260101T030000Z-0123abcd.zip'), {
	state => '58P01', message => 'artifact "paliad-backup-20260101T030000Z-0123abcd.zip" is missing',
	detail => "It was looked for in directory \"$dir\".",
	hint => 'Somebody may have moved it, or paliad_backup.export_dir may have been changed.' },
	'an artifact that is not there');

# --- who may -----------------------------------------------------------------

$node->safe_psql('practice', 'CREATE ROLE app LOGIN IN ROLE paliad_backup_app');
for my $call ('SELECT count(*) FROM paliad_backup_orphans()', import_file($file))
{
	is(attempt($node, 'practice', "SET ROLE app; SET request.jwt.claim.sub = '$CLERK'; $call")->{error}{state},
		'42501', "a clerk may not: $call");
	my $admin = attempt($node, 'practice', "SET ROLE app; SET request.jwt.claim.sub = '$ADMIN'; $call");
	isnt($admin->{error}{state} // '', '42501', "an admin may: $call");
}
agrees($node, 'at the end');

done_testing();
