# A backup shows one instant, under load too: money moves between the accounts of several tables while one backup
# after another is made; in every bundle, and in each of its three formats, the sum is the same.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin, "$FindBin::RealBin/../tap";
use Paliad;
use Report;
use Test::More;
use Time::HiRes qw(time);

my $seconds = $ENV{PALIAD_LOAD_SECONDS} || 60;
my ($tables, $accounts, $balance) = (5, 400, 1000);
my $sum = $tables * $accounts * $balance;

my $node = new_server('main', conf => 'fsync = off');
add_practice($node, 'practice');
$node->safe_psql('practice', "CREATE TABLE paliad.account_$_ (id int PRIMARY KEY, balance int NOT NULL);"
	  . " INSERT INTO paliad.account_$_ SELECT i, $balance FROM generate_series(1, $accounts) AS i")
  for 1 .. $tables;
my $report = Report->new('load', qw(seconds transfers backups sums wrong));

# Each transfer is one transaction over two tables.
my $script = $node->basedir . '/transfer.sql';
PostgreSQL::Test::Utils::append_to_file($script, <<"SQL");
\\set a random(1, $accounts)
\\set b random(1, $accounts)
\\set amount random(-50, 50)
BEGIN;
UPDATE paliad.account_:from SET balance = balance - :amount WHERE id = :a;
UPDATE paliad.account_:to SET balance = balance + :amount WHERE id = :b;
COMMIT;
SQL

# A client for each pair of neighbouring tables, so that there are no deadlocks.
sub start_transfers
{
	return map {
		my $out = $node->basedir . "/pgbench-$_";
		{ run => IPC::Run::start(
				[ $node->installed_command('pgbench'), '-n', '-T', $seconds, '-c', 1,
					'-D', "from=$_", '-D', 'to=' . ($_ + 1), '-f', $script,
					'-d', $node->connstr('practice') ],
				'>', $out, '2>', "$out.err"),
			out => $out }
	} 1 .. $tables - 1;
}

sub transfers_of
{
	my ($client) = @_;
	ok($client->{run}->finish, 'the transfers went well');
	my ($count) = PostgreSQL::Test::Utils::slurp_file($client->{out}) =~ /actually processed: (\d+)/;
	return $count;
}

sub unzipped
{
	my ($zip, $entry) = @_;
	my $content = '';
	IPC::Run::run([ 'unzip', '-p', $zip, $entry ], '>', \$content) or die "no $entry in $zip";
	return $content;
}

sub total { my $total = 0; $total += $_ for @_; return $total; }

sub sum_in_csv { return total(map { unzipped($_[0], "csv/account_$_.csv") =~ /^\d+,(-?\d+)$/mg } 1 .. $tables); }

sub sum_in_json
{
	return total(map { map { $_->{balance} }
			@{ JSON::PP::decode_json(unzipped($_[0], "json/account_$_.json")) } } 1 .. $tables);
}

sub sum_in_workbook
{
	my $workbook = $node->basedir . '/workbook.xlsx';
	unlink $workbook;
	PostgreSQL::Test::Utils::append_to_file($workbook, unzipped($_[0], 'paliad-backup.xlsx'));
	my @names = unzipped($workbook, 'xl/workbook.xml') =~ /<sheet name="([^"]*)"/g;
	my @numbers = grep { $names[ $_ - 1 ] =~ /^account_/ } 1 .. @names;
	# Without the first row, which has the headers.
	return total(map {
		unzipped($workbook, "xl/worksheets/sheet$_.xml") =~ m{<c r="B(?!1")\d+"[^>]*><v>(-?\d+)</v>}g
	} @numbers);
}

my @clients = start_transfers();
my ($until, $backups, $wrong) = (time + $seconds, 0, 0);
while (time < $until)
{
	my ($zip) = row($node, 'practice', run_backup($node, 'practice'))->{storage_uri} =~ m{^file://(.*)};
	my @sums = (sum_in_csv($zip), sum_in_json($zip), sum_in_workbook($zip));
	$wrong += grep { $_ != $sum } @sums;
	is_deeply(\@sums, [ $sum, $sum, $sum ], 'the sum in CSV, JSON and workbook');
	++$backups;
}
my $transfers = total(map { transfers_of($_) } @clients);
# For the figures of docs/faults.md, on a machine that does nothing else, more are required.
my $quiet = defined $ENV{PALIAD_REPORTS} && $ENV{PALIAD_REPORTS} ne '';
cmp_ok($backups, '>=', $quiet ? $seconds / 5 : 1, 'several backups were made');
cmp_ok($transfers, '>=', $quiet ? 100 * $seconds : 1, 'while much was moved');
is($node->safe_psql('practice',
		'SELECT sum(balance) FROM (' . join(' UNION ALL ', map { "TABLE paliad.account_$_" } 1 .. $tables)
		  . ') AS all_accounts'),
	$sum, 'and nothing was lost on the way');
agrees($node, 'after the load');
$report->row($seconds, $transfers, $backups, 3 * $backups, $wrong);

done_testing();
