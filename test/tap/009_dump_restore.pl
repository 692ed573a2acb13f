# The catalog and the rules survive a dump and restore, a DROP and CREATE EXTENSION, and the takeover of an earlier
# migration's table. The next run makes the links that a restore can't make.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
add_app($node, 'practice');

# Rights that the app granted before and after CREATE EXTENSION.
$node->safe_psql('practice', <<"SQL");
CREATE ROLE app LOGIN;
CREATE ROLE anna LOGIN;
GRANT USAGE ON SCHEMA auth, paliad TO app;
GRANT SELECT ON paliad.users TO app;
GRANT SELECT, INSERT ON paliad.system_audit_log TO app;
CREATE EXTENSION paliad_backup;
GRANT INSERT ON paliad.users TO app;
GRANT SELECT ON paliad.backups TO app;
GRANT EXECUTE ON FUNCTION paliad_backup_run() TO app;
GRANT paliad_backup_admin TO anna;
CREATE ROLE web LOGIN;
GRANT paliad_backup_app TO web;
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note, sort_order, omit_columns)
  VALUES ('paliad.ref_countries', true, 'too large', 3, '{name}');
SQL
my $claim = "SET request.jwt.claim.sub = '$ADMIN';";
my $run = 'SELECT paliad_backup_run()';
ok(attempt($node, 'practice', "$claim $run", 'user=app')->{ok}, 'a backup asked for by the app');
run_backup($node, 'practice');
fails_ok($node, 'practice', "SET paliad_backup.schemas = 'paliad, nowhere'; $run", {
	state => '3F000', message => 'schema "nowhere" of paliad_backup.schemas does not exist',
	hint => 'Correct paliad_backup.schemas, or create the schema.' }, 'a backup that fails');
wait_for_workers($node);

my $dir = PostgreSQL::Test::Utils::tempdir();

sub dump_of
{
	my ($server, $database, @options) = @_;
	my $file = "$dir/$database-" . scalar(@options) . '.dump';
	$server->command_ok([ 'pg_dump', '-Fc', '-f', $file, @options, '-d', $server->connstr($database) ],
		$server->name . ": $database is dumped");
	return $file;
}

# Restores a dump; there must be no error.
sub restore
{
	my ($server, $database, $dump, @options) = @_;
	$server->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0");
	$server->command_ok(
		[ 'pg_restore', '--exit-on-error', @options, '-d', $server->connstr($database), $dump ],
		$server->name . ": $database is restored");
}

my %content = (
	catalog => 'SELECT json_agg(b ORDER BY started_at) FROM paliad.backups b',
	rules => 'SELECT json_agg(r) FROM paliad.backup_sheet_rules r',
	audit => 'SELECT json_agg(a ORDER BY created_at) FROM paliad.system_audit_log a');

my %shape = (
	constraints => q{SELECT json_agg(format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) ORDER BY conname)
		FROM pg_constraint WHERE connamespace = 'paliad'::regnamespace AND contype <> 'n'},
	policies => q{SELECT json_agg(p ORDER BY policyname) FROM pg_policies p WHERE schemaname = 'paliad'},
	indexes => q{SELECT json_agg(indexdef ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'paliad'},
	members => q{SELECT json_agg(o ORDER BY o) FROM (SELECT pg_describe_object(classid, objid, objsubid) AS o
		FROM pg_depend WHERE deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'paliad_backup')) AS m},
	'rights in functions' => q{SELECT json_agg(a ORDER BY a) FROM (SELECT proname || ' ' || unnest(proacl)::text AS a
		FROM pg_proc WHERE proname LIKE 'paliad_backup%') AS r},
	'rights in tables and schema' => q{SELECT json_agg(a ORDER BY a) FROM (
		SELECT relname || ' ' || unnest(relacl)::text AS a FROM pg_class WHERE relnamespace = 'paliad'::regnamespace
		UNION ALL SELECT attrelid::regclass || '.' || attname || ' ' || unnest(attacl)::text FROM pg_attribute
			WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'paliad'::regnamespace)
		UNION ALL SELECT nspname || ' ' || unnest(nspacl)::text FROM pg_namespace WHERE nspname IN ('auth', 'paliad')) AS r},
	'what the app\'s role may' => q{SELECT json_agg(o ORDER BY o) FROM (
		SELECT pg_describe_object('pg_proc'::regclass, oid, 0) || ' ' || x.privilege_type AS o
			FROM pg_proc CROSS JOIN aclexplode(proacl) AS x WHERE x.grantee = 'paliad_backup_app'::regrole
		UNION ALL SELECT pg_describe_object('pg_class'::regclass, oid, 0) || ' ' || x.privilege_type
			FROM pg_class CROSS JOIN aclexplode(relacl) AS x WHERE x.grantee = 'paliad_backup_app'::regrole
		UNION ALL SELECT pg_describe_object('pg_class'::regclass, attrelid, attnum) || ' ' || x.privilege_type
			FROM pg_attribute CROSS JOIN aclexplode(attacl) AS x WHERE x.grantee = 'paliad_backup_app'::regrole
		UNION ALL SELECT nspname || ' ' || x.privilege_type
			FROM pg_namespace CROSS JOIN aclexplode(nspacl) AS x WHERE x.grantee = 'paliad_backup_app'::regrole) AS r});


