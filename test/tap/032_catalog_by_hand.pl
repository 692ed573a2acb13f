# Catalog rows that were changed by hand, or left by an earlier migration: no function that reads all rows fails because
# of one, and each bad row is named in an error that says what to correct.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "shared_preload_libraries = paliad_backup\n");
add_practice($node, $_) for qw(practice scheduled);

my $status = 'SELECT reason FROM paliad.backup_status';

# --- paliad.backups ----------------------------------------------------------

# Column, value, and other columns that the row needs then.
my @bad = (
	[ 'started_at', "'infinity'" ], [ 'started_at', "'-infinity'" ], [ 'started_at', "'20000-01-01'" ],
	[ 'started_at', "'4000-01-01 BC'" ],
	[ 'finished_at', "'infinity'" ], [ 'finished_at', "'-infinity'" ],
	[ 'drilled_at', "'infinity'", 'drilled_ok = false' ], [ 'drilled_at', "'infinity'", 'drilled_ok = true' ],
	[ 'verified_at', "'infinity'", 'verified_ok = false' ],
	[ 'deleted_at', "'infinity'" ],
	[ 'scheduled_for', "'infinity'" ],
	[ 'size_bytes', 'NULL' ], [ 'size_bytes', '-1' ],
	[ 'warnings', "'{}'" ], [ 'warnings', "'[1]'" ],
	[ 'row_counts', "'[]'" ], [ 'error_arguments', "'[]'" ]);

# Each of these functions is called with the bad row's id.
my @calls = (
	"count(*) FROM paliad_backup_verify('%s')", "count(*) FROM paliad_backup_rows('%s', 'matters')",
	"count(*) FROM paliad_backup_contents('%s')", "count(*) FROM paliad_backup_drill('%s')",
	"count(*) FROM paliad_backup_restore('%s', 'elsewhere')", "length(paliad_backup_read('%s', 0, 10))",
	"paliad_backup_hold('%s', true)", "paliad_backup_delete('%s')");

