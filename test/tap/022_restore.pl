# A restore in the server: into a new schema, and into empty tables.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "session_preload_libraries = paliad_backup\nmax_locks_per_transaction = 256");
my $source = "$FindBin::RealBin/../..";

# Makes a database with the extension, and loads `files`.
sub make_database
{
	my ($name, $dir, @files) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8'");
	system_or_bail('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-v', 'scale=1', '-d', $node->connstr($name),
		map { ('-f', "$dir/$_") } @files);
	$node->safe_psql($name, 'CREATE EXTENSION IF NOT EXISTS paliad_backup');
}

sub quiet_backup { return $node->safe_psql($_[0], 'SET client_min_messages = error; SELECT paliad_backup_run()'); }

sub restore
{
	my ($database, $id, $schema) = @_;
	return attempt($node, $database, "SELECT * FROM paliad_backup_restore('$id', '$schema')");
}

sub copied
{
	my ($database, $query) = @_;
	my $out = '';
	IPC::Run::run([ 'psql', '-XAtq', '-d', $node->connstr($database), '-c', "SET extra_float_digits = 1; COPY ($query) TO STDOUT" ],
		'>', \$out, '2>&1');
	return $out;
}

# The rows of every table of the backup, as COPY writes them, must be the same in the original schema and in `schema`.
sub same_rows
{
	my ($database, $schema) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my @pairs = map { [ split /\x1f/ ] } split /\x1e/, $node->safe_psql($database, <<"SQL");
SET search_path = pg_catalog;
SELECT string_agg(query || E'\\x1f' || overlay(query PLACING format('%I', '$schema')
                    FROM position('.' IN relation) * 0 + position(' FROM ' || CASE WHEN query LIKE '% FROM ONLY %' THEN 'ONLY ' ELSE '' END || relation IN query)
                         + CASE WHEN query LIKE '% FROM ONLY %' THEN 11 ELSE 6 END
                    FOR length((SELECT format('%I', n.nspname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = relation::regclass))), E'\\x1e')
  FROM public.paliad_backup_sheets() WHERE included AND relation <> 'paliad.system_audit_log'
SQL
	my @differ = grep { copied($database, $_->[0]) ne copied($database, $_->[1]) } @pairs;
	is_deeply(\@differ, [], "$database: " . @pairs . " tables have the same rows in $schema");
	return scalar @pairs;
}

# --- the sample organisation, into a new schema ------------------------------

make_database('sample', "$source/test/sample", 'schema.sql', 'data.sql');
my $sample = quiet_backup('sample');
{
	my $result = restore('sample', $sample, 'Altes Büro');
	is($result->{error}, undef, 'restored') or diag(explain($result->{error}));
	my @rows = split /\n/, $result->{out};
	is(scalar @rows, 49, 'a row for each sheet');
	is_deeply([ sort @rows ], [ sort split /\n/, $node->safe_psql('sample',
			"SELECT key, value FROM paliad.backups, jsonb_each_text(row_counts) WHERE id = '$sample'") ], 'with its rows, as the catalog counts them');
	my @notices = grep { $_->{severity} eq 'NOTICE' } @{ $result->{reports} };
	is(scalar @notices, 49, 'a notice for each');
	like($notices[0]{message}, qr/^sheet \w+: \d+ rows?$/, 'that says how far it is');
	is(same_rows('sample', 'Altes Büro'), 48, 'the whole organisation');
}

# Everything besides the rows: the same text once the schema's name is removed from it.
my %descriptions = (
	constraints => q{SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
	                  WHERE contype IN ('p', 'u', 'x', 'c', 'f') AND conrelid::regclass::text !~ 'backup|audit_log|paliadin'
	                    AND connamespace = 'SCHEMA'::regnamespace ORDER BY 1, 2, 3},
	indexes => q{SELECT indexdef FROM pg_indexes WHERE schemaname = 'PLAIN' AND tablename !~ 'backup|paliadin' ORDER BY 1},
	columns => q{SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
	                    pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)
	               FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
	              WHERE relnamespace = 'SCHEMA'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped AND relname !~ 'backup|paliadin'
	              ORDER BY 1, 2},
	types => q{SELECT typname, typtype, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
	                  format_type(typbasetype, typtypmod), obj_description(t.oid, 'pg_type')
	             FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid
	            WHERE typnamespace = 'SCHEMA'::regnamespace AND (typtype IN ('e', 'd') OR relkind = 'c') ORDER BY 1},
	sequences => q{SELECT sequencename, data_type, start_value, increment_by, last_value FROM pg_sequences
	                WHERE schemaname = 'PLAIN' AND sequencename !~ 'audit_log|paliadin' ORDER BY 1},
	comments => q{SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE relnamespace = 'SCHEMA'::regnamespace
	               AND relkind IN ('r', 'p') AND relname !~ 'backup|paliadin' ORDER BY 1});
