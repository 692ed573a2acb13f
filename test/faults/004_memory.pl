# A run's memory does not grow with the number of rows: the private memory of the session, the recorder and a
# parallel worker is read again and again while they run.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin, "$FindBin::RealBin/../tap";
use Paliad;
use Report;
use Test::More;
use Time::HiRes qw(sleep);

my $node = new_server('main', conf => <<'CONF');
fsync = off
max_wal_size = 4GB
autovacuum = off
CONF
my $report = Report->new('memory', qw(rows process kilobytes));

# The private memory of a process in KiB; 0 where it has ended.
sub private_memory
{
	open(my $status, '<', "/proc/$_[0]/status") or return 0;
	my ($kilobytes) = join('', <$status>) =~ /^RssAnon:\s+(\d+)/m;
	return $kilobytes // 0;
}

# Each process of a run with its pid. Processes of earlier runs may still exist.
my $processes = <<'SQL';
SELECT CASE backend_type WHEN 'client backend' THEN 'session' WHEN 'parallel worker' THEN 'worker' ELSE 'recorder' END, pid
  FROM pg_stat_activity
 WHERE datname = 'practice' AND (backend_type IN ('parallel worker', 'paliad_backup recorder') OR query LIKE '%paliad_backup_run%')
SQL

# The peak of each process of a run, read by a session that was connected before. The run's session executes `sql`
# first.
sub peaks_of_a_run
{
	my ($sql) = @_;
	my $watcher = $node->background_psql('postgres');
	my $session = start_session($node, 'practice', "SET paliad_backup.workers = 1; $sql\nSELECT paliad_backup_run()");
	my (%pids, %peaks);
	for (my $look = 0; $session->{run}->pumpable; ++$look)
	{
		%pids = (%pids, map { split /\|/ } split /\n/, $watcher->query_safe($processes)) if $look % 4 == 0;
		for my $process (keys %pids)
		{
			my $now = private_memory($pids{$process});
			$peaks{$process} = $now if $now > ($peaks{$process} // 0);
		}
		last if %pids && !private_memory($pids{session} // 0);
		sleep 0.005;
	}
	$watcher->quit;
	my $ended = finish($session);
	ok($ended->{ok}, 'the backup was made') or diag(explain($ended->{error}));
	return %peaks;
}

add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.entries (
  id bigint PRIMARY KEY, matter uuid, title text, amount numeric(12,2), due date, at timestamptz,
  done boolean, tags text[], details jsonb);
CREATE FUNCTION fill(first int, last int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO paliad.entries
  SELECT i, md5(i::text)::uuid, 'Entry ' || i, i / 100.0, date '2020-01-01' + i % 3000,
         timestamptz '2020-01-01' + i * interval '1 minute', i % 2 = 0, ARRAY['a', i::text],
         jsonb_build_object('number', i)
    FROM generate_series(first, last) AS i
$$;
SQL
my ($filled, %first) = (0);
# 10,000 rows are read so fast that no worker is started and no peak is seen, unless the run is slowed down.
for my $rows (10_000, 300_000, 1_000_000)
{
	$node->safe_psql('practice', "SELECT fill($filled + 1, $rows)");
	$filled = $rows;
	my %peaks = peaks_of_a_run($rows > 10_000 ? '' : "SET paliad_backup.rate_limit = '400kB';");
	%first = (%peaks, %first);
	for my $process (qw(session recorder), $rows > 10_000 ? 'worker' : ())
	{
		cmp_ok($peaks{$process}, '>', 500, "$rows rows: the $process was looked at");
		cmp_ok($peaks{$process}, '<', $first{$process} + 8 * 1024,
			"$rows rows: the $process takes no more than with few");
		cmp_ok($peaks{$process}, '<', 64 * 1024, "$rows rows: the $process stays under 64 MiB");
		$report->row($rows, $process, $peaks{$process});
	}
}

done_testing();
