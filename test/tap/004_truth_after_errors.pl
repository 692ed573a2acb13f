# The catalog and the files agree after any end of a run: errors, cancels, sessions that end, and anything that the
# caller's own transaction does afterwards. 005 has crashes of the server.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

my $node = new_server('main', conf => 'max_prepared_transactions = 5');
add_practice($node, 'practice');

my $run = 'SELECT paliad_backup_run()';

# The pid of the session that hold() started, or of its recorder.
sub pid_of
{
	return $node->safe_psql('postgres',
		"SELECT pid FROM pg_stat_activity WHERE '$_[0]' IN (application_name, backend_type)"
		  . " AND coalesce(state, '') <> 'idle' ORDER BY backend_start DESC LIMIT 1") || die "no $_[0]";
}

# The last run must have failed for that reason and left nothing, and the next one must work.
sub failed_ok
{
	my ($error, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	agrees($node, $name);
	my $row = last_row($node, 'practice');
	is_deeply([ @$row{qw(status error)} ], [ 'failed', $error ], "$name: the catalog says why");
	works_ok($name);
}

sub works_ok
{
	my ($name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is(row($node, 'practice', run_backup($node, 'practice'))->{status}, 'done',
		"$name: the next one works");
	wait_for_workers($node);
}

sub canceled_by { return { state => '57014', message => "canceling statement due to $_[0]" }; }

# --- errors while a table is waited for --------------------------------------

# Runs `sql` while another session locks a table for longer than its lock timeout; returns how it ended.
sub attempt_beside_lock
{
	my $holder = $node->background_psql('practice');
	$holder->query_safe('BEGIN; LOCK TABLE paliad.matters');
	my $error = attempt($node, 'practice', $_[0])->{error};
	$holder->quit;
	return $error;
}

{
	my $error = attempt_beside_lock("SET statement_timeout = '5s'; $run");
	is_error($error, canceled_by('statement timeout'), 'statement_timeout');
	failed_ok('canceling statement due to statement timeout', 'statement_timeout');
}

{
	my $error = attempt_beside_lock("SET paliad_backup.lock_timeout = '400ms'; $run");
	my ($pid) = ($error->{detail} // '') =~ /process (\d+)\.$/;
	is_error($error, {
		state => '55P03', message => 'canceling statement due to lock timeout',
		detail => "A lock on table paliad.matters is held, or waited for, by process $pid.",
		hint => "SELECT * FROM pg_stat_activity WHERE pid IN ($pid); wait until they have ended, or raise"
		  . ' paliad_backup.lock_timeout.' }, 'paliad_backup.lock_timeout names the table and who holds it');
	failed_ok("canceling statement due to lock timeout\n$error->{detail}", 'paliad_backup.lock_timeout');
}

# Two sessions that wait for each other's locks; the backup's detects the deadlock.
{
	my $caller = $node->background_psql('practice', on_error_stop => 0);
	$caller->query_safe('BEGIN; LOCK TABLE paliad.ref_countries');
	my $other = start_session($node, 'practice',
		"SET deadlock_timeout = '1h'; BEGIN; LOCK TABLE paliad.matters; LOCK TABLE paliad.ref_countries",
		'application_name=other');
	wait_for_lock($node, 'other');
	$caller->query("SET deadlock_timeout = '10ms'");
	$caller->query("\\set VERBOSITY verbose\n$run;");
	my ($error) = reports($caller->{stderr});
	$caller->{stderr} = '';
	$caller->quit;
	ok(finish($other)->{ok}, 'a deadlock: the other session goes on');
	is_deeply([ @$error{qw(state message)} ], [ '40P01', 'deadlock detected' ], 'a deadlock');
	agrees($node, 'a deadlock');
	like(last_row($node, 'practice')->{error}, qr/^deadlock detected\n/, 'a deadlock: the catalog says so');
	works_ok('a deadlock');
}

# --- sessions that are ended from outside ------------------------------------

{
	my ($session, $holder) = hold($node, 'practice', $run);
	$node->safe_psql('postgres', 'SELECT pg_cancel_backend(' . pid_of('held') . ')');
	my $error = finish($session)->{error};
	$holder->quit;
	is_error($error, canceled_by('user request'), 'pg_cancel_backend');
	failed_ok('canceling statement due to user request', 'pg_cancel_backend');
}

{
	my ($session, $holder) = hold($node, 'practice', $run);
	$node->safe_psql('postgres', 'SELECT pg_terminate_backend(' . pid_of('held') . ')');
	my $error = finish($session)->{error};
	$holder->quit;
	is_error($error,
		{ state => '57P01', message => 'terminating connection due to administrator command' },
		'pg_terminate_backend');
	failed_ok('the session that made the backup ended before it was done', 'pg_terminate_backend');
}

{
	my ($session, $holder) =
	  hold($node, 'practice', "SET client_connection_check_interval = '20ms'; $run");
	$session->{run}->kill_kill;
	wait_until($node, 'postgres',
		"SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'held'");
	$holder->quit;
	failed_ok('the session that made the backup ended before it was done', 'a client that went away');
}

# --- the recorder is ended from outside --------------------------------------

my $told = 'the recorder was told to end: the server is shutting down, or an administrator ended it';

{
	my ($session, $holder) = hold($node, 'practice', $run);
	my $recorder = pid_of('paliad_backup recorder');
	$node->safe_psql('postgres', "SELECT pg_terminate_backend($recorder)");
	wait_until($node, 'postgres',
		"SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $recorder");
	$holder->quit;
	is_error(finish($session)->{error}, { state => '57P01', message => $told },
		'pg_terminate_backend of the recorder');
	failed_ok($told, 'pg_terminate_backend of the recorder');
}

{
	my ($session, $holder) = hold($node, 'practice', $run);
	$node->safe_psql('postgres', 'SELECT pg_cancel_backend(' . pid_of('paliad_backup recorder') . ')');
	wait_until($node, 'practice', "SELECT count(*) = 0 FROM paliad.backups WHERE status = 'running'");
	$holder->quit;
	is_error(finish($session)->{error}, canceled_by('user request'), 'pg_cancel_backend of the recorder');
	failed_ok('the backup could not be recorded: canceling statement due to user request',
		'pg_cancel_backend of the recorder');
}

# --- at the last moment ------------------------------------------------------

{
	my ($session, $catalog) = hold_at_the_end($node, 'practice', $run);
	$node->safe_psql('postgres', 'SELECT pg_terminate_backend(' . pid_of('held') . ')');
	my $error = finish($session)->{error};
	$catalog->quit;
	is($error->{state}, '57P01', 'pg_terminate_backend at the last moment');
	failed_ok('the backup could not be recorded: the backup was canceled',
		'pg_terminate_backend at the last moment');
}

# The caller ends before the lock is released.
{
	my ($session, $catalog) = hold_at_the_end($node, 'practice', $run);
	$node->safe_psql('postgres', 'SELECT pg_cancel_backend(' . pid_of('held') . ')');
	my $error = finish($session)->{error};
	$catalog->quit;
	is_error($error, canceled_by('user request'), 'pg_cancel_backend at the last moment');
	failed_ok('the backup could not be recorded: the backup was canceled',
		'pg_cancel_backend at the last moment');
}

# The lock is released while the caller, who was canceled, still waits for the recorder.
{
	my ($session, $catalog) = hold_at_the_end($node, 'practice', $run);
	$catalog->query_safe(
		"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'held'");
	wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity"
		  . " WHERE application_name = 'held' AND wait_event = 'MessageQueueReceive'");
	$catalog->query_safe('SELECT pg_sleep(0.1); COMMIT');
	is_error(finish($session)->{error}, canceled_by('user request'), 'a cancel that crosses `done`');
	agrees($node, 'a cancel that crosses `done`');
	is(last_row($node, 'practice')->{status}, 'failed', 'a cancel that crosses `done`: it has failed');
	works_ok('a cancel that crosses `done`');
	$catalog->quit;
}

{
	my ($session, $catalog) = hold_at_the_end($node, 'practice', "SET paliad_backup.lock_timeout = '10s'; $run");
	my $error = finish($session)->{error};
	is_deeply([ @$error{qw(state message)} ], [ '55P03', 'canceling statement due to lock timeout' ],
		'the recorder waits no longer than paliad_backup.lock_timeout');
	is(scalar artifacts(export_dir($node)),
		$node->safe_psql('practice', "SELECT count(*) FROM paliad.backups WHERE status = 'done'"),
		'and leaves no file');
	$catalog->quit;
	works_ok('a lock on the catalog');
	agrees($node, 'the next one settles a row that could not be written');
}

# --- the caller's transaction decides nothing --------------------------------

my $backup = "SELECT paliad_backup_run() AS id \\gset\n";

for my $case (
	[ 'ROLLBACK',                    "BEGIN;\n${backup}ROLLBACK;" ],
	[ 'COMMIT',                      "BEGIN;\n${backup}COMMIT;" ],
	[ 'ROLLBACK TO SAVEPOINT',       "BEGIN; SAVEPOINT s;\n${backup}ROLLBACK TO s; COMMIT;" ],
	[ 'READ ONLY',                   "BEGIN READ ONLY;\n${backup}COMMIT;" ],
	[ 'REPEATABLE READ READ ONLY',   "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;\n${backup}COMMIT;" ],
	[ 'SERIALIZABLE',                "BEGIN ISOLATION LEVEL SERIALIZABLE;\n${backup}ROLLBACK;" ],
	[ 'SERIALIZABLE READ ONLY DEFERRABLE',
		"BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE;\n${backup}COMMIT;" ],
	[ 'default_transaction_read_only', "SET default_transaction_read_only = on;\n$backup" ],
	[ 'PREPARE TRANSACTION',
		"BEGIN;\n${backup}PREPARE TRANSACTION 'p'; ROLLBACK PREPARED 'p';" ])
{
	my ($name, $sql) = @$case;
	my $result = attempt($node, 'practice', "$sql\n\\echo :id");
	my $row = $result->{ok} ? row($node, 'practice', $result->{out}) : $result->{error};
	is($row->{status}, 'done', "$name leaves the backup done") or diag(explain($row));
	agrees($node, $name);
}

# An error after the run, inside the same statement.
fails_ok($node, 'practice', 'SELECT 1 / (paliad_backup_run() IS NULL)::int',
	{ state => '22012', message => 'division by zero' }, 'an error of the caller after its run');
is(last_row($node, 'practice')->{status}, 'done', 'leaves the backup done');
agrees($node, 'an error of the caller after its run');

# A PL/pgSQL handler catches the error: the row stays `failed`, and the transaction goes on.
{
	my $holder = $node->background_psql('practice');
	$holder->query_safe('BEGIN; LOCK TABLE paliad.matters');
	my $result = attempt($node, 'practice', <<'SQL');
SET paliad_backup.lock_timeout = '200ms';
DO $$
DECLARE said text;
BEGIN
  PERFORM paliad_backup_run();
EXCEPTION WHEN lock_not_available THEN
  CREATE TABLE caught (error text);
  INSERT INTO caught VALUES (SQLERRM);
END
$$;
TABLE caught;
SHOW search_path;
SELECT current_user = session_user;
SQL
	$holder->quit;
	is($result->{out}, "canceling statement due to lock timeout\n\"\$user\", public\nt",
		'an exception handler has the session as it was');
	like(last_row($node, 'practice')->{error},
		qr/^canceling statement due to lock timeout\nA lock on table paliad\.matters is held, or waited for, by process \d+\.$/,
		'an exception handler: the catalog says why');
	failed_ok(last_row($node, 'practice')->{error}, 'an exception handler');
}

# A run and an error in one transaction, from a procedure that commits between.
$node->safe_psql('practice', <<'SQL');
CREATE PROCEDURE twice() LANGUAGE plpgsql AS $$
BEGIN
  PERFORM paliad_backup_run();
  COMMIT;
  PERFORM paliad_backup_run();
  ROLLBACK;
END
$$;
SQL
my $before = $node->safe_psql('practice', "SELECT count(*) FROM paliad.backups WHERE status = 'done'");
$node->safe_psql('practice', 'CALL twice()');
is($node->safe_psql('practice', "SELECT count(*) - $before FROM paliad.backups WHERE status = 'done'"),
	2, 'a procedure makes two');
agrees($node, 'a procedure that commits and rolls back');

done_testing();