for my $what (sort keys %descriptions)
{
	my ($before, $after) = map {
		my ($plain, $quoted) = @$_;
		my $query = $descriptions{$what} =~ s/SCHEMA/$quoted/gr =~ s/PLAIN/$plain/gr;
		join "\n", sort split /\n/, $node->safe_psql('sample', "SET search_path = pg_catalog; $query") =~ s/"?\Q$plain\E"?\./S./gr
	} [ 'paliad', 'paliad' ], [ 'Altes Büro', '"Altes Büro"' ];
	is($after, $before, "the same $what");
	cmp_ok(length $before, '>', 20, "$what: there are some");
}
is($node->safe_psql('sample', "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = '\"Altes Büro\"'::regnamespace"),
	'postgres', 'it is the caller\'s');
is($node->safe_psql('sample', "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'paliad_backup_restorer'::regrole"), 0,
	'and nothing stays with the role that made it');

# --- every type, and odd names -----------------------------------------------

make_database('types', "$source/test/truth", 'type_table.sql');
make_database('shapes', "$source/test/truth", 'odd_shapes.sql');
for my $database ('types', 'shapes')
{
	my $id = quiet_backup($database);
	my $result = restore($database, $id, 'back');
	is($result->{error}, undef, "$database: restored") or diag(explain($result->{error}));
	cmp_ok(same_rows($database, 'back'), '>', 20, "$database: many tables");
}

is($node->safe_psql('shapes', "SELECT concat(relkind, attgenerated) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
	                           WHERE pg_class.oid = 'back.judged'::regclass AND attname = 'fine'"),
	'p', 'a generated column that needs a function is a plain one, of a table that stays partitioned');

# Two schemas have tables of the same name: the drill restores both.
make_database('names', "$source/test/truth", 'odd_names.sql');
my $names = quiet_backup('names');
is(restore('names', $names, 'back')->{error}{state}, '0A000', 'names: tables of one name do not fit into one schema');
for my $case ([ 'types', last_row($node, 'types')->{id} ], [ 'shapes', last_row($node, 'shapes')->{id} ], [ 'names', $names ], [ 'sample', $sample ])
{
	my ($database, $id) = @$case;
	my $before = $node->safe_psql($database, 'SELECT clock_timestamp()');
	is($node->safe_psql($database, "SELECT string_agg(item || ': ' || detail, E'\\n') FROM paliad_backup_drill('$id') WHERE NOT ok"), '',
		"$database: the drill finds every value");
	is($node->safe_psql($database, "SELECT drilled_ok, drilled_at > '$before' FROM paliad.backups WHERE id = '$id'"), 't|t',
		"$database: and the catalog knows");
	is($node->safe_psql($database, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'paliad_backup_drill%'"), 0,
		"$database: nothing of it stays");
}
try_ok($node, 'sample', "SELECT item, ok, detail FROM paliad_backup_drill('$sample') WHERE item !~ '^sheet ' OR item = 'sheet users'", <<'ROWS' =~ s/\n\z//r, 'a row for each step');
artifact|t|158 checks, all passed
tables|t|49 tables created
keys|t|keys, checks and others that hold: 87
foreign keys|t|that hold: 89
indexes|t|22 indexes created
sequences|t|9 positions set
sheet users|t|25 rows, every value as it was
ROWS

done_testing();
