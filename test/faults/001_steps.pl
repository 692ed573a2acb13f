# Ends a run at each of its steps, in every possible way. Afterwards the catalog and the files must agree, nothing of
# the run may be left, and the next run must work. Needs a server with `make FAULTS=1`.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin, "$FindBin::RealBin/../tap";
use Fault;
use Paliad;
use Report;
use Test::More;
use Time::HiRes qw(time);

# The process that reaches each step, in the order of a run (src/core/base/fault_injection.hpp).
my @steps = (
	[ recorder_start => 'session' ], [ claim     => 'recorder' ], [ audit => 'recorder' ],
	[ running        => 'recorder' ], [ locks    => 'session' ],  [ csv   => 'session' ],
	[ json           => 'session' ],  [ worksheet => 'session' ], [ part_write => 'session' ],
	[ assemble       => 'session' ],  [ reread   => 'session' ],  [ fsync => 'session' ],
	[ publish        => 'session' ],  [ directory_fsync => 'session' ], [ report => 'session' ],
	[ outcome        => 'recorder' ], [ entry    => 'recorder' ], [ confirm => 'recorder' ]);

# SIGKILL of a process makes the whole server crash and restart. The memory of each run is a file.
my $node = new_server('main', conf => <<'CONF');
restart_after_crash = on
session_preload_libraries = paliad_backup
dynamic_shared_memory_type = mmap
CONF
add_practice($node, 'practice');
my $report = Report->new('steps', qw(step by action outcome milliseconds));

# The run's processes: session and recorder. Those of the run before may still exist.
my %processes = (
	session  => "state = 'active' AND query LIKE 'SELECT paliad_backup_run%'",
	recorder => "backend_type = 'paliad_backup recorder'");

sub pid_of
{
	my ($who) = @_;
	my $found = "FROM pg_stat_activity WHERE datname = 'practice' AND $processes{$who}";
	wait_until($node, 'postgres', "SELECT count(*) > 0 $found");
	return $node->safe_psql('postgres', "SELECT pid $found ORDER BY backend_start DESC LIMIT 1");
}

my %actions = (
	'cancel'           => sub { signal('session', 'INT') },
	'SIGTERM session'  => sub { signal('session', 'TERM') },
	'SIGTERM recorder' => sub { signal('recorder', 'TERM') },
	'SIGKILL session'  => sub { kill_process($node, pid_of('session')) },
	'SIGKILL recorder' => sub { kill_process($node, pid_of('recorder')) },
	'immediate stop'   => sub { $node->stop('immediate'); $node->start; });

sub signal
{
	my ($who, $signal) = @_;
	kill $signal, pid_of($who) or die "can't signal $who: $!";
}

sub made_to_end
{
	my ($step, $action) = @_;
	told($node, "wait $step");
	my $session = start_session($node, 'practice', 'SELECT paliad_backup_run()');
	wait_until($node, 'postgres',
		"SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'fault $step'");
	my $began = time;
	$actions{$action}->();
	my $ended = $action eq 'cancel' ? finish($session) : undef;
	my $taken = time - $began;
	told($node, '');
	return ($ended // finish($session), $taken);
}

sub made_to_fail
{
	my ($step) = @_;
	told($node, "error $step");
	my $began = time;
	my $ended = attempt($node, 'practice', 'SELECT paliad_backup_run()');
	my $taken = time - $began;
	told($node, '');
	return ($ended, $taken);
}

# The catalog's row of the backup that was begun when the catalog had `count` rows.
sub outcome
{
	my ($count) = @_;
	return $node->safe_psql('practice',
		"SELECT status FROM paliad.backups ORDER BY started_at OFFSET $count LIMIT 1") || 'no row';
}

sub rows { return $node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'); }

# The number of memory files: one for the server itself, none for a run that has ended.
sub memory_segments { return scalar artifacts($node->data_dir . '/pg_dynshmem'); }

my $segments = memory_segments();
for my $case (@steps)
{
	my ($step, $who) = @$case;
	for my $action ('error', sort keys %actions)
	{
		my $name = "$step: $action";
		my $before = rows();
		my ($ended, $taken) = $action eq 'error' ? made_to_fail($step) : made_to_end($step, $action);
		my $crash = $action =~ /KILL|stop/;
		agrees($node, $name) unless $crash || $name eq 'entry: error';
		my $settled = outcome($before) =~ s/running/failed/r;
		is(row($node, 'practice', run_backup($node, 'practice'))->{status},
			'done', "$name: the next run works");
		agrees($node, "$name, next run");
		my $said = $ended->{ok} ? 'done' : 'failed';
		is(outcome($before), $settled, "$name: the outcome stays") if $settled ne 'no row';
		ok($said eq 'failed' || $settled eq 'done', "$name: no success without a backup");
		is(memory_segments(), $segments, "$name: no shared memory is left");
		prompt_ok($taken, $name) if $action eq 'cancel';
		$report->row($step, $who, $action, $settled, sprintf '%.0f', 1000 * $taken);
	}
}

# The audit entry of a failed run whose recorder gets SIGTERM after the row was committed.
sub ended_before_the_entry
{
	my ($action) = @_;
	my $name = "a failed run's entry: $action";
	my $lock = $node->background_psql('practice');
	$lock->query_safe('BEGIN; LOCK TABLE paliad.matters');
	my $before = rows();
	told($node, 'wait entry');
	my $session = start_session($node, 'practice',
		"SET paliad_backup.lock_timeout = '100ms'; SELECT paliad_backup_run()");
	wait_until($node, 'postgres',
		"SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'fault entry'");
	is(outcome($before), 'failed', "$name: the row is committed");
	$actions{$action}->();
	told($node, '');
	ok(!finish($session)->{ok}, "$name: the caller hears of it");
	$lock->quit;
	return agrees($node, $name);
}

ended_before_the_entry($_) for 'SIGTERM recorder', 'SIGTERM session';
like(PostgreSQL::Test::Utils::slurp_file($node->logfile),
	qr/WARNING:  the audit log's entry of backup \S+ stays running until the next one completes it: fault at step entry/,
	'an entry that was not completed is in the log');

done_testing();
