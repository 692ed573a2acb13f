# Bundles of older releases can be restored, with psql alone and in the server.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'kanzlei');

# Copies the bundle to the export directory under its name, and imports it; returns its id.
sub row_of_bundle
{
	my ($bundle) = @_;
	my $manifest = '';
	IPC::Run::run([ 'unzip', '-p', $bundle, 'manifest.json' ], '>', \$manifest) or die;
	my $described = JSON::PP->new->decode($manifest);
	my $file = 'paliad-backup-' . ($described->{started_at} =~ tr/:-//dr) . '-' . substr($described->{id}, 0, 8) . '.zip';
	mkdir export_dir($node), 0700;
	system_or_bail('install', '-m', '0600', $bundle, export_dir($node) . "/$file");
	return ($file, $node->safe_psql('kanzlei', "SELECT paliad_backup_import('$file')"));
}
my @bundles = glob "$FindBin::RealBin/../bundles/*.zip";
cmp_ok(scalar @bundles, '>', 0, 'there are bundles');
for my $bundle (@bundles)
{
	my ($name) = $bundle =~ m{([^/]+)\.zip$};
	(my $database = $name) =~ tr/-./__/;
	my $dir = PostgreSQL::Test::Utils::tempdir();
	system_or_bail('unzip', '-q', $bundle, '-d', $dir);
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8'");
	my $err = '';
	ok(IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr($database), '-f', 'restore.sql' ],
			init => sub { chdir $dir or die }, '>', '/dev/null', '2>', \$err), "$name: restored") or diag($err);
	is($node->safe_psql($database, 'SELECT id, title, state, fee, vat, opened, seen AT TIME ZONE \'UTC\', tags, extra, raw'
			. ' FROM paliad.matters ORDER BY id'), <<'ROWS' =~ s/\n\z//r, "$name: value by value");
1|Müller ./. Łódź, "EP 1 000 000"|open|1234.50|234.5550|2026-11-24|2026-11-24 03:00:00.123456|{a,"b,c"}|{"n": 1.50}|\x00ff
2||closed|||1890-01-01|infinity|{}|null|\x
3|=1+1
zweite Zeile|open|0.00|0.0000|0044-03-15 BC||||
ROWS
	is($node->safe_psql($database, "INSERT INTO paliad.matters (title, state) VALUES ('next', 'open') RETURNING id"), 4,
		"$name: the sequence goes on");
	is($node->safe_psql($database, 'SELECT matter, due, done FROM paliad.deadlines ORDER BY due'),
		"1|2027-01-31|f\n1|2027-02-28|t", "$name: what hangs on it");
	like($node->psql($database, 'INSERT INTO paliad.deadlines VALUES (99, now(), false)') . '', qr/^3$/, "$name: its key is kept");

	# And in the server that has imported it.
	my (undef, $id) = row_of_bundle($bundle);
	is($node->safe_psql('kanzlei', "SELECT count(*) FROM paliad_backup_restore('$id', '$database')"), 6, "$name: restored in the server");
	for my $table (qw(matters deadlines ref_countries))
	{
		my @rows = map { $node->safe_psql($_->[0], "SELECT * FROM $_->[1].$table ORDER BY 1, 2") } [ $database, 'paliad' ], [ 'kanzlei', $database ];
		is($rows[1], $rows[0] =~ s/\n4\|next\|open\|.*//r, "$name: $table is the same");
	}
	is($node->safe_psql('kanzlei', "SELECT string_agg(item, ',') FROM paliad_backup_drill('$id') WHERE NOT ok"), '', "$name: drilled");
}

done_testing();
