# Drills after scheduled backups; and the memory and time of a large restore.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $node = new_server('main', conf => "shared_preload_libraries = paliad_backup\npaliad_backup.drill_days = 1");
add_practice($node, 'practice');

# --- every few days ----------------------------------------------------------

my (undef, undef, $hour) = gmtime(CORE::time() - 3600);

# As if the schedule had existed for days without a backup.
sub make_up
{
	unlink glob(export_dir($node) . '/.paliad-backup-slot-*');
	$node->safe_psql('practice', "BEGIN; DELETE FROM paliad.backup_slots WHERE outcome <> 'noticed';"
		  . " UPDATE paliad.backup_slots SET noted_at = noted_at - interval '3 days', scheduled_for = scheduled_for - interval '3 days';"
		  . ' UPDATE paliad.backups SET scheduled_for = NULL; COMMIT');
	$node->reload;
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backup_slots WHERE outcome = 'done'");
	wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type LIKE 'paliad_backup%'");
}
sub drills { return $node->safe_psql('practice', 'SELECT drilled_ok FROM paliad.backups ORDER BY started_at'); }

$node->safe_psql('postgres', "ALTER SYSTEM SET paliad_backup.schedule = '0 $hour * * *'");
$node->safe_psql('postgres', "ALTER SYSTEM SET paliad_backup.databases = 'practice'");
$node->reload;
wait_until($node, 'practice', "SELECT count(*) > 0 FROM paliad.backup_slots WHERE outcome = 'noticed'");
make_up();
is(drills(), 't', 'a scheduled backup is drilled');
make_up();
is(drills(), "t\n", 'the next one is not: it is too early');
$node->safe_psql('practice', "UPDATE paliad.backups SET drilled_at = drilled_at - interval '23 hours'");
make_up();
is(drills(), "t\n\nt", 'a day later it is');
is($node->safe_psql('practice', "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'paliad_backup_drill%'"), 0, 'nothing of it stays');
is($node->safe_psql('practice', 'SELECT reason FROM paliad.backup_status'), '', 'all is well');

# A definition that can't be restored: the drill fails, but the backup doesn't.
$node->safe_psql('practice', q{CREATE TABLE paliad.odd (n int CHECK (query_to_xml('SELECT 1/' || n, true, true, '') IS NOT NULL)); INSERT INTO paliad.odd VALUES (1);
	ALTER TABLE paliad.odd DISABLE TRIGGER ALL; CREATE TABLE paliad.flag (f bool);
	CREATE FUNCTION public.may() RETURNS bool LANGUAGE sql AS 'SELECT has_schema_privilege(current_user, ''paliad'', ''CREATE'')';
	ALTER TABLE paliad.odd ADD CHECK (query_to_xml('SELECT 1/public.may()::int', true, true, '') IS NOT NULL);
	UPDATE paliad.backups SET drilled_at = drilled_at - interval '2 days'});
make_up();
is(drills(), "t\n\nt\nf", 'a backup that does not come back');
like($node->safe_psql('practice', 'SELECT ok, reason FROM paliad.backup_status'), qr/^f\|backup [0-9a-f-]{36} could not be restored whole in the last drill, at \S+ \S+$/, 'the status says so');
like(slurp_file($node->logfile), qr/WARNING:  the drill of backup [0-9a-f-]{36} failed: keys: division by zero/, 'the log says why');
$node->safe_psql('practice', 'DROP TABLE paliad.odd');
my $good = run_backup($node, 'practice');
is($node->safe_psql('practice', "SELECT bool_and(ok) FROM paliad_backup_drill('$good')"), 't', 'one that does');
is($node->safe_psql('practice', 'SELECT ok FROM paliad.backup_status'), 't', 'and all is well again');

# --- many rows ---------------------------------------------------------------

$node->safe_psql('postgres', "ALTER SYSTEM SET paliad_backup.schedule = ''");
$node->reload;
$node->safe_psql('practice', "CREATE TABLE paliad.many (id int PRIMARY KEY, boss int REFERENCES paliad.many, title text);"
	  . " INSERT INTO paliad.many SELECT i, nullif(i - 1, 0), repeat('x', 300) FROM generate_series(1, 150000) i");
my $large = run_backup($node, 'practice');
sub rss
{
	my ($psql) = @_;
	my $pid = $psql->query_safe('SELECT pg_backend_pid()');
	my ($kb) = slurp_file("/proc/$pid/status") =~ /^RssAnon:\s+(\d+)/m;
	return $kb;
}
my $takes = 0;
for my $call ("paliad_backup_restore('$large', 'large')", "paliad_backup_drill('$large')")
{
	my ($name) = $call =~ /^(\w+)/;
	my $psql = $node->background_psql('practice');
	$psql->query_safe("SET client_min_messages = error; SET maintenance_work_mem = '1MB'; SET work_mem = '1MB'");
	$psql->query_safe("SELECT count(*) FROM paliad_backup_drill('$good')");
	my $before = rss($psql);
	my $begin = time;
	$psql->query_safe("SELECT count(*) FROM $call");
	$takes ||= time - $begin;
	cmp_ok(rss($psql) - $before, '<', 12288, "$name: 50 MB of rows cost less than 12 MiB");
	$psql->quit;
}

# Cancels a restore after some seconds; returns the session's messages, and the seconds until it ended. One statement
# both waits and restores, because a cancel between two statements would be lost.
sub canceled_after
{
	my ($seconds) = @_;
	my $holder = $node->background_psql('practice');
	$holder->query_safe('SELECT pg_advisory_lock(1)');
	my $session = start_session($node, 'practice',
		"SELECT r.* FROM (SELECT pg_advisory_lock(1)::text AS nothing OFFSET 0) AS waited,"
		  . " paliad_backup_restore('$large', 'canceled' || nothing) AS r", "application_name='victim'");
	wait_for_lock($node, 'victim');
	$holder->query_safe('SELECT pg_advisory_unlock(1)');
	select undef, undef, undef, $seconds;
	my $begin = time;
	$holder->query_safe("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'");
	$holder->quit;
	return (finish($session), time - $begin);
}

# A restore that is canceled at any moment ends, and leaves nothing. Where one ends before that moment, because it was
# faster than the first one, the next try cancels earlier.
for my $part (0.05, 0.2, 0.35, 0.5, 0.65)
{
	my $name = sprintf 'canceled after %d %% of its time', 100 * $part;
	my $after = $part * $takes;
	my ($ended, $seconds) = canceled_after($after);
	while ($ended->{ok} && $after > 0.001)
	{
		$node->safe_psql('practice', 'DROP SCHEMA canceled CASCADE');
		($ended, $seconds) = canceled_after($after /= 2);
	}
	is($ended->{error}{state}, '57014', $name);
	prompt_ok($seconds, $name);
	is($node->safe_psql('practice', "SELECT count(*) FROM pg_namespace WHERE nspname = 'canceled'"), 0, "$name: nothing stays");
}
agrees($node, 'at the end');
done_testing();