# A restored database must have the original's catalog and rules, and after its first run also its links and rights.
sub restored_ok
{
	my ($server, $database, $without_rights) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $name = $server->name . " $database";
	is($server->safe_psql($database, $content{$_}), $node->safe_psql('practice', $content{$_}),
		"$name: $_") for sort keys %content;
	my $row = row($server, $database, run_backup($server, $database));
	is($row->{status}, 'done', "$name: the first run works");
	ok(!exists $row->{row_counts}{ref__countries}, "$name: and follows the rules");
	for my $what (sort keys %shape)
	{
		next if $without_rights && $what =~ /rights/;
		is($server->safe_psql($database, $shape{$what}), $node->safe_psql('practice', $shape{$what}),
			"$name: $what");
	}
	agrees($server, $name);
}

# --- a copy in the same server -----------------------------------------------

my $dump = dump_of($node, 'practice');
restore($node, 'copy', $dump);
my $seen = 'SELECT count(*) FROM paliad.backups';
is(attempt($node, 'copy', $seen, 'user=anna')->{out}, 3, 'before the first run an operator sees the catalog');
{
	is(attempt($node, 'copy', "$claim $seen", 'user=app')->{out}, 0, 'and the app nothing');
}
restored_ok($node, 'copy');
{
	is(attempt($node, 'copy', "$claim $seen", 'user=app')->{out}, 4, 'afterwards the app sees it too');
	is(attempt($node, 'copy', "$claim $seen", 'user=web')->{out}, 4, 'and so does a member of the app\'s role');
}
is($node->safe_psql('copy', "SELECT count(*) FROM paliad.backups b JOIN paliad.users u ON u.id = b.requested_by"),
	1, 'who asked is still linked');

# Deleting the copy's rows doesn't touch the original's files.
$node->safe_psql('copy', 'DELETE FROM paliad.users; DELETE FROM paliad.system_audit_log');
is($node->safe_psql('copy', 'SELECT count(requested_by), count(audit_id) FROM paliad.backups'), '0|0',
	'the links are let go when what they point to goes');
agrees($node, 'a copy beside its original');
restore($node, 'second_hand', dump_of($node, 'copy'));
is(row($node, 'second_hand', run_backup($node, 'second_hand'))->{status}, 'done', 'a copy of a copy works');

# --- other servers -----------------------------------------------------------

# Where the roles don't exist, CREATE EXTENSION makes those that it needs.
my $bare = new_server('bare');
restore($bare, 'practice', $dump, '--no-privileges');
restored_ok($bare, 'practice', 'without rights');

# Where the roles exist, they are used.
my $moved = new_server('moved');
$node->command_ok([ 'pg_dumpall', '--roles-only', '-f', "$dir/roles", '-d', $node->connstr('postgres') ],
	'the roles are dumped');
append_to_file("$dir/roles", 'SELECT 1;');
$moved->psql('postgres', slurp_file("$dir/roles"), on_error_stop => 0);
restore($moved, 'practice', $dump);
restored_ok($moved, 'practice');
is(attempt($moved, 'practice', $run, 'user=anna')->{error}, undef, 'an operator is one there too');

# --- a dump while a backup is made --------------------------------------------

# The copy's first run marks its row of that run as failed, and doesn't affect the original.
{
	my ($session, $catalog) = hold_at_the_end($moved, 'practice', $run);
	my $id = last_row($moved, 'practice')->{id};
	restore($moved, 'early', dump_of($moved, 'practice', '--no-comments'));
	run_backup($moved, 'early');
	is(row($moved, 'early', $id)->{status}, 'failed', 'a backup under way is a failed one of the copy');
	$catalog->quit;
	is(finish($session)->{out}, $id, 'and one that ends well of the original');
	agrees($moved, 'a dump while a backup is made');
}

# --- a part of a dump --------------------------------------------------------

