# A crash of the server at any moment of a run: the next run cleans up what is left of that run, and nothing else.
use strict;
use warnings;

use Fcntl ':flock';
use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'restart_after_crash = on');
add_practice($node, 'practice');
add_practice($node, 'other');

my $dir = export_dir($node);
my $run = 'SELECT paliad_backup_run()';
my $reason = 'the server or the backup\'s processes ended before it was done';

# The names that a backup's file has in the export directory.
sub names_of
{
	my ($database, $id) = @_;
	my $name = $node->safe_psql($database, <<"SQL");
SELECT format('paliad-backup-%s-%s.zip',
              to_char(started_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'), left(id::text, 8))
  FROM paliad.backups WHERE id = '$id'
SQL
	return { final => $name, draft => ".$name.draft" };
}

sub make_file
{
	my ($name, $mode) = @_;
	append_to_file("$dir/$name", 'half of a backup');
	chmod $mode, "$dir/$name";
}

# Kills all processes at once, and starts the server again.
sub crash
{
	my (@sessions) = @_;
	$node->stop('immediate');
	finish_all(@sessions);
	$node->start;
}

sub kill_one
{
	my ($process, @sessions) = @_;
	kill_process($node, $node->safe_psql('postgres',
		"SELECT pid FROM pg_stat_activity WHERE '$process' IN (application_name, backend_type)"));
	finish_all(@sessions);
}

sub finish_all
{
	my ($session, @others) = @_;
	ok(!finish($session)->{ok}, 'the caller hears that its session has ended');
	$_->quit for @others;
}

sub settled_ok
{
	my ($database, $id, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is(row($node, $database, $id)->{status}, 'running', "$name: the row says running at first");
	is(row($node, $database, run_backup($node, $database))->{status}, 'done', "$name: the next one works");
	is_deeply([ @{ row($node, $database, $id) }{qw(status error)} ],
		[ 'failed', $reason ], "$name: and settles it");
}

# --- while a table is waited for ---------------------------------------------

for my $case (
	[ 'immediate stop', \&crash ],
	[ 'SIGKILL of the session', sub { kill_one('held', @_) } ],
	[ 'SIGKILL of the recorder', sub { kill_one('paliad_backup recorder', @_) } ])
{
	my ($name, $end) = @$case;
	my @sessions = hold($node, 'practice', $run);
	my $id = last_row($node, 'practice')->{id};
	$end->(@sessions);
	settled_ok('practice', $id, $name);
	agrees($node, $name);
}

# An orderly stop is no crash: the recorder still writes why the run failed.
{
	my @sessions = hold($node, 'practice', $run);
	my $id = last_row($node, 'practice')->{id};
	$node->stop('fast');
	finish_all(@sessions);
	$node->start;
	my $row = row($node, 'practice', $id);
	is($row->{status}, 'failed', 'fast stop: the row is settled before the server ends');
	like($row->{error}, qr/^(the recorder was told to end: the server is shutting down, or an administrator ended it|the session that made the backup ended before it was done)$/,
		'fast stop: it says why');
	agrees($node, 'fast stop');
}

# --- while the file is made, and when it is complete -------------------------

# No lock can make a run wait while it writes its draft, so the test makes the remains of such a crash itself.
{
	my @sessions = hold($node, 'practice', $run);
	my $id = last_row($node, 'practice')->{id};
	my $names = names_of('practice', $id);
	make_file($names->{draft}, 0600);
	crash(@sessions);
	settled_ok('practice', $id, 'half a draft');
	agrees($node, 'half a draft');
}

{
	my @sessions = hold_at_the_end($node, 'practice', $run);
	my $id = last_row($node, 'practice')->{id};
	my $names = names_of('practice', $id);
	ok(-f "$dir/$names->{$_}", "before `done` the file has its $_ name") for qw(draft final);
	crash(@sessions);
	settled_ok('practice', $id, 'a complete file');
	agrees($node, 'a complete file');
}

# --- after `done` ------------------------------------------------------------

# A crash after the row was committed as `done`, and before the draft's name was removed.
{
	my $id = run_backup($node, 'practice');
	my $names = names_of('practice', $id);
	link "$dir/$names->{final}", "$dir/$names->{draft}" or die "no second name: $!";
	run_backup($node, 'practice');
	is(row($node, 'practice', $id)->{status}, 'done', 'a second name that stayed: the backup stays');
	agrees($node, 'a second name that stayed');
}

# A backup that is done stays done, even with synchronous_commit = off.
{
	$node->append_conf('postgresql.conf', "synchronous_commit = off\nwal_writer_delay = 10s");
	$node->reload;
	wait_until($node, 'postgres', "SELECT current_setting('wal_writer_delay') = '10s'");
	my $id = run_backup($node, 'practice');
	$node->stop('immediate');
	$node->start;
	is(row($node, 'practice', $id)->{status}, 'done', 'done survives a crash, whatever synchronous_commit says');
	agrees($node, 'a crash after `done`');
}

# --- two databases, one directory --------------------------------------------

{
	my ($first, $first_lock) = hold_at_the_end($node, 'other', $run, 'other');
	my $id = last_row($node, 'other')->{id};
	my $names = names_of('other', $id);
	my ($second, $second_lock) = hold($node, 'practice', $run);
	my $own_id = last_row($node, 'practice')->{id};
	$node->stop('immediate');
	finish_all($first, $first_lock);
	finish_all($second, $second_lock);
	$node->start;
	settled_ok('practice', $own_id, 'a crash of two');
	ok(-f "$dir/$names->{$_}", "a crash of two: the other database's file keeps its $_ name")
	  for qw(draft final);
	settled_ok('other', $id, 'a crash of two, the other database');
	agrees($node, 'a crash of two');
}

# --- drafts with and without a maker -----------------------------------------

{
	my $key = 'paliad-backup-20260101T030000Z-0123abcd.zip';
	my $unlocked = 'paliad-backup-20260101T030000Z-4567abcd.zip';
	my $dead = 'paliad-backup-20260101T030000Z-89ababcd.zip';
	make_file(".$key.draft", 0600);
	make_file(".$unlocked.draft", 0);
	make_file(".$dead.draft", 0600);
	make_file("$key.draft", 0600);
	open(my $maker, '<', "$dir/.$key.draft") or die $!;
	flock($maker, LOCK_EX) or die $!;
	run_backup($node, 'practice');
	is_deeply([ grep { /\.draft$/ } artifacts($dir) ],
		[ ".$key.draft", ".$unlocked.draft", "$key.draft" ],
		'a draft goes when nobody holds it; one that is held or begun, and what is none, stays');
	close $maker;
	unlink "$dir/.$unlocked.draft", "$dir/$key.draft";
	run_backup($node, 'practice');
	agrees($node, 'a draft whose maker has ended');
}

done_testing();
