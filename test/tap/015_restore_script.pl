# A bundle is restored with unzip and psql alone, without this extension.
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

# Makes a backup, and unzips its bundle; returns the folder.
sub unzipped_backup
{
	my ($database) = @_;
	my ($zip) = row($node, $database, $node->safe_psql($database,
			"SET client_min_messages = error; SELECT paliad_backup_run()"))->{storage_uri} =~ m{^file://(.*)$};
	my $dir = PostgreSQL::Test::Utils::tempdir();
	system_or_bail('unzip', '-q', $zip, '-d', $dir);
	return $dir;
}

# Runs psql -f in the folder; returns how it ended, and its errors.
sub run_script
{
	my ($database, $dir, $script) = @_;
	my ($out, $err) = ('', '');
	my $ok = IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr($database), '-f', $script ],
		init => sub { chdir $dir or die }, '>', \$out, '2>', \$err);
	return ($ok, $err);
}

sub empty_database
{
	my ($name) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8'");
	return $name;
}

# The rows of every table of the backup, as COPY writes them, must be the same in both databases.
sub same_rows
{
	my ($from, $to) = @_;
	my @queries = split /\x1e/, $node->safe_psql($from,
		"SELECT string_agg(query, E'\\x1e') FROM paliad_backup_sheets() WHERE included AND relation <> 'paliad.system_audit_log'");
	my @differ = grep {
		my $query = $_;
		my ($one, $two) = map {
			my $out = '';
			IPC::Run::run([ 'psql', '-XAtq', '-d', $node->connstr($_), '-c', "COPY ($query) TO STDOUT" ], '>', \$out, '2>&1');
			$out
		} $from, $to;
		$one ne $two
	} @queries;
	is_deeply(\@differ, [], "$from: " . @queries . ' tables have the same rows');
	return scalar @queries;
}

# --- the sample organisation -------------------------------------------------

make_database('sample', "$source/test/sample", 'schema.sql', 'data.sql');
$node->safe_psql('sample', <<'SQL');
CREATE FUNCTION paliad.paliadin_reply() RETURNS text LANGUAGE sql AS 'SELECT $$x$$';
CREATE VIEW paliad.replies AS SELECT paliad.paliadin_reply();
CREATE VIEW paliad.open_matters WITH (security_barrier) AS SELECT id, title FROM paliad.matters;
SQL
my $dir = unzipped_backup('sample');
empty_database('back');
is_deeply([ run_script('back', $dir, 'restore.sql') ], [ 1, '' ], 'restore.sql runs without a word');
is(same_rows('sample', 'back'), 48, 'the whole organisation');

# Everything besides the rows, as the server describes it.
my %descriptions = (
	constraints => q{SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
	                  WHERE contype IN ('p', 'u', 'x', 'c', 'f') AND conrelid::regclass::text !~ 'backup|audit_log|paliadin'
	                    AND connamespace = 'paliad'::regnamespace ORDER BY 1, 2, 3},
	indexes => q{SELECT indexdef FROM pg_indexes WHERE schemaname = 'paliad' AND tablename !~ 'backup|paliadin' ORDER BY 1},
	columns => q{SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
	                    pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)
	               FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
	              WHERE relnamespace = 'paliad'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped AND relname !~ 'backup|paliadin'
	              ORDER BY 1, 2},
	types => q{SELECT typname, typtype, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
	                  format_type(typbasetype, typtypmod), obj_description(t.oid, 'pg_type')
	             FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid
	            WHERE typnamespace = 'paliad'::regnamespace AND (typtype IN ('e', 'd') OR relkind = 'c') ORDER BY 1},
	sequences => q{SELECT sequencename, data_type, start_value, increment_by, last_value FROM pg_sequences
	                WHERE schemaname = 'paliad' AND sequencename !~ 'audit_log|paliadin' ORDER BY 1},
	functions => q{SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace IN ('paliad'::regnamespace, 'auth'::regnamespace)
	                AND proname !~ 'backup|paliadin' ORDER BY oid::regprocedure::text},
	views => q{SELECT oid::regclass::text, reloptions, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'paliad'::regnamespace
	            AND relkind = 'v' AND relname !~ 'backup|replies' ORDER BY 1},
	triggers => q{SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text !~ 'backup' ORDER BY 1},
	policies => q{SELECT tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_policies WHERE tablename !~ 'backup' ORDER BY 1, 2},
	rights => q{SELECT oid::regclass::text, relowner::regrole, unnest(relacl)::text FROM pg_class WHERE relnamespace = 'paliad'::regnamespace
	             AND relname !~ 'backup|paliadin' ORDER BY 1, 3},
	comments => q{SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE relnamespace = 'paliad'::regnamespace
	               AND relkind IN ('r', 'p') AND relname !~ 'backup|paliadin' ORDER BY 1});