for my $case (@bad)
{
	my ($column, $value, $also) = @$case;
	my $name = "$column = $value";
	my $id = run_backup($node, 'practice');
	my $good = run_backup($node, 'practice');
	my $file = row($node, 'practice', $id)->{storage_uri} =~ s{^file://}{}r;
	$node->safe_psql('practice', "UPDATE paliad.backups SET $column = $value"
		  . ($also ? ", $also" : '') . " WHERE id = '$id'");

	my $said = attempt($node, 'practice', $status);
	like($said->{out}, qr/$id/, "$name: the status names the row") or diag(explain($said->{error}));
	like($said->{out}, qr/\b$column\b/, "$name: and the column");
	my $kept = attempt($node, 'practice', "SELECT action, reason FROM paliad_backup_expire() WHERE id = '$id'");
	like($kept->{out}, qr/^keep\|.*\b$column\b/, "$name: retention keeps it, and says what to mend")
	  or diag(explain($kept->{error}));
	my $other = attempt($node, 'practice', "SELECT action, reason FROM paliad_backup_expire() WHERE id = '$good'");
	is($other->{out}, 'keep|the last good backup', "$name: the other one is the last good one");
	ok(attempt($node, 'practice', 'SELECT * FROM paliad_backup_expire(false)')->{ok}, "$name: retention is carried out");
	ok(attempt($node, 'practice', 'SELECT * FROM paliad_backup_orphans()')->{ok}, "$name: orphans");
	my $next = attempt($node, 'practice', 'SELECT paliad_backup_run()');
	is($next->{ok} && row($node, 'practice', $next->{out})->{status}, 'done', "$name: a run")
	  or diag(explain($next->{error}));
	ok(-e $file, "$name: the file is there");

	my (%states, @unnamed);
	for my $call (@calls)
	{
		my $error = attempt($node, 'practice', 'SELECT ' . sprintf($call, $id))->{error} // { state => 'no error' };
		push @{ $states{ $error->{state} } }, $call;
		push @unnamed, $call unless join(' ', map { $_ // '' } @$error{qw(message detail hint)}) =~ /\b$column\b/;
	}
	is_deeply([ sort keys %states ], ['XX001'], "$name: no function works on it") or diag(explain(\%states));
	is_deeply(\@unnamed, [], "$name: and each says what is wrong");

	wait_for_workers($node);
	$node->safe_psql('practice', 'DELETE FROM paliad.backups');
	unlink glob(export_dir($node) . '/*.zip');
}

# A running backup, and a failed one.
for my $state ('failed', 'running')
{
	for my $when ('infinity', '-infinity', '20000-01-01')
	{
		my $good = run_backup($node, 'practice');
		my $id = $node->safe_psql('practice', "INSERT INTO paliad.backups (kind, status, requested_by_email, error, started_at)"
			  . " VALUES ('on_demand', '$state', 'x', 'a reason', '$when') RETURNING id");
		like(attempt($node, 'practice', $status)->{out}, qr/$id/, "$state since $when: the status names the row");
		like(attempt($node, 'practice', "SELECT action, reason FROM paliad_backup_expire() WHERE id = '$id'")->{out},
			qr/^keep\|.*started_at/, "$state since $when: retention says what to mend");
		is(attempt($node, 'practice', "SELECT paliad_backup_delete('$id')")->{error}{state}, 'XX001', "$state since $when: delete");
		for my $call ('SELECT * FROM paliad_backup_orphans()', 'SELECT paliad_backup_run()', 'SELECT * FROM paliad_backup_progress()')
		{
			my $result = attempt($node, 'practice', $call);
			ok($result->{ok}, "$state since $when: $call") or diag(explain($result->{error}));
		}
		wait_for_workers($node);
		$node->safe_psql('practice', 'DELETE FROM paliad.backups');
		unlink glob(export_dir($node) . '/*.zip');
	}
}

# The arguments of a failed backup's code: where they are bad, the sentence is shown all the same.
for my $arguments ('[]', '"text"', '{"message": 99999999999999999999}')
{
	$node->safe_psql('practice', "INSERT INTO paliad.backups (kind, status, requested_by_email, error, error_code, error_arguments)"
		  . " VALUES ('on_demand', 'failed', 'x', 'a reason', 'disk_full', '$arguments')");
	my $said = attempt($node, 'practice', $status);
	like($said->{out}, qr/the last backup failed: a reason/, "error_arguments = $arguments: the status says why it failed")
	  or diag(explain($said->{error}));
	$node->safe_psql('practice', 'DELETE FROM paliad.backups');
}

# The arguments of a failure in the status, as the extension never writes them: its sentence is shown all the same.
for my $arguments ('[]', '"x"', 'null', '{"count": 1e400}', '{"because": {"code": 1}}', ('{"because":' x 4000) . '{}' . ('}' x 4000))
{
	my $name = 'error_arguments = ' . substr($arguments, 0, 30);
	$node->safe_psql('practice', 'INSERT INTO paliad.backups (kind, status, requested_by_email, error, error_code, error_arguments)'
		  . " VALUES ('on_demand', 'failed', 'x', 'a reason', 'view', '$arguments')");
	my $said = attempt($node, 'practice', $status);
	like($said->{out}, qr/the last backup failed: a view holds no data/, "$name: the status has its sentence") or diag(explain($said->{error}));
	$node->safe_psql('practice', 'DELETE FROM paliad.backups');
}

# --- a clock that was wrong --------------------------------------------------

# A backup with a time in the future, by a wrong clock or from an imported bundle, hides no later one.
{
	my $ahead = run_backup($node, 'practice');
	is($node->safe_psql('practice', 'SELECT ok FROM paliad.backup_status'), 't', 'a good backup');
	$node->safe_psql('practice', "UPDATE paliad.backups SET started_at = '2999-01-01'");
	like($node->safe_psql('practice', $status),
		qr/no good backup yet.*; backup $ahead is dated in the future, 2999-01-01 00:00:00\+00: set the clock right, or delete the backup/,
		'of a time to come: the status says so');
	$node->safe_psql('practice', "INSERT INTO paliad.backups (kind, status, requested_by_email, error) VALUES ('on_demand', 'failed', 'x', 'a reason')");
	like($node->safe_psql('practice', $status), qr/the last backup failed: a reason/, 'and what failed after it');
	$node->safe_psql('practice', "UPDATE paliad.backups SET deleted_at = now() WHERE id = '$ahead'");
	my $said = $node->safe_psql('practice', $status);
	unlike($said, qr/time to come/, 'once it is deleted it is no longer named');
	like($said, qr/the last backup failed: a reason/, 'and still hides nothing');
	$node->safe_psql('practice', 'DELETE FROM paliad.backups');
	unlink glob(export_dir($node) . '/*.zip');
}

# --- the schedule ------------------------------------------------------------

my (undef, undef, $hour) = gmtime(time - 3600);
my $daily = "0 $hour * * *";
for my $setting ("schedule = '$daily'", "databases = 'scheduled'", "catch_up = '6h'")
{
	$node->safe_psql('postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.$setting");
}
$node->reload;
wait_until($node, 'scheduled', "SELECT detail = '$daily' FROM paliad.backup_slots WHERE outcome = 'noticed'"
	  . ' ORDER BY noted_at DESC LIMIT 1');

# Slots that somebody has written by hand, with a schedule that had a slot an hour ago.
for my $sql (
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome) VALUES ('infinity', 'done')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome) VALUES ('-infinity', 'missed')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail, noted_at) VALUES ('infinity', 'noticed', '$daily', now() - interval '2 days')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail, noted_at) VALUES (now() - interval '3 days 1 hour', 'noticed', '\@yearly', 'infinity')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, noted_at) VALUES (now() - interval '20 hours', 'missed', 'infinity')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, noted_at) VALUES (now() - interval '20 hours', 'missed', '-infinity')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail, noted_at) VALUES (now() - interval '3 days 1 hour', 'noticed', '$daily', 'infinity')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail, noted_at) VALUES (now() - interval '3 days 1 hour', 'noticed', '$daily', '20000-01-01')",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, attempts) VALUES ('infinity', 'claimed', 1)",
	"INSERT INTO paliad.backup_slots (scheduled_for, outcome, attempts) VALUES ('20000-01-01', 'claimed', 1)",
	"INSERT INTO paliad.backups (kind, status, requested_by_email, error, scheduled_for, finished_at)"
	  . " SELECT 'scheduled', 'failed', 'x', 'a reason', date_trunc('hour', now() - interval '1 hour') - interval '1 day', 'infinity'",
	"INSERT INTO paliad.backups (kind, status, requested_by_email, error, started_at, finished_at, drilled_at, drilled_ok)"
	  . " SELECT 'scheduled', 'done', 'x', 'a reason', 'infinity', 'infinity', 'infinity', true")
{
	my ($name) = $sql =~ /INTO paliad\.(.*)/;
	unlink glob(export_dir($node) . '/.paliad-backup-slot-*');
	$node->safe_psql('scheduled', "BEGIN; DELETE FROM paliad.backups; DELETE FROM paliad.backup_slots;"
		  . " INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail, noted_at)"
		  . " VALUES (now() - interval '3 days', 'noticed', '$daily', now() - interval '3 days'); $sql; COMMIT");
	my $named = attempt($node, 'scheduled', $status);
	like($named->{out}, $sql =~ /backup_slots/ ? qr/backup_slots/ : qr/finished_at|started_at/, "the status names it: $name")
	  or diag(explain($named->{error}));
	$node->reload;
	soon_ok($node, 'scheduled', "SELECT count(*) = 1 FROM paliad.backups WHERE status = 'done' AND isfinite(started_at)"
		  . " AND scheduled_for > now() - interval '3 hours'", "the scheduled backup is made beside $name", 60);
	wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type LIKE 'paliad_backup%' AND backend_type !~ 'scheduler'");
	unlink glob(export_dir($node) . '/*.zip');
}

done_testing();