# Without the audit log's rows, which are often left out of a copy because there are many.
{
	restore($node, 'without_log', dump_of($node, 'practice', '--exclude-table-data=paliad.system_audit_log'));
	is(attempt($node, 'without_log', $run)->{error}, undef, 'a copy without the audit log\'s rows works');
}
wait_alone($node, 'without_log');
$node->safe_psql('postgres', 'DROP DATABASE without_log');

# --- DROP and CREATE ---------------------------------------------------------

{
	my @files = artifacts(export_dir($node));
	for my $database (qw(copy second_hand))
	{
		wait_alone($node, $database);
		$node->safe_psql('postgres', "DROP DATABASE $database");
	}
	my $before = $node->safe_psql('practice', $content{audit});
	$node->safe_psql('practice', 'DROP EXTENSION paliad_backup');
	is($node->safe_psql('practice', "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'backup%'"), 0,
		'DROP EXTENSION removes the catalog and the rules');
	is($node->safe_psql('practice', $content{audit}), $before, 'and leaves the audit log');
	add_extension($node, 'practice');
	is($node->safe_psql('practice', $seen), 0, 'CREATE EXTENSION begins anew');
	my $id = run_backup($node, 'practice');
	is_deeply([ artifacts(export_dir($node)) ],
		[ sort @files, row($node, 'practice', $id)->{storage_uri} =~ m{([^/]+)$} ], 'the files stay all the while');
	is($node->safe_psql('practice', $content{audit} =~ s/created_at\)/created_at) -> -1 ->> 'event_type'/r),
		'backup_created', 'and the audit log goes on');
	unlink map { export_dir($node) . "/$_" } @files;
	agrees($node, 'DROP and CREATE');
}

# --- an earlier migration's table --------------------------------------------

add_app($node, 'older');
$node->safe_psql('older', <<"SQL");
CREATE TABLE paliad.backups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('scheduled', 'on_demand')),
  status text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
  requested_by uuid REFERENCES paliad.users(id) ON DELETE SET NULL, requested_by_email text NOT NULL,
  audit_id uuid REFERENCES paliad.system_audit_log(id) ON DELETE SET NULL, storage_uri text,
  size_bytes bigint, row_counts jsonb NOT NULL DEFAULT '{}'::jsonb, sheet_count int,
  warnings jsonb NOT NULL DEFAULT '[]'::jsonb, error text, started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz, deleted_at timestamptz);
INSERT INTO paliad.system_audit_log (id, event_type, actor_email, metadata)
  VALUES ('00000000-0000-4000-8000-0000000000aa', 'backup_created', 'anna\@kanzlei.example',
          '{"backup_id": "00000000-0000-4000-8000-0000000000b2", "status": "running"}');
INSERT INTO paliad.backups (id, kind, status, requested_by, requested_by_email, audit_id, storage_uri, size_bytes) VALUES
  ('00000000-0000-4000-8000-0000000000b1', 'on_demand', 'done', '$ADMIN', 'anna\@kanzlei.example', NULL, 's3://old/b1.zip', 7),
  ('00000000-0000-4000-8000-0000000000b2', 'scheduled', 'running', '$ADMIN', 'anna\@kanzlei.example',
   '00000000-0000-4000-8000-0000000000aa', NULL, NULL);
CREATE EXTENSION paliad_backup;
SQL
my $old = '00000000-0000-4000-8000-0000000000b';
is(row($node, 'older', run_backup($node, 'older'))->{status}, 'done', 'beside older rows a run works');
is_deeply([ @{ row($node, 'older', "${old}2") }{qw(status error)} ],
	[ 'failed', 'the server or the backup\'s processes ended before it was done' ], 'one that never ended is settled');
is_deeply([ @{ row($node, 'older', "${old}1") }{qw(status storage_uri size_bytes sha256)} ],
	[ 'done', 's3://old/b1.zip', 7, undef ], 'one that was done stays as it was');
fails_ok($node, 'older', "SELECT paliad_backup_download('${old}1')", {
	state => '22023', message => 'storage URI does not name an artifact in the export directory',
	detail => 'The URI is "s3://old/b1.zip", the directory is "' . export_dir($node) . '".',
	hint => 'Where the artifacts were moved, point paliad_backup.export_dir at the directory that the URI names.' },
	'but its file is elsewhere');
restore($node, 'moved_on', dump_of($node, 'older'));
is($node->safe_psql('moved_on', $content{catalog}), $node->safe_psql('older', $content{catalog}),
	'a table that was taken over is dumped like one that was made');
$node->safe_psql($_, "DELETE FROM paliad.backups WHERE id = '${old}1'") for qw(older moved_on);
run_backup($node, 'moved_on');
agrees($node, 'an earlier migration\'s table');

done_testing();
