# Parallel workers: the bundle is the same for any number of them, in every kind of transaction, and nothing of them is
# left afterwards.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');

# Large enough for workers: a table that is much larger than the others, one with a type whose cast to json can't run in
# a worker (an exception block is a subtransaction), and one without a key.
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.entries (id int PRIMARY KEY, title text, due date, extra jsonb);
INSERT INTO paliad.entries
  SELECT i, 'Frist "' || md5(i::text) || '", Müller', date '2020-01-01' + i % 3000, jsonb_build_object('n', i)
    FROM generate_series(1, 60000) i;
-- Larger than a block of rows.
UPDATE paliad.entries SET title = (SELECT string_agg(md5(i::text), '"') FROM generate_series(1, 20000) i)
  WHERE id IN (1, 29999, 30000, 60000);
CREATE TABLE paliad.loose (a int, b text);
INSERT INTO paliad.loose SELECT i % 7, repeat(chr(97 + i % 26), 30) FROM generate_series(1, 20000) i;
-- restore.sql loads such tables in another way.
INSERT INTO paliad.loose VALUES (1, E'the end:\n\\.\nnot yet');
CREATE TYPE paliad.mood AS ENUM ('good', 'bad');
CREATE FUNCTION paliad.mood_json(paliad.mood) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  BEGIN
    PERFORM 1 / (CASE $1 WHEN 'bad' THEN 0 ELSE 1 END);
  EXCEPTION WHEN division_by_zero THEN RETURN '"very bad"';
  END;
  RETURN to_json($1::text);
END $$;
CREATE CAST (paliad.mood AS json) WITH FUNCTION paliad.mood_json(paliad.mood);
CREATE TABLE paliad.moods (id int PRIMARY KEY, mood paliad.mood);
INSERT INTO paliad.moods SELECT i, CASE i % 2 WHEN 0 THEN 'good' ELSE 'bad' END::paliad.mood
  FROM generate_series(1, 50000) i;
-- Every run adds a row to this one.
INSERT INTO paliad.backup_sheet_rules (relation, excluded) VALUES ('paliad.system_audit_log', true);
SQL

my $run = 'SELECT paliad_backup_run()';

sub unzipped
{
	my ($zip, $entry) = @_;
	my $out = '';
	IPC::Run::run([ 'unzip', '-p', $zip, $entry ], \'', \$out) or die "no $entry in $zip";
	return $out;
}

