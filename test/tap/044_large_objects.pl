# Large objects: a file for each in the bundle, and the restore with owners and rights in the server.
# (test/way_back/cases/database.sql tests restore.sql.)
use strict;
use warnings;

use Digest::MD5 'md5_hex';
use Digest::SHA 'sha256_hex';
use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
$node->safe_psql('practice', q{ALTER DATABASE practice SET paliad_backup.schemas = 'app';
	CREATE ROLE clerk; CREATE ROLE owner; CREATE ROLE builder LOGIN; GRANT paliad_backup_admin TO builder});

my $PDF = "%PDF-1.7\n\0\r\n\xff\\x";
my $ALL_BYTES = join '', map { chr($_ % 256) } 0 .. 3 * 1024 * 1024;
my $EACH = q{SELECT string_agg(format('%s %s %s %s %s', oid, lomowner::regrole, lomacl, md5(lo_get(oid)), obj_description(oid, 'pg_largeobject')), E'\n' ORDER BY oid)
  FROM pg_largeobject_metadata};

sub make_objects
{
	my $hex = unpack 'H*', $PDF;
	$node->safe_psql('practice', <<"SQL");
CREATE SCHEMA app; CREATE TABLE app.files (id int PRIMARY KEY, content oid);
INSERT INTO app.files VALUES (1, lo_from_bytea(90001, '\\x$hex')), (2, lo_create(90002));
SELECT lo_from_bytea(3000000000, string_agg(decode(lpad(to_hex(i % 256), 2, '0'), 'hex'), '' ORDER BY i)) FROM generate_series(0, 3145728) i;
SELECT lo_create(77), lo_put(77, 300000, 'behind a hole'); ALTER LARGE OBJECT 77 OWNER TO owner;
GRANT SELECT ON LARGE OBJECT 90001 TO clerk; COMMENT ON LARGE OBJECT 90002 IS 'empty';
SQL
	return;
}

sub backup { return $node->safe_psql('practice', 'SET client_min_messages = error; SELECT paliad_backup_run()'); }

