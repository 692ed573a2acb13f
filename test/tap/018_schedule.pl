# Scheduled backups: the real scheduler, with a schedule of every minute and with slots in the past.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

# At debug1 the server logs which of its workers have ended.
my $conf = "shared_preload_libraries = paliad_backup\nrestart_after_crash = on\nmax_connections = 50\nlog_min_messages = debug1\n";
my $node = new_server('main', streaming => 1, conf => $conf);
add_practice($node, $_) for qw(practice second);
my $dir = export_dir($node);

sub slots
{
	my ($database, $server) = @_;
	return ($server // $node)->safe_psql($database // 'practice',
		"SELECT outcome, attempts, detail FROM paliad.backup_slots WHERE outcome <> 'noticed' ORDER BY scheduled_for");
}

sub reason { return $node->safe_psql($_[0] // 'practice', 'SELECT reason FROM paliad.backup_status'); }

sub set_up
{
	my (%settings) = @_;
	$node->safe_psql('postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.$_ = $settings{$_}") for sort keys %settings;
	$node->reload;
}

# Sets a daily schedule with a slot an hour ago, as if it had existed for three days.
sub wait_for_schedule
{
	my ($database, $schedule) = @_;
	wait_until($node, $database, "SELECT detail = '$schedule' FROM paliad.backup_slots WHERE outcome = 'noticed'"
		  . ' ORDER BY noted_at DESC LIMIT 1');
}

# Deletes the claims first: while a slot has its row, nobody claims it.
sub look_back
{
	my ($database) = @_;
	unlink glob("$dir/.paliad-backup-slot-*");
	$node->safe_psql($database, "BEGIN; DELETE FROM paliad.backup_slots WHERE outcome <> 'noticed';"
		  . " UPDATE paliad.backup_slots SET noted_at = noted_at - interval '3 days',"
		  . " scheduled_for = scheduled_for - interval '3 days' WHERE outcome = 'noticed';"
		  . ' UPDATE paliad.backups SET scheduled_for = NULL; COMMIT');
	$node->reload;
}

my (undef, undef, $hour) = gmtime(time - 3600);
my $daily = "0 $hour * * *";

# --- nothing by default ------------------------------------------------------

is($node->safe_psql('postgres', "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'paliad_backup scheduler'"), 0,
	'the scheduler is connected to no database');
like(reason(), qr/^there is no good backup yet$/, 'without databases there is no schedule to complain of');
is($node->safe_psql('practice', 'SELECT next_run IS NULL FROM paliad.backup_status'), 't', 'and no next run');

# --- a slot that is caught up, in two databases ------------------------------

set_up(schedule => "'$daily'", databases => 'practice, second', catch_up => "'0'");
wait_for_schedule($_, $daily) for qw(practice second);
like(reason(), qr/^there is no good backup yet$/, 'it has not asked for one yet');
look_back('practice');
wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'missed'");
like(slots(), qr/^missed\|0\|no scheduler was running to make it, and [12] before it, from \d{4}-\d\d-\d\dT\d\d:00:00Z on$/,
	'without catch_up what is past is recorded as missed, at once for all');
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'), 0, 'and not made');

set_up(catch_up => "'6h'");
look_back('practice');
wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
like(slots(), qr/^missed\|0\|.*\ndone\|1\|$/s, 'with it the last one is made up, the older ones are missed');
{
	my $row = last_row($node, 'practice');
	is_deeply([ @$row{qw(kind status requested_by requested_by_email)} ], [ 'scheduled', 'done', undef, 'system@paliad' ],
		'a scheduled backup');
	is($node->safe_psql('practice', "SELECT scheduled_for = date_trunc('hour', scheduled_for) AND scheduled_for < started_at"
			. " FROM paliad.backups"), 't', 'for its slot');
	is($node->safe_psql('practice', "SELECT actor_id IS NULL, actor_email, metadata ->> 'kind' FROM paliad.system_audit_log"),
		't|system@paliad|scheduled', 'and so says the audit log');
	is($node->safe_psql('practice', 'SELECT ok, reason, next_run > now() FROM paliad.backup_status'), 't||t', 'all is well');
}
$node->reload for 1 .. 5;
{
	my $log = -s $node->logfile;
	$node->restart;
	$node->wait_for_log(qr/(?:background worker "paliad_backup schedule" \(PID \d+\) exited with exit code 0\b.*){2}/s, $log);
}
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'), 1, 'not again after reloads and a restart');
is($node->safe_psql('second', 'SELECT count(*) FROM paliad.backups'), 0, 'the other database had nothing to make up');
look_back('second');
wait_until($node, 'second', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
agrees($node, 'after made-up slots');

# This catalog doesn't have the slot, but its claim in the shared directory says that another server made the backup.
{
	my ($claim) = glob("$dir/.paliad-backup-slot-*");
	my @claims = glob("$dir/.paliad-backup-slot-*");
	is(scalar @claims, 1, 'the slot is claimed in the directory');
	unlink $claim;
	append_to_file($claim, 'timeline 00000009 of /elsewhere on another');
	$node->safe_psql('second', "UPDATE paliad.backups SET scheduled_for = NULL;"
		  . " DELETE FROM paliad.backup_slots WHERE outcome <> 'noticed'");
	$node->reload;
	wait_until($node, 'second', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'elsewhere'");
	is($node->safe_psql('second', 'SELECT count(*) FROM paliad.backups'), 1, 'it is left to that one');
}

# --- failures ----------------------------------------------------------------

set_up(databases => 'practice');
{
	chmod 0777, $dir;
	look_back('practice');
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'claimed' AND detail IS NOT NULL");
	like(slots(), qr/claimed\|1\|export directory ".*" is writable for its group or for everybody/, 'a failure is noted with its reason');
	like(reason(), qr/the export directory can't be used: export directory/, 'and in the status');
	chmod 0700, $dir;
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
	like(slots(), qr/done\|2\|$/, 'it is tried again a minute later, inside the slot\'s window');
	cmp_ok($node->safe_psql('practice', "SELECT extract(epoch FROM max(started_at) - (SELECT max(noted_at) FROM paliad.backup_slots"
			. " WHERE outcome = 'missed')) FROM paliad.backups"), '>=', 48, 'after about a minute');
	agrees($node, 'after a failure');
}

# --- retention after a scheduled backup --------------------------------------

{
	run_backup($node, 'practice') for 1 .. 3;
	my $held = $node->safe_psql('practice', 'SELECT id FROM paliad.backups WHERE deleted_at IS NULL ORDER BY started_at LIMIT 1');
	$node->safe_psql('practice', "SELECT paliad_backup_hold('$held', true)");
	set_up(retention_days => 0, retention_keep => 2);
	wait_until($node, 'postgres', "SELECT setting = '2' FROM pg_settings WHERE name = 'paliad_backup.retention_keep'");
	is($node->safe_psql('practice', "SELECT count(*) FILTER (WHERE action = 'keep'), count(*) FILTER (WHERE action = 'remove')"
			. ' FROM paliad_backup_expire()'), '3|2', 'a dry run tells what would go');
	my $before = () = glob("$dir/paliad-backup-*.zip");
	look_back('practice');
	wait_until($node, 'practice', "SELECT count(*) = 3 FROM paliad.backups WHERE deleted_at IS NOT NULL");
	wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type LIKE 'paliad_backup%'");
	is($node->safe_psql('practice', "SELECT string_agg(reason, ', ') FROM paliad_backup_expire(true)"),
		'the last good backup, one of the newest 2, held', 'after a scheduled one it is carried out');
	is(scalar(() = glob("$dir/paliad-backup-*.zip")), $before - 2, 'one came, three went');
	is($node->safe_psql('practice', "SELECT DISTINCT actor_email FROM paliad.system_audit_log WHERE event_type = 'backup_deleted'"),
		'system@paliad', 'the audit log has who');
	run_backup($node, 'practice');
	is($node->safe_psql('practice', 'SELECT string_agg(action, \', \') FROM paliad_backup_expire(false)'),
		'keep, keep, removed, keep', 'and on demand');
	# Retention also runs before a backup that would not fit on the disk, as the last one's size shows.
	run_backup($node, 'practice') for 1 .. 2;
	$node->safe_psql('practice', 'UPDATE paliad.backups SET size_bytes = size_bytes + 1000000000000000000 WHERE id ='
		  . ' (SELECT id FROM paliad.backups WHERE status = \'done\' ORDER BY started_at DESC LIMIT 1)');
	my $going = $node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_expire() WHERE action = 'remove'");
	cmp_ok($going, '>', 0, 'there is something to remove');
	look_back('practice');
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE detail = 'there is no room for a backup'");
	is($node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_expire() WHERE action = 'remove'"), 0,
		'when room is short, what may go goes before the backup begins');
	like(reason(), qr/the disk is nearly full: \d+ bytes are free/, 'and the status warns');
	$node->safe_psql('practice', 'UPDATE paliad.backups SET size_bytes = size_bytes - 1000000000000000000'
		  . ' WHERE size_bytes > 1000000000000000000');
	set_up(retention_days => 30, retention_keep => 7);
	wait_until($node, 'practice', "SELECT count(*) = 0 FROM paliad.backup_slots WHERE outcome = 'claimed'");
	agrees($node, 'after retention');

# The scheduler itself is killed: the server starts it again.
{
	# Only this server's: other servers of the machine may have a scheduler too.
	my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
	my $find = sub {
		for my $process (glob '/proc/[0-9]*')
		{
			my $line = eval { slurp_file("$process/cmdline") } // '';  # it may have ended
			my $status = eval { slurp_file("$process/status") } // '';
			return $process =~ /(\d+)$/ ? $1 : undef
			  if $line =~ /paliad_backup scheduler/ && $status =~ /^PPid:\s+$postmaster$/m;
		}
		return undef;
	};
	my $before = $find->();
	ok($before, 'the scheduler is a process');
	# The server starts it again after ten seconds; the watching session is connected before.
	my $watcher = $node->background_psql('practice');
	my $reason = 'SELECT reason FROM paliad.backup_status';
	$watcher->query_safe($reason);
	kill 'TERM', $before;
	my $said = '';
	for (my $end = time + 60; time < $end && $said !~ /the scheduler does not run/; usleep(50_000))
	{
		$said = $watcher->query_safe($reason);
	}
	$watcher->quit;
	like($said, qr/the scheduler does not run/, 'the status says that it is gone');
	wait_until($node, 'practice', "SELECT coalesce(reason, '') NOT LIKE '%the scheduler does not run%' FROM paliad.backup_status");
	isnt($find->(), $before, 'it comes back by itself');
}
}

# --- a crash -----------------------------------------------------------------

{
	$node->safe_psql('practice', 'CREATE TABLE paliad.entries AS SELECT i AS id, repeat(\'x\', 100) AS title FROM generate_series(1, 20000) i');
	set_up(rate_limit => "'20kB'");
	look_back('practice');
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_progress WHERE rows_done > 0");
	my $pid = $node->safe_psql('postgres', "SELECT pid FROM pg_stat_activity WHERE backend_type = 'paliad_backup schedule'");
	kill_process($node, $pid);
	set_up(rate_limit => 0);
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
	like(slots(), qr/done\|2\|/, 'after a crash the slot is tried once more');
	is($node->safe_psql('practice', "SELECT string_agg(status, ', ' ORDER BY started_at) FROM paliad.backups"
			. " WHERE scheduled_for = (SELECT max(scheduled_for) FROM paliad.backup_slots)"
			. " AND started_at > (SELECT max(noted_at) FROM paliad.backup_slots WHERE outcome = 'missed')"),
		'failed, done', 'both attempts are in the catalog');
	$node->safe_psql('practice', 'DROP TABLE paliad.entries');
}

# --- databases that the scheduler can't connect to ---------------------------

add_app($node, 'plain');
{
	my $log = -s $node->logfile;
	set_up(databases => 'practice, plain, nowhere');
	my $text = '';
	wait_until($node, 'practice', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'paliad_backup schedule'");
	$node->wait_for_log(qr/scheduled backups of database "nowhere" can't be made: no worker could connect/, $log);
	$node->wait_for_log(qr/scheduled backups of database "plain" can't be made: the database does not have the extension/, $log);
	$node->reload;
	$node->safe_psql('plain', 'SELECT 1') for 1 .. 3;
	$text = slurp_file($node->logfile, $log);
	is(scalar(() = $text =~ /WARNING:  scheduled backups of database "plain"/g), 1, 'one line for each');
	wait_alone($node, 'plain');
	# The scheduler tries again after a minute, without a reload.
	add_extension($node, 'plain');
	wait_for_schedule('plain', $daily);
	pass('a database that gets the extension is looked at without a reload');
	is(scalar(() = slurp_file($node->logfile, $log) =~ /WARNING:  scheduled backups of database "plain"/g), 1, 'still one line');
	wait_alone($node, 'plain');
	$node->safe_psql('postgres', 'DROP DATABASE plain');
	pass('the scheduler keeps no database from being dropped');
	unlike(reason(), qr/schedule/, 'the others go on');
	like(reason(), qr/paliad_backup\.databases names a database that does not exist: $_(;|$)/, "their status names $_")
	  for qw(nowhere plain);
	set_up(databases => 'practice');
	unlike(reason(), qr/does not exist/, 'no more than are named');
}

# --- bad settings ------------------------------------------------------------

fails_ok($node, 'postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.schedule = '0 25 * * *'",
	{ state => '22023', message => 'schedule "0 25 * * *" has its hour out of range (0 to 23), at position 3',
	  hint => 'Five fields in UTC: minute, hour, day of month, month, day of week, as in "0 3 * * *"; or @hourly, @daily, @weekly, @monthly, @yearly.' },
	'a schedule that is none is refused, with the position');
fails_ok($node, 'postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.retention_days = -1",
	{ state => '22023', message => '-1 is outside the valid range for parameter "paliad_backup.retention_days" (0 .. 100000)' },
	'negative retention');
is($node->safe_psql('postgres', 'SHOW paliad_backup.schedule'), $daily, 'the old one stays in force');
fails_ok($node, 'practice', "SET paliad_backup.schedule = '\@daily'",
	{ state => '55P02', message => 'parameter "paliad_backup.schedule" cannot be changed now' }, 'it is the server\'s, not a session\'s');

# --- every minute, by itself -------------------------------------------------

# The next minute's backup may begin at any moment.
$node->safe_psql('practice', 'DELETE FROM paliad.backup_slots');
my $last = last_row($node, 'practice')->{started_at};
set_up(schedule => "'* * * * *'");
wait_for_schedule('practice', '* * * * *');
is($node->safe_psql('practice', "SELECT next_run - clock_timestamp() <= interval '1 minute' FROM paliad.backup_status"), 't', 'the next minute');
wait_until($node, 'practice', "SELECT count(*) >= 1 FROM paliad.backup_slots WHERE outcome = 'done'");
like(slots(), qr/^done\|1\|$/m, 'a minute came, and with it a backup');
my $since = "FROM paliad.backups WHERE started_at > '$last'";
is($node->safe_psql('practice', "SELECT count(*) = count(DISTINCT scheduled_for) AND count(*) > 0 $since"), 't', 'just one for each');
is($node->safe_psql('practice', "SELECT bool_and(started_at >= scheduled_for) $since"), 't', 'and not before its time');

# --- a standby, and its promotion --------------------------------------------

set_up(schedule => "''");
wait_for_schedule('practice', '');
wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'paliad_backup schedule'");
$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->append_conf('postgresql.conf', "paliad_backup.export_dir = '$dir'");
$standby->start;
set_up(schedule => "'$daily'");
wait_for_schedule('practice', $daily);
look_back('practice');
wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
$node->wait_for_catchup($standby);
is($standby->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'), $node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'),
	'the standby only follows');
like($standby->safe_psql('practice', 'SELECT reason FROM paliad.backup_status'), qr/^(|the scheduler does not run)$/, 'and says so');
# The standby takes over. Its catalog doesn't have the slot, but it uses the same directory, with the claim.
$standby->safe_psql('postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.schedule = '$daily'");
$standby->reload;
$node->stop;
$standby->promote;
wait_until($standby, 'practice', "SELECT coalesce(reason, '') !~ 'scheduler does not run' FROM paliad.backup_status");
wait_until($standby, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'paliad_backup schedule'");
$standby->safe_psql('practice', "DELETE FROM paliad.backup_slots WHERE outcome <> 'noticed';"
	  . ' UPDATE paliad.backups SET scheduled_for = NULL;'
	  . " UPDATE paliad.backup_slots SET noted_at = noted_at - interval '3 days'");
$standby->reload;
wait_until($standby, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'elsewhere'");
pass('after its promotion the scheduler runs, and leaves alone what the old primary made');
unlink glob("$dir/.paliad-backup-slot-*");
$standby->safe_psql('practice', "UPDATE paliad.backups SET scheduled_for = NULL;"
	  . " DELETE FROM paliad.backup_slots WHERE outcome <> 'noticed'");
$standby->reload;
wait_until($standby, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
pass('and makes what nobody made');
$standby->stop;

# --- no free worker slot -----------------------------------------------------

$node->append_conf('postgresql.conf', 'max_worker_processes = 2');
$node->start;
wait_until($node, 'practice', "SELECT reason LIKE '%no background worker slot is free%' FROM paliad.backup_status");
pass('the status says that no worker is to be had');
$node->append_conf('postgresql.conf', "max_worker_processes = 8\nshared_preload_libraries = ''");
$node->restart;
like($node->safe_psql('practice', "LOAD 'paliad_backup'; SELECT reason FROM paliad.backup_status"),
	qr/the scheduler is not loaded: shared_preload_libraries lacks paliad_backup/, 'or that the scheduler is not loaded');

done_testing();
