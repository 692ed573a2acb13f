# A line \. in a text, with which psql before version 18 ends the data: the rows come back by restore.sql with every psql.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
# More than one piece of a MiB; a row that is longer than two; characters of one to four bytes at every place of a piece's end.
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.notes (id int PRIMARY KEY, body text, "at" timestamptz, tags text[], size int GENERATED ALWAYS AS (length(body)) STORED);
INSERT INTO paliad.notes
  SELECT n, E'Über\n\\.\n' || repeat(substr('aä€🙂", \n\', n % 8 + 1, 3), n % 500), '2026-01-01'::timestamptz + n * interval '1 hour',
         CASE n % 3 WHEN 0 THEN NULL ELSE ARRAY[E'\\.', 'x"y', NULL] END
    FROM generate_series(1, 9000) AS n;
INSERT INTO paliad.notes (id, body) VALUES (9001, E'\n\\.\n' || repeat(E'"\n,€\\', 500000)), (9002, NULL), (9003, ''), (9004, E'\\.'), (9005, repeat('é', 700000));
CREATE TABLE paliad.lines (line text);
INSERT INTO paliad.lines VALUES (E'a\n\\.\nb'), (NULL), (''), (E'\\.');
SQL

my ($zip) = row($node, 'practice', $node->safe_psql('practice', 'SELECT paliad_backup_run()'))->{storage_uri} =~ m{^file://(.*)$};
my $dir = PostgreSQL::Test::Utils::tempdir();
system_or_bail('unzip', '-q', $zip, '-d', $dir);
cmp_ok(-s "$dir/csv/notes.csv", '>', 3 * 1024 * 1024, 'the file has several pieces');

my $databases = 0;

# A new database, psql's errors, and whether it ended well.
sub restored
{
	my ($script, @options) = @_;
	my $name = 'back_' . ++$databases;
	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8'");
	my ($out, $err) = ('', '');
	my $ok = IPC::Run::run([ 'psql', '-Xq', @options, '-d', $node->connstr($name), '-f', $script ],
		init => sub { chdir $dir or die }, '>', \$out, '2>', \$err);
	return ($name, $err, $ok);
}

sub copied
{
	my ($name, $table, $key) = @_;
	return $node->safe_psql($name, "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY $key)) FROM $table AS t");
}

sub comes_back
{
	my ($what, @options) = @_;
	my ($name, $err) = restored('restore.sql', @options);
	is($err, '', "$what: without a word");
	is(copied($name, 'paliad.notes', 'id'), copied('practice', 'paliad.notes', 'id'), "$what: the notes");
	is(copied($name, 'paliad.lines', 'line'), copied('practice', 'paliad.lines', 'line'), "$what: the lines");
	is($node->safe_psql($name, 'SELECT count(*) FROM pg_largeobject_metadata'), 0, "$what: no large object stays");
}

chomp(my $version = `psql -X --version`);
my ($major) = $version =~ /PostgreSQL\D*(\d+)/ or die "unknown: $version";

comes_back("psql $major");
comes_back("psql $major, as one before 18", '-v', 'VERSION_NUM=170000');
SKIP:
{
	skip 'this psql has \copy that goes on', 2 if $major >= 18;
	my ($name, $err, $ok) = restored('restore.sql', '-v', 'VERSION_NUM=180000');
	ok(!$ok, 'from 18 on it is \copy that loads');
	like($err, qr/unterminated CSV quoted field|missing data/, 'which an older psql ends too early');
}

# As if a row could have 2,000,000 bytes at most.
(my $script = slurp_file("$dir/restore.sql")) =~ s/\b268000000\b/2000000/ or die;
append_to_file("$dir/short.sql", $script);
{
	my ($name, $err, $ok) = restored('short.sql', '-v', 'VERSION_NUM=170000');
	ok(!$ok, 'a row that is too long ends it');
	like($err, qr{ERROR:  a row of csv/notes\.csv is too long for this psql: more than 2000000 bytes\nHINT:  Run restore\.sql with psql 18},
		'with what to do');
	is($node->safe_psql($name, "SELECT count(*) FROM pg_namespace WHERE nspname = 'paliad'"), 0, 'and nothing stays');
}

# A file that was cut, within a value and behind one.
my $csv = slurp_file("$dir/csv/notes.csv");
for my $cut ([ 'in a value', length($csv) - 100 ], [ 'before its last line feed', length($csv) - 1 ])
{
	open my $handle, '>:raw', "$dir/csv/notes.csv" or die;
	print $handle substr($csv, 0, $cut->[1]);
	close $handle;
	my ($name, $err, $ok) = restored('restore.sql', '-v', 'VERSION_NUM=170000');
	ok(!$ok, "a file that was cut $cut->[0] ends it");
	like($err, qr{ERROR:  the last row of csv/notes\.csv is cut off}, 'which it says');
}

# EUC_JP has one place for two characters: ¦ (U+00A6) would come back as ￤ (U+FFE4), which has a byte more.
{
	add_practice($node, 'bars');
	$node->safe_psql('bars', "CREATE TABLE paliad.bars (bar text); INSERT INTO paliad.bars VALUES (U&'\\00A6' || E'\n\\\\.\n')");
	my ($bars) = row($node, 'bars', $node->safe_psql('bars', 'SELECT paliad_backup_run()'))->{storage_uri} =~ m{^file://(.*)$};
	my $there = PostgreSQL::Test::Utils::tempdir();
	system_or_bail('unzip', '-q', $bars, '-d', $there);
	$node->safe_psql('postgres', "CREATE DATABASE japanese TEMPLATE template0 ENCODING 'EUC_JP' LOCALE 'C'");
	my $err = '';
	my $ok = IPC::Run::run([ 'psql', '-Xq', '-v', 'VERSION_NUM=170000', '-d', $node->connstr('japanese'), '-f', 'restore.sql' ],
		init => sub { chdir $there or die }, '>', '/dev/null', '2>', \$err);
	ok(!$ok, 'a character that the target would change ends it');
	like($err, qr/ERROR:  csv\/bars\.csv has characters that this database's encoding changes/, 'which it says');
}

agrees($node, 'after all of it');
done_testing();
