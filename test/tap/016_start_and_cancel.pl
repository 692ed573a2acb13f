# A backup in the background: started, followed, canceled; and the notifications about it.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "session_preload_libraries = paliad_backup\nmax_worker_processes = 6");
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.entries (id int PRIMARY KEY, title text);
INSERT INTO paliad.entries SELECT i, repeat('x', 100) FROM generate_series(1, 20000) i;
ANALYZE;
CREATE ROLE app IN ROLE paliad_backup_app;
SQL

my $start = 'SELECT paliad_backup_start()';
my $slow = "SET paliad_backup.rate_limit = '50kB'";

sub wait_for_end
{
	my ($id) = @_;
	die 'nothing was started' unless $id;
	wait_until($node, 'practice', "SELECT status <> 'running' FROM paliad.backups WHERE id = '$id'");
	wait_for_workers($node);
	return row($node, 'practice', $id);
}

# --- done --------------------------------------------------------------------

{
	# A lock, so that it can't end before the test has read its progress.
	my $holder = $node->background_psql('practice');
	$holder->query_safe('BEGIN; LOCK TABLE paliad.matters');
	my $result = attempt($node, 'practice', <<"SQL");
LISTEN paliad_backup;
BEGIN;
$start AS id \\gset
SELECT status, kind FROM paliad.backups WHERE id = :'id';
ROLLBACK;
\\echo :id
SQL
	$holder->quit;
	like($result->{out}, qr/^running\|on_demand$/m, 'the row is there when start returns, the caller\'s rollback or not');
	my ($id) = $result->{out} =~ /^([0-9a-f-]{36})$/m;
	my $row = wait_for_end($id);
	is($row->{status}, 'done', 'it is done');
	is($row->{requested_by_email}, $node->safe_psql('postgres', 'SELECT current_user'), 'in the name of who asked');
	is($row->{row_counts}{entries}, 20000, 'with all rows');
	agrees($node, 'after a backup in the background');
}

# It has the rows that are committed when it begins, not those that its caller has not committed.
{
	my $id = attempt($node, 'practice', "BEGIN; INSERT INTO paliad.matters VALUES (7, 'mine'); $start; ROLLBACK")->{out};
	is(wait_for_end($id)->{row_counts}{matters}, 2, 'the caller\'s own writes are not in it');
}

# --- the caller's settings are used ------------------------------------------

{
	my $id = attempt($node, 'practice', "SET paliad_backup.schemas = 'paliad, public';"
		  . " CREATE TABLE public.extra (id int PRIMARY KEY); $start")->{out};
	is(wait_for_end($id)->{row_counts}{extra}, 0, 'the schemas of the session');
}

# --- progress and cancel -----------------------------------------------------

{
	my $listener = $node->background_psql('practice');
	$listener->query_safe('LISTEN paliad_backup');
	my $id = attempt($node, 'practice', "SET paliad_backup.workers = 0; $slow; $start")->{out};
	wait_until($node, 'practice', "SELECT percent > 5 FROM paliad.backup_progress WHERE id = '$id'");
	my $first = $node->safe_psql('practice', 'SELECT rows_done FROM paliad.backup_progress');
	wait_until($node, 'practice', "SELECT rows_done > $first FROM paliad.backup_progress");
	is($node->safe_psql('practice', 'SELECT phase, sheet, sheets, rows_expected > 20000, bytes > 0, percent < 80,'
			. ' eta > started_at FROM paliad.backup_progress'),
		'reading|entries|5|t|t|t|t', 'progress tells how far it is');
	is($node->safe_psql('practice', "SET ROLE app; SELECT count(*) FROM paliad.backup_progress"), 0,
		'but not those who may not know');
	is($node->safe_psql('practice', "SET ROLE app; SET request.jwt.claim.sub = '$ADMIN';"
			. ' SELECT count(*) FROM paliad.backup_progress'), 1, 'a global admin of the app sees it');
	is($node->safe_psql('postgres', "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'paliad_backup run'"
			. " AND query = 'making backup $id'"), 1, 'pg_stat_activity says what the worker does');
	fails_ok($node, 'practice', $start, {
			state => '55006', message => 'a backup of this database is already running',
			detail => 'Backup ' . $id . ' has been running since '
			  . $node->safe_psql('practice', "SELECT started_at FROM paliad.backups WHERE id = '$id'") . '.',
			hint => 'Wait until it has ended; paliad.backups shows its state.' }, 'a second one is refused at once');
	fails_ok($node, 'practice', "SET ROLE app; SET request.jwt.claim.sub = '$CLERK'; SELECT paliad_backup_cancel('$id')",
		{ state => '42501', message => 'only an administrator may use backups',
		  detail => 'The caller is no superuser, no member of the role paliad_backup_admin, and no signed-in user of'
			. ' the app whose global_role is global_admin.',
		  hint => 'Sign in as a global admin, or GRANT paliad_backup_admin to the database role.' },
		'a clerk can\'t cancel it');
	try_ok($node, 'practice', "SET ROLE app; SET request.jwt.claim.sub = '$ADMIN'; SELECT paliad_backup_cancel('$id')",
		't', 'an admin can');
	my $row = wait_for_end($id);
	is_deeply([ @$row{qw(status error)} ], [ 'failed', 'canceled by anna@kanzlei.example' ], 'it ends as failed and says by whom');
	is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backup_progress'), 0, 'no progress is left');
	try_ok($node, 'practice', "SELECT paliad_backup_cancel('$id')", 'f', 'canceled twice: too late');
	agrees($node, 'after a cancel');
	my $heard = $listener->query_safe('SELECT 1');
	$listener->quit;
	like($heard, qr/\{"id" : "$id", "status" : "running"\}.*\{"id" : "$id", "status" : "failed"\}/s,
		'listeners heard both');
}

