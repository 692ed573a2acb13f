# After an error, a cancel, an ended backend or recorder, a rolled-back caller: the row says the truth, no
# file stays that it doesn't name, and the next run works.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "max_prepared_transactions = 5\n");
add_practice($node, 'practice');
my $run = 'SELECT paliad_backup_run()';

sub runs_again
{
	my ($name) = @_;
	agrees($node, $name);
	my $id = run_backup($node, 'practice');
	is(row($node, 'practice', $id)->{status}, 'done', "$name: the next run works");
}

sub pid_of { return $node->safe_psql('postgres', "SELECT pid FROM pg_stat_activity WHERE $_[0]"); }

# A caller that is told to stop while it waits for a table.
my ($session, $holder) = hold($node, 'practice', $run);
my $running = last_row($node, 'practice');
is($running->{status}, 'running', 'a running backup is visible');

my $second = attempt($node, 'practice', $run);
is($second->{error}{state}, '55006', 'a second caller gets an error at once');
is($second->{error}{message}, 'a backup of this database is already running', 'it says so');
like($second->{error}{detail}, qr/^Backup $running->{id} has been running since /, 'and which');

$node->safe_psql('postgres', 'SELECT pg_cancel_backend(' . pid_of("application_name = 'held'") . ')');
is(finish($session)->{error}{state}, '57014', 'a cancel is the caller\'s error');
is(last_row($node, 'practice')->{error} =~ /^canceling statement due to user request/ ? 1 : 0,
	1, 'and the row\'s reason');
$holder->quit;
runs_again('cancel');

($session, $holder) = hold($node, 'practice', $run);
$node->safe_psql('postgres', 'SELECT pg_terminate_backend(' . pid_of("application_name = 'held'") . ')');
finish($session);
$holder->quit;
agrees($node, 'ended session');
is(last_row($node, 'practice')->{error},
	'the session that made the backup ended before it was done',
	'an ended session is the row\'s reason');
runs_again('ended session');

($session, $holder) = hold($node, 'practice', $run);
$node->safe_psql('postgres',
	'SELECT pg_terminate_backend(' . pid_of("backend_type = 'paliad_backup recorder'") . ')');
wait_until($node, 'practice', "SELECT count(*) = 0 FROM paliad.backups WHERE status = 'running'");
$holder->quit;
is(finish($session)->{error}{state}, '57P01', 'a run without its recorder fails');
runs_again('ended recorder');


# What the caller's transaction does afterwards decides nothing.
for my $ending ('ROLLBACK', 'COMMIT')
{
	my $result = attempt($node, 'practice', "BEGIN; $run; $ending;");
	is(row($node, 'practice', $result->{out})->{status}, 'done', "$ending: the backup stays");
}
for my $mode ('READ ONLY', 'ISOLATION LEVEL REPEATABLE READ', 'ISOLATION LEVEL SERIALIZABLE')
{
	my $result = attempt($node, 'practice', "BEGIN $mode; $run; COMMIT;");
	is(row($node, 'practice', $result->{out})->{status}, 'done', "in a transaction: $mode");
}
my $saved = attempt($node, 'practice', "BEGIN; SAVEPOINT s; $run; ROLLBACK TO s; COMMIT;");
is(row($node, 'practice', $saved->{out})->{status}, 'done', 'a savepoint rolled back');
my $prepared = attempt($node, 'practice', "BEGIN; $run; PREPARE TRANSACTION 'p'; ROLLBACK PREPARED 'p';");
is(row($node, 'practice', $prepared->{out})->{status}, 'done', 'a prepared transaction rolled back');

my $uncommitted = attempt($node, 'practice',
	"BEGIN; INSERT INTO paliad.matters VALUES (9, 'not yet'); $run; ROLLBACK;");
is(row($node, 'practice', $uncommitted->{out})->{warnings}[0]{code},
	'uncommitted', 'the caller\'s own uncommitted rows are warned of');

# A table emptied after the snapshot can't be read under it.
my $reader = $node->background_psql('practice', on_error_stop => 0);
$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
$node->safe_psql('practice', 'TRUNCATE paliad.matters');
my $emptied = $reader->query('\\set VERBOSITY sqlstate
SELECT paliad_backup_run();');
like($reader->{stderr}, qr/40001/, 'a table emptied meanwhile is a retryable error');
$reader->quit;
runs_again('emptied table');

# A server that dies takes every process with it; the next run settles what it left.
($session, $holder) = hold($node, 'practice', $run);
my $left = last_row($node, 'practice')->{id};
$node->stop('immediate');
finish($session);
eval { $holder->quit };
$node->start;
is(row($node, 'practice', $left)->{status}, 'running', 'a crash leaves the row running');
run_backup($node, 'practice');
is(row($node, 'practice', $left)->{error},
	'the server or the backup\'s processes ended before it was done', 'the next run settles it');
runs_again('crash');

done_testing();