sub path_of { return row($node, 'practice', $_[0])->{storage_uri} =~ m{^file://(.*)$} ? $1 : die; }

sub unzipped
{
	my $dir = PostgreSQL::Test::Utils::tempdir();
	system_or_bail('unzip', '-q', path_of($_[0]), '-d', $dir);
	return $dir;
}

sub remove_objects { return $node->safe_psql('practice', 'SELECT count(lo_unlink(oid)) FROM pg_largeobject_metadata'); }

make_objects();
my $objects = $node->safe_psql('practice', $EACH);
my $id = backup();

# --- in the bundle -----------------------------------------------------------

{
	my $dir = unzipped($id);
	my %want = (90001 => $PDF, 90002 => '', 3000000000 => $ALL_BYTES, 77 => "\0" x 300000 . 'behind a hole');
	is_deeply([ sort map { m{([^/]+)$} } glob "$dir/large_objects/*" ], [ sort keys %want ], 'a file for each');
	is(sha256_hex(slurp_file("$dir/large_objects/$_")), sha256_hex($want{$_}), "$_ byte for byte") for sort keys %want;
	is($node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_left_out('$id') WHERE kind = 'definition'"), 0, 'none is left out');
}
# Only its owner may read a large object. The backup's reader may not either: it reads pg_largeobject, as it reads all
# tables.
is(attempt($node, 'practice', 'SET ROLE paliad_backup_reader; SELECT lo_get(77)')->{error}{state}, '42501',
	'the reader has no right to an object that nobody granted');
for my $read ('SELECT lo_get(77)', 'SELECT data FROM pg_largeobject', "SELECT paliad_backup_download('$id')")
{
	is(attempt($node, 'practice', "SET ROLE clerk; $read")->{error}{state}, '42501', "nor has a clerk: $read");
}

# --- one instant -------------------------------------------------------------

{
	my $session = $node->background_psql('practice');
	$session->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
	$node->safe_psql('practice', q{SELECT lo_unlink(90002), lo_put(90001, 0, 'changed'), lo_from_bytea(90003, 'new')});
	my ($then) = $session->query_safe('SET client_min_messages = error; SELECT paliad_backup_run()') =~ /([-0-9a-f]{36})/;
	$session->query_safe('COMMIT');
	$session->quit;
	my $dir = unzipped($then);
	is_deeply([ map { m{([^/]+)$} } glob "$dir/large_objects/*" ], [ 3000000000, 77, 90001, 90002 ], 'those of the snapshot');
	is(slurp_file("$dir/large_objects/90001"), $PDF, 'as they were');
	remove_objects();
	$node->safe_psql('practice', 'DROP SCHEMA app CASCADE');
}

# --- back, in the server -----------------------------------------------------

{
	my $result = attempt($node, 'practice', "SELECT * FROM paliad_backup_restore('$id', 'elsewhere')");
	is($result->{error}, undef, 'restored into a schema');
	is($node->safe_psql('practice', 'SELECT count(*) FROM pg_largeobject_metadata'), 0, 'they have none, and stay away');
	$result = attempt($node, 'practice', "SELECT * FROM paliad_backup_restore('$id', NULL)");
	is($result->{error}, undef, 'restored under their own names') or diag(explain($result->{error}));
	is($node->safe_psql('practice', $EACH), $objects, 'bytes, owners, rights, comments');
	ok((grep { $_->{message} eq 'large objects: 4, 3445757 bytes' } @{ $result->{reports} }), 'it says how many');
	$node->safe_psql('practice', "DROP SCHEMA app CASCADE; SELECT lo_unlink(oid) FROM pg_largeobject_metadata WHERE oid <> 90001; SELECT lo_put(90001, 0, 'mine')");
	$result = attempt($node, 'practice', "SELECT * FROM paliad_backup_restore('$id', NULL)");
	is($result->{error}{state}, '23505', 'an oid is taken');
	like($result->{error}{message}, qr/"pg_largeobject_metadata_oid_index"/, 'it says by what');
	is($node->safe_psql('practice', 'SELECT oid, substr(lo_get(oid), 1, 4) FROM pg_largeobject_metadata'), '90001|\x6d696e65', 'nothing else is there, and that as it was');
	remove_objects();
}
# By a caller who is no superuser.
{
	$node->safe_psql('practice', 'GRANT CREATE ON DATABASE practice TO builder');
	is(attempt($node, 'practice', "SET ROLE builder; SELECT paliad_backup_restore('$id', NULL)")->{error}, undef, 'he gets what he may create');
	is($node->safe_psql('practice', $EACH =~ s/lomowner::regrole, lomacl/1, 1/r), $objects =~ s/^(\d+) \S+ (?:\S* )?(?=[0-9a-f]{32} )/$1 1 1 /mgr, 'with the bytes');
	is($node->safe_psql('practice', 'SELECT DISTINCT lomowner::regrole FROM pg_largeobject_metadata'), 'builder', 'as their owner');
	remove_objects();
	my $dir = unzipped($id);
	my ($out, $err) = ('', '');
	$node->safe_psql('postgres', "CREATE DATABASE fresh TEMPLATE template0 ENCODING 'UTF8' OWNER builder");
	ok(IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr('fresh') . ' user=builder', '-f', 'restore.sql' ],
			init => sub { chdir $dir or die }, '>', \$out, '2>', \$err), 'restore.sql, too') or diag($err);
	is($node->safe_psql('fresh', 'SELECT lomowner::regrole, md5(lo_get(oid)), count(*) OVER () FROM pg_largeobject_metadata WHERE oid = 3000000000'),
		'builder|' . md5_hex($ALL_BYTES) . '|1', 'all bytes');
	is($node->safe_psql('fresh', 'SELECT string_agg(oid::text, $$ $$ ORDER BY oid) FROM pg_largeobject_metadata'), '77 90001 90002 3000000000', 'and none besides');
}

# --- damaged -----------------------------------------------------------------

{
	my $path = path_of($id);
	my $good = slurp_file($path);
	my $dir = unzipped($id);
	my $at = index($good, 'large_objects/90001');
	substr(my $bad = $good, $at + length('large_objects/90001') + 5, 1) ^= "\x01";
	open my $file, '>:raw', $path or die; print $file $bad; close $file;
	is($node->safe_psql('practice', "SELECT item FROM paliad_backup_verify('$id') WHERE NOT ok"), "file\nlarge_objects/90001", 'a changed byte is found, and where');
	my $result = attempt($node, 'practice', "DROP SCHEMA IF EXISTS app CASCADE; SELECT paliad_backup_restore('$id', NULL)");
	is($result->{error}{state}, 'XX001', 'and not restored');
	is($node->safe_psql('practice', 'SELECT count(*) FROM pg_largeobject_metadata'), 0, 'nothing of it');
	open $file, '>:raw', $path or die; print $file $good; close $file;
	is($node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_verify('$id') WHERE NOT ok"), 0, 'the good one again');
}

# --- a very large object -----------------------------------------------------

# 2 TB, of which only two bytes are on the disk: reading all of it would take half an hour.
{
	$node->safe_psql('practice', q{CREATE SCHEMA IF NOT EXISTS app; SELECT lo_create(5), lo_put(5, 0, 'a'), lo_put(5, 1::bigint << 41, 'z')});
	my $run = start_session($node, 'practice', 'SELECT paliad_backup_run()');
	soon_ok($node, 'practice', q{SELECT sheet = 'large_objects/5' AND phase = 'reading' FROM paliad.backup_progress}, 'the progress names it');
	my $begun = time;
	is($node->safe_psql('practice', 'SELECT paliad_backup_cancel(id) FROM paliad.backup_progress'), 't', 'canceled');
	is(finish($run)->{error}{state}, '57014', 'it ends');
	cmp_ok(time - $begun, '<', 10, 'at once');
	remove_objects();
}

# --- too many ----------------------------------------------------------------

{
	$node->safe_psql('practice', q{SELECT count(lo_create(200000 + i)) FROM generate_series(1, 100002) i});
	my $many = backup();
	is($node->safe_psql('practice', "SELECT object, code, arguments FROM paliad_backup_left_out('$many') WHERE kind = 'definition'"),
		'2 large objects|too_many_large_objects|{"most": 100000}', 'two more than a bundle has');
	is($node->safe_psql('practice', "SELECT bool_and(ok), count(*) FILTER (WHERE item ~ '^large_objects/'), max(item) FILTER (WHERE item ~ '^large_objects/')"
			. " FROM paliad_backup_verify('$many')"), 't|100000|large_objects/300000', 'those with the lowest oids are there, and proved');
}

agrees($node, 'at the end');
done_testing();
