# A restore into existing tables, and everything that must not happen.
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
CREATE TABLE paliad.people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, boss int REFERENCES paliad.people,
  office int, shout text GENERATED ALWAYS AS (upper(name)) STORED, note text, fee numeric);
CREATE TABLE paliad.rooms (id serial PRIMARY KEY, keeper int REFERENCES paliad.people, rank int UNIQUE DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE paliad.people ADD FOREIGN KEY (office) REFERENCES paliad.rooms;
CREATE TABLE paliad.fees (day date, cents int) PARTITION BY RANGE (day);
CREATE TABLE paliad.fees_2025 PARTITION OF paliad.fees FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE paliad.fees_2026 PARTITION OF paliad.fees FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
BEGIN; SET CONSTRAINTS ALL DEFERRED;
INSERT INTO paliad.rooms (rank) VALUES (1), (2);
INSERT INTO paliad.people (name, boss, office, note, fee) VALUES ('anna', NULL, 1, NULL, 1.50), ('be"rt', 1, 2, E'a,\nb', NULL), ('carl', 2, NULL, '', 'NaN');
UPDATE paliad.rooms SET keeper = 3;
COMMIT;
INSERT INTO paliad.fees VALUES ('2025-05-05', 5), ('2026-06-06', 6);
SQL
my $id = run_backup($node, 'practice');
# Two empty copies of the schema, made by a restore.
for my $schema ('copy', 'other')
{
	try_ok($node, 'practice', "SELECT sheet, rows FROM paliad_backup_restore('$id', '$schema') WHERE sheet IN ('people', 'fees', 'rooms')",
		"fees|2\npeople|3\nrooms|2", "$schema: a schema that is made");
}
my $empty = 'TRUNCATE copy.people, copy.rooms, copy.fees, copy.users, copy.matters, copy.ref_countries, copy.system_audit_log';

# The state that no refused restore may change.
sub fingerprint
{
	return $node->safe_psql('practice', q{
		SELECT (SELECT md5(string_agg(t.x, '' ORDER BY t.x)) FROM (
		          SELECT c.oid::regclass || ':' || (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || c.oid::regclass, true, true, '')))[1]::text
		            FROM pg_class c WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)')
		             AND c.relkind IN ('r', 'p') AND c.oid::regclass::text <> 'paliad.system_audit_log') AS t (x)),
		       (SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_'),
		       (SELECT string_agg(schemaname || sequencename || last_value, ',' ORDER BY schemaname, sequencename) FROM pg_sequences)});
}
sub refused
{
	my ($sql, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $before = fingerprint();
	fails_ok($node, 'practice', $sql, $expected, $name);
	is(fingerprint(), $before, "$name: nothing has changed");
}
sub restore_sql { return "SELECT * FROM paliad_backup_restore('$id', '$_[0]'" . (@_ > 1 ? ", $_[1]" : '') . ')'; }

my $full = { state => '55000', message => 'schema "copy" has rows where the backup\'s would go',
	detail => 'These tables have rows: copy.fees, copy.matters, copy.people, copy.rooms, copy.users, copy.ref_countries.',
	hint => 'Name a schema that does not exist yet, or DELETE the rows of these tables: a restore never overwrites existing rows.' };
refused(restore_sql('copy'), $full, 'over existing rows');
# Tables that only CASCADE reaches. The tables of the backup refer to each other anyway.
$node->safe_psql('practice', <<'SQL');
CREATE SCHEMA beside;
CREATE TABLE beside."Keys" (id int PRIMARY KEY, holder int REFERENCES copy.people);
CREATE TABLE beside.locks (key int REFERENCES beside."Keys");
SQL
refused(restore_sql('copy'), { %$full, hint => "$full->{hint} TRUNCATE ... CASCADE would also empty what refers to them: "
		  . 'beside."Keys", beside.locks.' }, 'over rows that others refer to');
like(attempt($node, 'practice', restore_sql('paliad'))->{error}{hint}, qr/ would also empty what refers to them: paliad\.backups\.$/,
	'the catalog refers to the app\'s users');
$node->safe_psql('practice', 'DROP SCHEMA beside CASCADE');

# --- into the tables ---------------------------------------------------------

$node->safe_psql('practice', $empty);
$node->safe_psql('practice', <<'SQL');
CREATE FUNCTION copy.spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'spoilt'; RETURN NEW; END $$;
CREATE TRIGGER spoil BEFORE INSERT ON copy.people FOR EACH ROW EXECUTE FUNCTION copy.spoil();
ALTER TABLE copy.people ADD since date DEFAULT '2026-01-01';
SELECT setval('copy.rooms_id_seq', 99);
SQL
try_ok($node, 'practice', restore_sql('copy'), "fees|2\nmatters|2\npeople|3\nrooms|2\nsystem_audit_log|0\nusers|2\nref__countries|2", 'into empty tables, whose keys go round');
is($node->safe_psql('practice', 'SELECT * FROM copy.people ORDER BY id'), <<'ROWS' =~ s/\n\z//r, 'row for row; no trigger fired; a new column has its default');
1|anna||1|ANNA||1.50|2026-01-01
2|be"rt|1|2|BE"RT|a,
b||2026-01-01
3|carl|2||CARL||NaN|2026-01-01
ROWS
is($node->safe_psql('practice', 'SELECT count(*) FROM (TABLE paliad.rooms EXCEPT TABLE copy.rooms) a'), 0, 'the other half of the circle');
is($node->safe_psql('practice', "SELECT tableoid::regclass, cents FROM copy.fees ORDER BY 2"), "copy.fees_2025|5\ncopy.fees_2026|6", 'partitions');
is($node->safe_psql('practice', "SELECT last_value, is_called FROM copy.rooms_id_seq"), '2|t', 'a sequence goes back to where it was');
is($node->safe_psql('practice', "INSERT INTO copy.people (name) VALUES ('dora') RETURNING id, note"), '4|spoilt', 'and an identity; triggers fire again');
is($node->safe_psql('practice', "SELECT metadata->>'schema' FROM paliad.system_audit_log WHERE event_type = 'backup_restored' ORDER BY created_at DESC LIMIT 1"),
	'copy', 'the audit log has it');

# Everything or nothing: a rollback resets the sequences too.
$node->safe_psql('practice', $empty);
$node->safe_psql('practice', "SELECT setval('copy.rooms_id_seq', 99)");
{
	my $before = fingerprint();
	try_ok($node, 'practice', "SET client_min_messages = error; BEGIN; SELECT count(*) FROM paliad_backup_restore('$id', 'copy'); ROLLBACK", 7, 'restored, and rolled back');
	is(fingerprint(), $before, 'and nothing is left of it');
}

# --- a shape that has changed ------------------------------------------------

$node->safe_psql('practice', 'ALTER TABLE copy.people DROP note, DROP fee; ALTER TABLE copy.matters DROP title');
refused(restore_sql('copy'), { state => '42703', message => 'tables have lost columns that the backup has',
		detail => 'copy.matters lacks "title"; copy.people lacks "note", "fee".',
		hint => 'Add the columns, or leave their values out: paliad_backup_restore(id, target_schema, drop_columns => true).' }, 'lost columns');
try_ok($node, 'practice', "SELECT count(*) FROM paliad_backup_restore('$id', 'copy', drop_columns => true)", 7, 'unless told to drop them');
is($node->safe_psql('practice', 'SELECT id, name, boss, office, shout FROM copy.people ORDER BY id'), "1|anna||1|ANNA\n2|be\"rt|1|2|BE\"RT\n3|carl|2||CARL", 'the others are there');

$node->safe_psql('practice', "$empty; ALTER TABLE copy.people ADD CONSTRAINT lost FOREIGN KEY (id) REFERENCES copy.matters");
refused(restore_sql('copy', 'true'), { state => '23503', message => 'the backup\'s rows break the foreign key "lost" of copy.people',
		detail => 'A row refers to (3), which copy.matters does not have.',
		hint => 'The key is newer than the backup, or its rows are in a table that the backup leaves out: fill that one first.' }, 'a key that the rows break');
$node->safe_psql('practice', 'ALTER TABLE copy.people DROP CONSTRAINT lost; ALTER TABLE copy.fees ADD lawyer int, ADD UNIQUE (day, lawyer)');
# A foreign key of one partition only, and one with two collations.
$node->safe_psql('practice', 'ALTER TABLE copy.fees_2026 ADD CONSTRAINT alone FOREIGN KEY (cents) REFERENCES copy.matters');
refused(restore_sql('copy', 'true'), { state => '23503', message => 'the backup\'s rows break the foreign key "alone" of copy.fees_2026',
		detail => 'A row refers to (6), which copy.matters does not have.',
		hint => 'The key is newer than the backup, or its rows are in a table that the backup leaves out: fill that one first.' }, 'a key of one partition');
$node->safe_psql('practice', <<'SQL');
ALTER TABLE copy.fees_2026 DROP CONSTRAINT alone;
CREATE TABLE copy.nicks (nick text COLLATE "C" PRIMARY KEY); INSERT INTO copy.nicks VALUES ('anna'), ('carl');
ALTER TABLE copy.people DROP shout;
ALTER TABLE copy.people ALTER name TYPE text COLLATE "POSIX", ADD CONSTRAINT nick FOREIGN KEY (name) REFERENCES copy.nicks;
SQL
refused(restore_sql('copy', 'true'), { state => '23503', message => 'the backup\'s rows break the foreign key "nick" of copy.people',
		detail => 'A row refers to ("be""rt"), which copy.nicks does not have.',
		hint => 'The key is newer than the backup, or its rows are in a table that the backup leaves out: fill that one first.' }, 'a key over two collations');
$node->safe_psql('practice', 'ALTER TABLE copy.people DROP CONSTRAINT nick; DROP TABLE copy.nicks');
# A column that has a sequence.
$node->safe_psql('practice', 'ALTER TABLE copy.rooms DROP id CASCADE');
try_ok($node, 'practice', "SET client_min_messages = error; BEGIN; SELECT count(*) FROM paliad_backup_restore('$id', 'copy', drop_columns => true); ROLLBACK", 7,
	'a lost column that had a sequence');
$node->safe_psql('practice', 'UPDATE copy.rooms SET rank = 1; ALTER TABLE copy.matters ADD CHECK (id <> 2)');
refused(restore_sql('copy', 'true'), { state => '23514', message => 'new row for relation "matters" violates check constraint "matters_id_check"',
		detail => 'Failing row contains (2).' }, 'a check that a row breaks');
$node->safe_psql('practice', 'ALTER TABLE copy.matters DROP CONSTRAINT matters_id_check; DROP TABLE copy.users');
refused(restore_sql('copy', 'true'), { state => '42P01', message => 'schema "copy" lacks tables that the backup has', detail => 'It lacks "users".',
		hint => 'Name a schema that does not exist yet: it is created with all tables.' }, 'a table is missing');
$node->safe_psql('practice', 'CREATE VIEW copy.users AS SELECT 1');
refused(restore_sql('copy', 'true'), { state => '42809', message => 'copy.users is no table: nothing can be restored into it' }, 'a view');
refused(restore_sql('pg_catalog'), { state => '42P01', message => 'schema "pg_catalog" lacks tables that the backup has',
		detail => 'It lacks "fees", "matters", "people", "rooms", "system_audit_log", "users", "ref_countries".',
		hint => 'Name a schema that does not exist yet: it is created with all tables.' }, 'the server\'s own schema');
is(attempt($node, 'practice', restore_sql('pg_mine'))->{error}{state}, '42939', 'a name of the server\'s');

# --- who may -----------------------------------------------------------------

$node->safe_psql('practice', <<'SQL');
CREATE ROLE stranger LOGIN; GRANT EXECUTE ON FUNCTION paliad_backup_restore(uuid, text, boolean, text), paliad_backup_drill(uuid) TO stranger;
CREATE ROLE keeper LOGIN; GRANT paliad_backup_admin TO keeper;
CREATE ROLE nobody_much LOGIN;
TRUNCATE other.people, other.rooms, other.fees, other.users, other.matters, other.ref_countries, other.system_audit_log;
SQL
my %nobody = (state => '42501', message => 'only an administrator may use backups',
	detail => 'The caller is no superuser, no member of the role paliad_backup_admin, and no signed-in user of the app whose global_role is global_admin.',
	hint => 'Sign in as a global admin, or GRANT paliad_backup_admin to the database role.');
for my $function ("paliad_backup_restore('$id', 'mine')", "paliad_backup_drill('$id')")
{
	my ($name) = $function =~ /^(\w+)/;
	refused("SET ROLE stranger; SELECT $function", \%nobody, "$name: a stranger");
	is(attempt($node, 'practice', "SET ROLE nobody_much; SELECT $function")->{error}{message}, "permission denied for function $name", "$name: without EXECUTE");
}
refused('SET ROLE keeper; ' . restore_sql('mine'), { state => '42501', message => 'the caller may not create schemas in this database',
		hint => 'Call as a role that may (GRANT CREATE ON DATABASE), or restore into empty tables of the same shape.' }, 'an admin who may not make schemas');
refused('SET ROLE keeper; ' . restore_sql('other'), { state => '42501', message => 'the caller may not insert into all tables',
		detail => 'Not into other.fees, other.matters, other.people, other.ref_countries, other.rooms, other.system_audit_log, other.users.',
		hint => 'Call as a role with INSERT on them, or restore into a schema that does not exist yet.' }, 'an admin who may not insert');
$node->safe_psql('practice', 'GRANT USAGE ON SCHEMA other TO keeper; GRANT INSERT ON ALL TABLES IN SCHEMA other TO keeper; ALTER TABLE other.people ENABLE ROW LEVEL SECURITY');
refused('SET ROLE keeper; ' . restore_sql('other'), { state => '42501', message => 'row-level security decides what the caller may insert',
		detail => 'It does for other.people.', hint => 'Call as the tables\' owner or as a role with BYPASSRLS.' }, 'row-level security');
$node->safe_psql('practice', 'ALTER TABLE other.people DISABLE ROW LEVEL SECURITY');
refused('SET ROLE keeper; ' . restore_sql('other'), { state => '42501', message => 'the caller may not set the position of sequence other.rooms_id_seq',
		hint => 'GRANT UPDATE ON SEQUENCE other.rooms_id_seq to the calling role.' }, 'a sequence');
$node->safe_psql('practice', 'GRANT UPDATE ON ALL SEQUENCES IN SCHEMA other TO keeper; GRANT CREATE ON DATABASE practice TO keeper');
try_ok($node, 'practice', "SET ROLE keeper; SELECT count(*) FROM paliad_backup_restore('$id', 'other')", 7, 'an admin with the rights he needs');
try_ok($node, 'practice', "SET ROLE keeper; SELECT count(*) FROM paliad_backup_restore('$id', 'mine'); SELECT sum(fee) FROM mine.people", "7\nNaN", 'and into a schema of his own');
is($node->safe_psql('practice', "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = 'mine'::regnamespace"), 'keeper', 'which is his');

# --- code in a backup --------------------------------------------------------

# A check constraint calls a function of the server, which calls one of mallory's: that has only the restorer's rights,
# and the objects that it makes are found.
$node->safe_psql('practice', <<'SQL');
CREATE TABLE public.seen (who text, secret bool); GRANT INSERT, SELECT ON public.seen TO PUBLIC; GRANT USAGE, CREATE ON SCHEMA public TO PUBLIC;
CREATE ROLE mallory;
CREATE FUNCTION public.evil() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
  IF current_setting('evil.armed', true) = '1' THEN
    INSERT INTO public.seen VALUES (current_user, has_schema_privilege('paliad', 'USAGE'));
    IF to_regclass('leak.matters') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = 4711) THEN PERFORM lo_create(4711); END IF;
    IF to_regclass('tamper.matters') IS NOT NULL THEN ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO mallory; END IF;
    IF to_regclass('trap.matters') IS NOT NULL THEN GRANT INSERT ON trap.matters TO mallory; END IF;
  END IF;
  RETURN 1; END $$;
ALTER TABLE paliad.matters ADD CONSTRAINT bait CHECK (query_to_xml('SELECT public.evil()', true, true, '') IS NOT NULL);
SQL
my $baited = run_backup($node, 'practice');
refused("SET evil.armed = '1'; SELECT * FROM paliad_backup_restore('$baited', 'trap')", { state => 'XX001',
		message => 'in schema "trap" is more than the backup has: trap.matters',
		detail => 'Code that belongs to a check or an index of the backup must have made it.',
		hint => 'Find out who wrote it before you restore this backup.' }, 'a trap');
for my $case ([ 'leak', 'large object 4711' ], [ 'tamper', 'default privileges on new relations belonging to role paliad_backup_restorer' ])
{
	my ($schema, $thing) = @$case;
	refused("SET evil.armed = '1'; SELECT * FROM paliad_backup_restore('$baited', '$schema')", { state => 'XX001',
			message => "paliad_backup_restorer has more than the backup's schemas: $thing",
			detail => 'Code that belongs to a check or an index of the backup must have made it, or someone gave the role rights in this database.',
			hint => 'Find out who made it before you restore this backup, and DROP OWNED BY paliad_backup_restorer.' }, "outside of the schema: $schema");
}
try_ok($node, 'practice', "SET client_min_messages = error; SET evil.armed = '1'; SELECT count(*) FROM paliad_backup_restore('$baited', 'tame'); SELECT DISTINCT who, secret FROM public.seen",
	"7\npaliad_backup_restorer|f", 'such code has no rights');
$node->safe_psql('practice', 'ALTER TABLE paliad.matters DROP CONSTRAINT bait');
$node->safe_psql('practice', 'GRANT pg_read_all_data TO paliad_backup_restorer');
is(attempt($node, 'practice', restore_sql('more'))->{error}{message}, 'role "paliad_backup_restorer" is not as backups need it', 'a restorer that was given more');
$node->safe_psql('practice', 'REVOKE pg_read_all_data FROM paliad_backup_restorer');

# A check constraint sets search_path to views named like the server's catalogs, through which a function of mallory's
# would run as the role that queries a catalog next.
$node->safe_psql('practice', <<'SQL');
CREATE SCHEMA evil AUTHORIZATION mallory; GRANT USAGE ON SCHEMA evil TO PUBLIC;
SET ROLE mallory;
CREATE SEQUENCE evil.superusers; -- what a drill undoes stays in it
CREATE FUNCTION evil.witness() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN
  IF current_user = 'postgres' THEN PERFORM pg_catalog.nextval('evil.superusers'); END IF;
  RETURN true; END $$;
DO $$ DECLARE catalog text; BEGIN
  FOREACH catalog IN ARRAY '{pg_class,pg_constraint,pg_namespace,pg_type,pg_proc,pg_roles,pg_extension,pg_trigger,pg_depend,pg_shdepend,pg_index,pg_auth_members}'::text[] LOOP
    EXECUTE format('CREATE VIEW evil.%I AS SELECT * FROM pg_catalog.%1$I WHERE evil.witness(); GRANT SELECT ON evil.%1$I TO PUBLIC', catalog);
  END LOOP; END $$;
RESET ROLE;
ALTER TABLE paliad.matters ADD CONSTRAINT lure CHECK (set_config('search_path', 'evil, pg_catalog', false) IS NOT NULL);
SQL
my $lured = run_backup($node, 'practice');
my $path = q{SELECT current_setting('search_path')};
for my $case ([ "SELECT count(*) FROM paliad_backup_restore('$lured', 'lured')", 'a schema that is made' ],
	[ "SELECT count(*) FROM paliad_backup_restore('$lured', 'lured')", 'tables that are there' ],
	[ "SELECT count(*) FROM paliad_backup_drill('$lured') WHERE ok", 'a drill' ])
{
	my ($call, $name) = @$case;
	my $expected = $name eq 'a drill' ? 13 : 7;
	try_ok($node, 'practice', "SET client_min_messages = error; $call; $path", qq{$expected\n"\$user", public}, "a lure: $name");
	is($node->safe_psql('practice', 'SELECT is_called FROM evil.superusers'), 'f', "a lure: $name: no superuser looked into the false catalogs");
	$node->safe_psql('practice', $empty =~ s/copy\./lured./gr . "; SELECT setval('evil.superusers', 1, false)");
}
$node->safe_psql('practice', "ALTER TABLE paliad.matters DROP CONSTRAINT lure; DROP SCHEMA lured CASCADE; SELECT paliad_backup_delete('$lured')");

# --- bad input ---------------------------------------------------------------

my $unknown = '00000000-0000-4000-8000-0000000000ee';
for my $function ('paliad_backup_restore(%s, \'fresh\')', 'paliad_backup_drill(%s)')
{
	my ($name) = $function =~ /^(\w+)/;
	my $call = sub { return 'SELECT * FROM ' . sprintf $function, "'$_[0]'" };
	refused($call->($unknown), { state => '42704', message => "there is no backup $unknown", hint => 'paliad.backups lists the backups with their ids.' }, "$name: an unknown id");
	$node->safe_psql('practice', "INSERT INTO paliad.backups (id, kind, status, requested_by_email, error) VALUES ('$unknown', 'on_demand', 'failed', 'x', 'no room')");
	refused($call->($unknown), { state => '55000', message => "backup $unknown failed and has no artifact", detail => 'no room', hint => 'Use a backup whose status is done.' }, "$name: a failed one");
	$node->safe_psql('practice', "UPDATE paliad.backups SET status = 'running' WHERE id = '$unknown'");
	refused($call->($unknown), { state => '55006', message => "backup $unknown is still running", hint => 'Wait until it is done.' }, "$name: a running one");
	$node->safe_psql('practice', "DELETE FROM paliad.backups WHERE id = '$unknown'");
	refused('BEGIN READ ONLY; ' . $call->($id), { state => '25006', message => ($name =~ /drill/ ? 'a drill' : 'a restore') . ' needs a transaction that may write',
			hint => 'Call it outside of READ ONLY transactions, on the primary.' }, "$name: a transaction that can't write");
}

# A damaged artifact is an error of a restore, and a finding of a drill.
sub damaged
{
	my ($backup, $detail, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	refused("SELECT * FROM paliad_backup_restore('$backup', 'fresh')", { state => 'XX001',
			message => "the artifact of backup $backup is damaged and can't be restored", detail => $detail,
			hint => 'paliad_backup_verify() shows every check; use another backup.' }, $name);
	try_ok($node, 'practice', "SELECT item, ok, detail FROM paliad_backup_drill('$backup')", "artifact|f|$detail", "$name: a drill says so");
}
{
	my ($path) = row($node, 'practice', $baited)->{storage_uri} =~ m{^file://(.*)$};
	my ($size, $content) = (-s $path, slurp_file($path));
	truncate $path, $size - 1000 or die;
	damaged($baited, 'file: it has ' . ($size - 1000) . " bytes; the catalog says $size", 'a file that was cut');
	like($node->safe_psql('practice', 'SELECT reason FROM paliad.backup_status'), qr/backup $baited could not be restored whole in the last drill, at /, 'the status says that the last drill failed');
	$node->safe_psql('practice', "UPDATE paliad.backups SET drilled_at = NULL, drilled_ok = NULL");
	rename $path, "$path.away" or die;
	damaged($baited, "file: artifact " . '"' . ($path =~ s{^.*/}{}r) . '" is missing', 'a file that is gone');
	unlink "$path.away" or die;
	try_ok($node, 'practice', "SET client_min_messages = error; SELECT paliad_backup_delete('$baited')", '', 'deleted');
	my $at = $node->safe_psql('practice', "SET timezone = 'UTC'; SELECT deleted_at FROM paliad.backups WHERE id = '$baited'");
	is(attempt($node, 'practice', "SELECT * FROM paliad_backup_restore('$baited', 'fresh')")->{error}{state}, '58P01', 'a backup that was removed');
}
# The artifact of another database, with a row in this one's catalog.
add_practice($node, 'elsewhere');
{
	my $foreign = run_backup($node, 'elsewhere');
	$node->safe_psql('practice', $node->safe_psql('elsewhere', "SELECT format('INSERT INTO paliad.backups (id, kind, status, requested_by_email, storage_uri, size_bytes, sha256, started_at) VALUES (%L, %L, %L, %L, %L, %L, %L, %L)',"
				. " id, kind, status, requested_by_email, storage_uri, size_bytes, sha256, started_at) FROM paliad.backups WHERE id = '$foreign'"));
	damaged($foreign, 'manifest: it is a backup of database elsewhere', 'an archive of another database');
	$node->safe_psql('practice', "DELETE FROM paliad.backups WHERE id = '$foreign'");
}

# --- while others are at work ------------------------------------------------

{
	my $reading = $node->background_psql('practice');
	$reading->query_safe("SET client_min_messages = error; BEGIN; SELECT count(*) FROM paliad_backup_restore('$id', 'held')");
	is(attempt($node, 'practice', "SELECT paliad_backup_delete('$id')")->{error}{message}, "the artifact of backup $id is being read", 'the artifact stays while it is restored');
	try_ok($node, 'practice', "SET client_min_messages = error; SELECT length(paliad_backup_run()::text)", 36, 'a backup runs meanwhile');
	$reading->query_safe('ROLLBACK');
	$reading->quit;
}
agrees($node, 'at the end');
done_testing();
