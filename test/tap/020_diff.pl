# paliad_backup_diff(): the changes since a backup, or between two.
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
CREATE TABLE paliad.parts (matter int, part text, note text, value numeric, PRIMARY KEY (part, matter));
INSERT INTO paliad.parts VALUES (1, 'a', 'one', 1.0), (1, 'b', NULL, 'NaN'), (2, 'a', 'two', 9007199254740993);
CREATE TABLE paliad.loose (a int, b text);
INSERT INTO paliad.loose VALUES (1, 'x'), (1, 'x'), (2, NULL);
CREATE TABLE paliad.gone (id int PRIMARY KEY);
INSERT INTO paliad.gone VALUES (1);
INSERT INTO paliad.backup_sheet_rules (relation, excluded) VALUES ('paliad.system_audit_log', true);
SQL
my $first = run_backup($node, 'practice');

sub diff
{
	my ($arguments) = @_;
	return $node->safe_psql('practice', "SELECT sheet, change, key, before, after FROM paliad_backup_diff($arguments)");
}

is(diff("'$first'"), '', 'nothing has changed');
is($node->safe_psql('practice', "SELECT sheet, kind, relation, row_count, columns FROM paliad_backup_contents('$first') WHERE sheet = 'parts'"),
	'parts|entity|paliad.parts|3|{matter,part,note,value}', 'what a backup holds');
is($node->safe_psql('practice', "SELECT kind, object, reason FROM paliad_backup_left_out('$first') WHERE object ~ 'paliadin_turns|system_audit_log'"),
	"relation|paliad.paliadin_turns|conversations with Paliadin never leave the database\n"
	  . 'relation|paliad.system_audit_log|left out by a rule', 'and what it left out, and why');

$node->safe_psql('practice', <<'SQL');
UPDATE paliad.parts SET note = 'changed' WHERE (matter, part) = (1, 'b');
DELETE FROM paliad.parts WHERE (matter, part) = (2, 'a');
INSERT INTO paliad.parts VALUES (3, 'c', '', NULL);
DELETE FROM paliad.loose WHERE ctid = (SELECT min(ctid) FROM paliad.loose);
INSERT INTO paliad.loose VALUES (3, 'y');
DROP TABLE paliad.gone;
CREATE TABLE paliad.fresh (id int PRIMARY KEY);
INSERT INTO paliad.fresh VALUES (7);
SQL
my $expected = join "\n",
  'fresh|added|{"id": 7}||{"id": 7}',
  'gone|removed|{"number": 1, "row": {"id": 1}}|{"id": 1}|',
  'loose|removed|{"row": {"a": 1, "b": "x"}, "number": 2}|{"a": 1, "b": "x"}|',
  'loose|added|{"row": {"a": 3, "b": "y"}, "number": 1}||{"a": 3, "b": "y"}',
  'parts|removed|{"part": "a", "matter": 2}|{"note": "two", "part": "a", "value": 9007199254740993, "matter": 2}|',
  'parts|changed|{"part": "b", "matter": 1}|{"note": null, "part": "b", "value": "NaN", "matter": 1}'
  . '|{"note": "changed", "part": "b", "value": "NaN", "matter": 1}',
  'parts|added|{"part": "c", "matter": 3}||{"note": "", "part": "c", "value": null, "matter": 3}';
$expected =~ s/gone\|removed\|\{"number": 1, "row": \{"id": 1\}\}/gone|removed|{"row": {"id": 1}, "number": 1}/;
is(diff("'$first'"), $expected, 'since the backup');
my $second = run_backup($node, 'practice');
is(diff("'$first', '$second'"), $expected, 'between two');
is(diff("'$second', '$second'"), '', 'with itself');
is(scalar(split /\n/, diff("'$second', '$first'")), 7, 'and the other way round');

# Many changes: the session's memory doesn't grow with their number.
{
	$node->safe_psql('practice', "CREATE TABLE paliad.many (id int PRIMARY KEY, title text);"
		  . " INSERT INTO paliad.many SELECT i, repeat('x', 300) FROM generate_series(1, 40000) i");
	my $third = run_backup($node, 'practice');
	$node->safe_psql('practice', "UPDATE paliad.many SET title = title || 'y'");
	my $psql = $node->background_psql('practice');
	my $rss = sub { my $pid = $psql->query_safe('SELECT pg_backend_pid()'); my ($kb) = slurp_file("/proc/$pid/status") =~ /^RssAnon:\s+(\d+)/m; return $kb };
	$psql->query_safe("SET work_mem = '1MB'; SET hash_mem_multiplier = 1");
	$psql->query_safe("SELECT count(*) FROM paliad_backup_diff('$second')");
	my $before = $rss->();
	is($psql->query_safe("SELECT count(*) FROM paliad_backup_diff('$third')"), 40000, 'many changes');
	cmp_ok($rss->() - $before, '<', 16384, 'cost little memory');
	$psql->quit;
}

# --- who, and wrong use ------------------------------------------------------

$node->safe_psql('practice', 'CREATE ROLE app IN ROLE paliad_backup_app');
is($node->safe_psql('practice', "SET ROLE app; SET request.jwt.claim.sub = '$ADMIN'; SELECT count(*) > 0 FROM paliad_backup_diff('$first')"),
	't', 'a global admin of the app, who may not read the tables by himself');
for my $call ("paliad_backup_diff('$first')", "paliad_backup_contents('$first')", "paliad_backup_left_out('$first')",
	"paliad_backup_current_rows('parts')")
{
	is(attempt($node, 'practice', "SET ROLE app; SET request.jwt.claim.sub = '$CLERK'; SELECT * FROM $call")->{error}{state},
		'42501', "$call: not a clerk");
}
is(attempt($node, 'practice', 'SELECT * FROM paliad_backup_diff(NULL)')->{error}{state}, '22004', 'no id');
is(attempt($node, 'practice', "SELECT * FROM paliad_backup_diff('$first', '00000000-0000-4000-8000-0000000000ee')")->{error}{state},
	'42704', 'no such backup');
fails_ok($node, 'practice', "SELECT paliad_backup_current_rows('nothing')",
	{ state => '42704', message => 'a backup made now has no sheet "nothing"', hint => 'paliad_backup_sheets() lists the sheets.' },
	'no such sheet');

done_testing();