for my $what (sort keys %descriptions)
{
	my ($before, $after) = map { $node->safe_psql($_, $descriptions{$what}) } 'sample', 'back';
	is($after, $before, "the same $what");
	cmp_ok(length $before, '>', 20, "$what: there are some");
}

{
	my ($ok, $err) = run_script('back', $dir, 'restore.sql');
	ok(!$ok, 'not over what is there');
	like($err, qr/ERROR:  type "address" already exists/, 'and it says so');
	same_rows('sample', 'back');
}
{
	empty_database('bare');
	is_deeply([ run_script('bare', $dir, 'schema.sql') ], [ 1, '' ], 'schema.sql makes the tables alone');
	is($node->safe_psql('bare', "SELECT count(*) FROM pg_class WHERE relnamespace = 'paliad'::regnamespace AND relkind IN ('r', 'p')"), 49,
		'all of them');
	is($node->safe_psql('bare', 'SELECT count(*) FROM paliad.matters'), 0, 'empty');
}

# A truncated file: everything is restored, or nothing.
{
	my $file = "$dir/csv/matters.csv";
	my $content = slurp_file($file);
	open my $handle, '>:raw', $file or die;
	print $handle substr($content, 0, length($content) / 2);
	close $handle;
	empty_database('half');
	my ($ok, $err) = run_script('half', $dir, 'restore.sql');
	ok(!$ok, 'a file that was cut stops it');
	like($err, qr/ERROR/, 'with an error');
	is($node->safe_psql('half', "SELECT count(*) FROM pg_namespace WHERE nspname = 'paliad'"), 0, 'and nothing stays');
}

# --- every type, and odd names -----------------------------------------------

for my $case ([ 'types', 'type_table.sql' ], [ 'names', 'odd_names.sql' ])
{
	my ($database, $file) = @$case;
	make_database($database, "$source/test/truth", $file);
	my $folder = unzipped_backup($database);
	empty_database("${database}_back");
	is_deeply([ run_script("${database}_back", $folder, 'restore.sql') ], [ 1, '' ], "$database: restore.sql runs");
	cmp_ok(same_rows($database, "${database}_back"), '>', 30, "$database: many tables");
}

# The manifest names what is left out.
{
	my $manifest = JSON::PP->new->utf8->decode(slurp_file("$dir/manifest.json"));
	my %lost = map { $_->{object} => $_->{reason} } @{ $manifest->{not_carried} };
	is_deeply(\%lost, {
			'function paliad.paliadin_reply()' => 'what is named paliadin never leaves the database',
			'view paliad.replies' => 'it needs function paliad.paliadin_reply(), which is not carried' }, 'the manifest lists it');
	like(slurp_file("$dir/README.txt"), qr/it needs function paliad\.paliadin_reply\(\),\s+which\s+is\s+not\s+carried/, 'and the README');
	is_deeply([ map { $_->{name} } @{ $manifest->{scripts} } ], [ 'schema.sql', 'restore.sql', 'statements.json' ], 'the scripts have their digests');
}

done_testing();