# The digest of each file of rows, each worksheet and each script, which are the same in every run but for the line with
# its time.
sub digests
{
	my ($row) = @_;
	my ($zip) = $row->{storage_uri} =~ m{^file://(.*)$};
	my $workbook = PostgreSQL::Test::Utils::tempdir() . '/workbook.xlsx';
	append_to_file($workbook, unzipped($zip, 'paliad-backup.xlsx'));
	my %digests;
	for my $sheet (sort keys %{ $row->{row_counts} })
	{
		$digests{$_} = Digest::SHA::sha256_hex(unzipped($zip, $_))
		  for "csv/$sheet.csv", "json/$sheet.json";
	}
	for my $script ('restore.sql', 'schema.sql', 'statements.json')
	{
		$digests{$script} = Digest::SHA::sha256_hex(unzipped($zip, $script) =~ s/^-- .*, as it was at .*\n//r);
	}
	like(unzipped($zip, 'restore.sql'), qr/^\\lo_import 'csv\/loose\.csv'$/m, 'a table with a line that ends \copy');
	my @worksheets = sort grep { m{^xl/worksheets/} } split /\n/, `unzip -Z1 $workbook`;
	$digests{$_} = Digest::SHA::sha256_hex(unzipped($workbook, $_)) for @worksheets[ 1 .. $#worksheets ];
	return \%digests;
}

# Runs `sql`, which must return a backup's id; returns its row.
sub done_ok
{
	my ($sql, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $result = attempt($node, 'practice', $sql);
	my ($id) = $result->{out} =~ /([0-9a-f-]{36})/;
	ok($result->{ok} && $id, $name) or diag(explain($result)), return undef;
	my $row = row($node, 'practice', $id);
	is($row->{status}, 'done', "$name: done");
	return $row;
}

sub workers_left
{
	return $node->safe_psql('postgres',
		"SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'parallel worker'");
}

# Counts the parallel workers that have started since: the log is read from here on.
my $log_end = -s $node->logfile;
$node->append_conf('postgresql.conf', 'log_min_messages = debug1');
$node->reload;

sub workers_started
{
	my $log = slurp_file($node->logfile, $log_end);
	$log_end = -s $node->logfile;
	return scalar(() = $log =~ /starting background worker process "parallel worker/g);
}

# --- the same bundle ---------------------------------------------------------

my $expected;
for my $workers (0, 1, 2, 5)
{
	workers_started();
	my $row = done_ok("SET paliad_backup.workers = $workers; $run", "$workers workers");
	cmp_ok(workers_started(), ($workers == 0 ? '==' : '>='), ($workers == 0 ? 0 : 1), "$workers workers: started");
	my $digests = digests($row);
	$expected //= $digests;
	is_deeply($digests, $expected, "$workers workers: the same files and worksheets");
}
is(scalar(grep { m{^csv/} } keys %$expected), 6, 'six sheets were compared');

{
	my $row = done_ok("SET paliad_backup.workers = 2; SET max_parallel_workers = 0; $run", 'no worker to be had');
	is(workers_started(), 0, 'no worker to be had: none started');
	is_deeply(digests($row), $expected, 'no worker to be had: the same files and worksheets');
}

# --- as many processes as processors -----------------------------------------

# A session that may run on one processor only, which its process's status names.
my ($processor) = slurp_file('/proc/self/status') =~ /^Cpus_allowed_list:\s*(\d+)/m;
my $pinned = qq{COPY (SELECT 1) TO PROGRAM 'taskset -pc $processor "\$PPID" >/dev/null && cat >/dev/null'};
workers_started();
done_ok("$pinned; $run", 'one processor, as the setting comes');
is(workers_started(), 0, 'one processor, as the setting comes: no worker started');
done_ok("$pinned; SET paliad_backup.workers = 2; RESET paliad_backup.workers; $run", 'set and reset');
is(workers_started(), 0, 'set and reset: no worker started');
done_ok("$pinned; SET paliad_backup.workers = 2; $run", 'one processor, and what was asked for');
cmp_ok(workers_started(), '>=', 1, 'one processor, and what was asked for: started');

# --- a limit on the rate -----------------------------------------------------

# The rows are more than 3 MB of text: at 1.5 MB a second a run must take longer than a second, with any number of
# workers.
for my $workers (0, 2)
{
	my $row = done_ok("SET paliad_backup.workers = $workers; SET paliad_backup.rate_limit = '1500kB'; $run",
		"slowed down, $workers workers");
	is_deeply(digests($row), $expected, "slowed down, $workers workers: the same files and worksheets");
	is($node->safe_psql('practice',
			"SELECT finished_at - started_at > interval '1 second' FROM paliad.backups WHERE id = '$row->{id}'"),
		't', "slowed down, $workers workers: it took its time");
}
{
	my $session = start_session($node, 'practice', "SET paliad_backup.rate_limit = '1kB'; $run");
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backups WHERE status = 'running'");
	$node->safe_psql('postgres', "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
		  . " WHERE query LIKE '%paliad_backup_run%' AND pid <> pg_backend_pid()");
	is(finish($session)->{error}{state}, '57014', 'a backup that waits for its pace is canceled');
	wait_for_workers($node);
}

# --- transactions ------------------------------------------------------------

my $count = 'INSERT INTO paliad.matters VALUES (1000, \'mine\')';
for my $case (
	[ 'savepoint',       "BEGIN; SAVEPOINT s; $count; $run; ROLLBACK TO s; COMMIT", 3 ],
	[ 'repeatable read', "BEGIN ISOLATION LEVEL REPEATABLE READ; $count; $run; ROLLBACK", 3 ],
	[ 'serializable',    "BEGIN ISOLATION LEVEL SERIALIZABLE; $count; $run; ROLLBACK", 3 ],
	[ 'read only',       "BEGIN READ ONLY; $run; COMMIT", 2 ],
	[ 'exception block', "SET client_min_messages = notice; DO \$\$ BEGIN $count; PERFORM paliad_backup_run();"
		  . ' EXCEPTION WHEN division_by_zero THEN NULL; END $$;'
		  . ' SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 1; DELETE FROM paliad.matters WHERE id = 1000', 3 ])
{
	my ($name, $sql, $matters) = @$case;
	workers_started();
	my $row = done_ok("SET paliad_backup.workers = 2; $sql", $name);
	is($row->{row_counts}{matters}, $matters, "$name: the caller's snapshot");
	cmp_ok(workers_started(), '>=', 1, "$name: with workers");
}
agrees($node, 'transactions');

# --- errors ------------------------------------------------------------------

# After an error inside an exception block the session can write and make backups again.
{
	my $result = attempt($node, 'practice', <<'SQL');
SET paliad_backup.workers = 2;
DO $$ BEGIN
  SET LOCAL statement_timeout = '1ms';
  PERFORM paliad_backup_run();
EXCEPTION WHEN query_canceled THEN NULL; END $$;
CREATE TABLE paliad.written (id int);
DROP TABLE paliad.written;
SELECT paliad_backup_run();
SQL
	ok($result->{ok}, 'an error that was caught') or diag(explain($result));
}

# A timeout at different moments of the run.
for my $milliseconds (40, 80, 120, 160, 200, 300)
{
	my $result = attempt($node, 'practice', "SET paliad_backup.workers = 2; SET statement_timeout = $milliseconds; $run");
	is($result->{error}{state}, '57014', "canceled after $milliseconds ms") unless $result->{ok};
	is(workers_left(), 0, "canceled after $milliseconds ms: no parallel worker is left");
	wait_for_workers($node);
}
agrees($node, 'errors');

done_testing();
