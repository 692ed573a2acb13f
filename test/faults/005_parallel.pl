# Ends a parallel worker at each of its steps, and its leader while the worker waits there. As with one process, the
# catalog and the files must agree and nothing may be left. Needs a server with `make FAULTS=1`.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin, "$FindBin::RealBin/../tap";
use Fault;
use Paliad;
use Report;
use Test::More;
use Time::HiRes qw(time);

my $node = new_server('main', conf => <<'CONF');
restart_after_crash = on
session_preload_libraries = paliad_backup
dynamic_shared_memory_type = mmap
CONF
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.entries (id int PRIMARY KEY, title text);
INSERT INTO paliad.entries SELECT i, repeat(md5(i::text), 5) FROM generate_series(1, 30000) i;
CREATE TABLE paliad.more (id int PRIMARY KEY, title text);
INSERT INTO paliad.more SELECT i, repeat(md5(i::text), 5) FROM generate_series(1, 30000) i;
SQL
my $report = Report->new('parallel', qw(step action outcome milliseconds));
my $run = 'SET paliad_backup.workers = 2; SELECT paliad_backup_run()';

# The run's processes. Those of the run before may still exist.
my %processes = (
	session  => "backend_type = 'client backend' AND state = 'active'",
	worker   => "backend_type = 'parallel worker' AND application_name LIKE 'fault %'",
	recorder => "backend_type = 'paliad_backup recorder'");

sub pid_of
{
	my ($who) = @_;
	return $node->safe_psql('postgres', "SELECT pid FROM pg_stat_activity"
		  . " WHERE datname = 'practice' AND $processes{$who} ORDER BY backend_start DESC LIMIT 1")
	  || die "no $who";
}

sub signal
{
	my ($who, $signal) = @_;
	kill $signal, pid_of($who) or die "can't signal $who: $!";
}

my %actions = (
	'cancel'           => sub { signal('session', 'INT') },
	'SIGTERM session'  => sub { signal('session', 'TERM') },
	'SIGTERM worker'   => sub { signal('worker', 'TERM') },
	'SIGTERM recorder' => sub { signal('recorder', 'TERM') },
	'SIGKILL worker'   => sub { kill_process($node, pid_of('worker')) });

sub memory_segments { return scalar artifacts($node->data_dir . '/pg_dynshmem'); }

my $segments = memory_segments();
for my $step (qw(csv worksheet part_write))
{
	for my $action (sort keys %actions)
	{
		my $name = "$step: $action";
		told($node, "wait $step");
		my $session = start_session($node, 'practice', $run);
		wait_until($node, 'postgres',
			"SELECT count(*) >= 2 FROM pg_stat_activity WHERE application_name = 'fault $step'");
		my $began = time;
		$actions{$action}->();
		my $ended = $action eq 'cancel' ? finish($session) : undef;
		my $taken = time - $began;
		told($node, '');
		$ended //= finish($session);
		ok(!$ended->{ok}, "$name: the caller hears of it");
		agrees($node, $name) unless $action =~ /KILL/;
		my $next = run_backup($node, 'practice');
		is(row($node, 'practice', $next)->{status}, 'done', "$name: the next run works");
		agrees($node, "$name, next run");
		my $outcome = $node->safe_psql('practice',
			"SELECT status FROM paliad.backups WHERE id <> '$next' ORDER BY started_at DESC LIMIT 1");
		is($outcome, 'failed', "$name: the backup failed");
		is($node->safe_psql('postgres',
				"SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'parallel worker'"),
			0, "$name: no worker is left");
		is(memory_segments(), $segments, "$name: no shared memory is left");
		prompt_ok($taken, $name) if $action eq 'cancel';
		$report->row($step, $action, $outcome, sprintf '%.0f', 1000 * $taken);
	}
}

done_testing();
