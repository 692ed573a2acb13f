# paliad_backup_rows(): the rows of an old backup in SQL.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.entries (id bigint PRIMARY KEY, matter int REFERENCES paliad.matters ON DELETE CASCADE, title text,
  due date, amount numeric, extra jsonb, tags text[]);
INSERT INTO paliad.entries VALUES
  (9223372036854775807, 1, E'a "quote",\n\\ and Müller', '2026-11-24', 12345678901234567890.5, '{"a": [1, "}"]}', '{x,"y,z"}'),
  (2, 1, '', '0044-03-15 BC', 'NaN', 'null', '{}'), (3, 2, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE paliad.nothing (id int PRIMARY KEY);
CREATE TABLE paliad.odd (id int PRIMARY KEY, extra json);
INSERT INTO paliad.odd VALUES (1, '"\ud800"'), (2, '"\u0000"');
CREATE TABLE paliad.many (id int PRIMARY KEY, title text);
INSERT INTO paliad.many SELECT i, repeat('x', 500) FROM generate_series(1, 50000) i;
SQL
my $id = run_backup($node, 'practice');

is($node->safe_psql('practice', "SELECT count(*), bool_and(r = to_jsonb(e)) FROM paliad_backup_rows('$id', 'entries') r"
		. " JOIN paliad.entries e ON e.id = (r ->> 'id')::bigint"), '3|t', 'every row is as it was');
is($node->safe_psql('practice', "SELECT string_agg(r ->> 'id', ' ') FROM paliad_backup_rows('$id', 'entries') r"),
	'2 3 9223372036854775807', 'in their order');
is($node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_rows('$id', 'nothing')"), 0, 'a sheet without rows');
is($node->safe_psql('practice', "SELECT r ->> 'name' FROM paliad_backup_rows('$id', 'ref__countries') r WHERE r ->> 'code' = 'DE'"),
	'Germany', 'a reference sheet');

# A deleted matter and its rows are brought back in one statement, as docs/reference.md shows.
$node->safe_psql('practice', 'DELETE FROM paliad.matters WHERE id = 1');
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.entries'), 1, 'a matter and its rows are lost');
$node->safe_psql('practice', <<"SQL");
WITH matter AS (
  INSERT INTO paliad.matters
  SELECT m.* FROM paliad_backup_rows('$id', 'matters') r, jsonb_populate_record(NULL::paliad.matters, r) m WHERE m.id = 1)
INSERT INTO paliad.entries
SELECT e.* FROM paliad_backup_rows('$id', 'entries') r, jsonb_populate_record(NULL::paliad.entries, r) e WHERE e.matter = 1;
SQL
is($node->safe_psql('practice', "SELECT count(*), bool_and(r = to_jsonb(e)) FROM paliad_backup_rows('$id', 'entries') r"
		. " JOIN paliad.entries e ON e.id = (r ->> 'id')::bigint"), '3|t', 'and are back, just as they were');

# What docs/reference.md says doesn't survive jsonb does survive a restore into a new schema.
SKIP:
{
	skip 'this PostgreSQL has no extension hstore', 4
	  unless $node->safe_psql('practice', "SELECT count(*) FROM pg_available_extensions WHERE name = 'hstore'");
	$node->safe_psql('practice', q{CREATE EXTENSION hstore; CREATE TABLE paliad.marked (id int PRIMARY KEY, marks hstore, hours int[]);
		INSERT INTO paliad.marked VALUES (1, 'a=>1', NULL), (2, NULL, '[0:1]={7,8}')});
	my $marked = run_backup($node, 'practice');
	my $record = "SELECT m.* FROM paliad_backup_rows('$marked', 'marked') r, jsonb_populate_record(NULL::paliad.marked, r) m";
	isnt(attempt($node, 'practice', "$record WHERE (r ->> 'id')::int = 1")->{error}, undef, 'an hstore by way of jsonb is an error');
	is($node->safe_psql('practice', "$record WHERE (r ->> 'id')::int = 2"), '2||{7,8}', 'and an array begins at 1');
	is($node->safe_psql('practice', "SELECT rows FROM paliad_backup_restore('$marked', 'aside') WHERE sheet = 'marked'"), 2, 'a restore');
	is($node->safe_psql('practice', 'SELECT * FROM aside.marked ORDER BY id'), qq{1|"a"=>"1"|\n2||[0:1]={7,8}}, 'has both as they were');
}

# A schema without tables.
{
	$node->safe_psql('practice', 'CREATE SCHEMA empty');
	my $two = $node->safe_psql('practice', "LOAD 'paliad_backup'; SET client_min_messages = error; SET paliad_backup.schemas = 'paliad, empty'; SELECT paliad_backup_run()");
	is($node->safe_psql('practice', "SELECT w ->> 'code', w -> 'arguments' ->> 'schema' FROM paliad.backups, jsonb_array_elements(warnings) w WHERE id = '$two' AND w ->> 'code' = 'no_sheets'"),
		'no_sheets|empty', 'a backup of a schema without tables warns of it');
}

# The session's memory stays small for any number of rows.
is($node->safe_psql('practice', "SET work_mem = '1MB'; SELECT count(*), max(length(r ->> 'title')) FROM paliad_backup_rows('$id', 'many') r"),
	'50000|500', 'many rows');
{
	my $psql = $node->background_psql('practice');
	my $rss = sub { my $pid = $psql->query_safe('SELECT pg_backend_pid()'); my ($kb) = slurp_file("/proc/$pid/status") =~ /^RssAnon:\s+(\d+)/m; return $kb };
	$psql->query_safe("SET work_mem = '1MB'");
	$psql->query_safe("SELECT count(*) FROM paliad_backup_rows('$id', 'nothing')");
	my $before = $rss->();
	$psql->query_safe("SELECT count(*) FROM paliad_backup_rows('$id', 'many')");
	cmp_ok($rss->() - $before, '<', 8192, '25 MB of rows cost less than 8 MiB');
	$psql->quit;
}

# --- errors ------------------------------------------------------------------

fails_ok($node, 'practice', "SELECT paliad_backup_rows('$id', '$_')",
	{ state => '42704', message => "backup $id has no sheet \"$_\"", hint => 'paliad_backup_contents(id) lists its sheets.' },
	"no such sheet: $_") for qw(Entries ref__nothing);
fails_ok($node, 'practice', "SELECT paliad_backup_rows('00000000-0000-4000-8000-0000000000ee', 'entries')",
	{ state => '42704', message => 'there is no backup 00000000-0000-4000-8000-0000000000ee',
	  hint => 'paliad.backups lists the backups with their ids.' }, 'no such backup');
is(attempt($node, 'practice', "CREATE ROLE stranger; GRANT EXECUTE ON FUNCTION paliad_backup_rows(uuid, text) TO stranger;"
		. " SET ROLE stranger; SELECT paliad_backup_rows('$id', 'entries')")->{error}{state}, '42501', 'not everybody may');
# A json value that jsonb can't hold is an error of its own, and no damage.
fails_ok($node, 'practice', "SELECT paliad_backup_rows('$id', 'odd')",
	{ state => '22P02', message => 'a row of sheet "odd" can\'t be shown as jsonb', detail => 'invalid input syntax for type json',
	  hint => "The backup's CSV and JSON have the row whole." }, 'json is more than jsonb');
{
	my ($path) = row($node, 'practice', $id)->{storage_uri} =~ m{^file://(.*)$};
	open my $file, '+<:raw', $path or die;
	my $bytes = do { local $/; <$file> };
	# The first place of its name is right before its deflated bytes; the second one is in the directory.
	seek $file, index($bytes, 'json/many.json') + 1000, 0;
	print $file "\0" x 3000;
	# Changes its CRC, which is before its name in both places: a reader notices that only at the end of the entry.
	for my $at (index($bytes, 'json/odd.json') - 16, rindex($bytes, 'json/odd.json') - 30) {
		seek $file, $at, 0;
		print $file "CRC?";
	}
	close $file;
	is(attempt($node, 'practice', "SELECT paliad_backup_rows('$id', 'odd')")->{error}{state}, 'XX001', 'unless its entry is damaged');
	is(attempt($node, 'practice', "SELECT count(*) FROM paliad_backup_rows('$id', 'many')")->{error}{state},
		'XX001', 'a damaged file');
}

done_testing();