# A backup in a session is followed and canceled in the same way, and the session goes on.
{
	my $session = start_session($node, 'practice', "$slow; SET paliad_backup.workers = 2;\n"
		  . "SELECT paliad_backup_run();\nSELECT 'unheard';");
	wait_until($node, 'practice', "SELECT percent > 5 FROM paliad.backup_progress");
	$node->safe_psql('practice', 'SELECT paliad_backup_cancel(id) FROM paliad.backup_progress');
	is_error(finish($session)->{error}, { state => '57014', message => 'canceled by ' . $node->safe_psql('postgres', 'SELECT current_user') },
		'the session hears by whom it was canceled');
	agrees($node, 'after canceling a session\'s');
}

# A backup that waits for a lock.
{
	my ($session, $holder) = hold($node, 'practice', 'SELECT paliad_backup_run()');
	is($node->safe_psql('practice', 'SELECT phase FROM paliad.backup_progress'), 'locking', 'it waits for a lock');
	$node->safe_psql('practice', 'SELECT paliad_backup_cancel(id) FROM paliad.backup_progress');
	is(finish($session)->{error}{state}, '57014', 'and is canceled there');
	$holder->quit;
	agrees($node, 'after canceling one that waits');
}

# At the last moment, while the row is being committed.
{
	my ($session, $catalog) = hold_at_the_end($node, 'practice', 'SELECT paliad_backup_run()');
	is($node->safe_psql('practice', 'SELECT phase FROM paliad.backup_progress'), 'recording', 'all is written');
	is($node->safe_psql('practice', 'SELECT paliad_backup_cancel(id) FROM paliad.backup_progress'), 't', 'it can still be canceled');
	my $result = finish($session);
	is($result->{error}{state}, '57014', 'and is');
	$catalog->quit;
	agrees($node, 'after canceling at the last moment');
}

# --- what can't begin --------------------------------------------------------

fails_ok($node, 'practice', 'SELECT paliad_backup_cancel(\'00000000-0000-4000-8000-0000000000ee\')',
	{ state => '42704', message => 'there is no backup 00000000-0000-4000-8000-0000000000ee',
	  hint => 'paliad.backups lists the backups with their ids.' }, 'an unknown id');
fails_ok($node, 'practice', "SET paliad_backup.export_dir = ''; $start",
	{ state => '55000', message => 'paliad_backup.export_dir is not set',
	  hint => attempt($node, 'practice', "SET paliad_backup.export_dir = ''; SELECT paliad_backup_run()")->{error}{hint} },
	'no directory: the same error as for a run');
# The recorder notices a killed run worker as it does a killed session.
{
	my $id = attempt($node, 'practice', "$slow; $start")->{out};
	wait_until($node, 'practice', "SELECT percent > 3 FROM paliad.backup_progress");
	$node->safe_psql('postgres', "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'paliad_backup run'");
	my $row = wait_for_end($id);
	is_deeply([ @$row{qw(status error)} ], [ 'failed', 'the worker that made the backup was told to end: the server is shutting down, or an administrator ended it' ],
		'a worker that is told to end');
	agrees($node, 'after the worker was told to end');
}
is(wait_for_end($node->safe_psql('practice', $start))->{status}, 'done', 'and the next one works');
agrees($node, 'at the end');

# One worker slot is not enough: the launcher of logical replication has the other one.
$node->append_conf('postgresql.conf', 'max_worker_processes = 2');
$node->restart;
fails_ok($node, 'practice', $start,
	{ state => '53000', message => 'no background worker slot is free for the paliad_backup recorder',
	  hint => 'Raise max_worker_processes (it needs a restart), or wait until other workers end.' }, 'no worker for the recorder');
agrees($node, 'after a start without workers');

done_testing();
