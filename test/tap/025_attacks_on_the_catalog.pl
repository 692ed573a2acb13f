# Attacks by the owner of the app's schema and tables, who is no superuser, on the catalog and the roles that write it:
# by other objects in the place of the extension's tables, and by triggers, defaults and the like on the audit log,
# which is his.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

# A short lock timeout, so that locks of an attack don't hold up the test.
my $node = new_server('main', conf => "shared_preload_libraries = paliad_backup\nmax_connections = 50\npaliad_backup.lock_timeout = '2s'");
# Which of these statements could succeed depends on the role that an attack's code runs as.
add_lair($node, 'practice',
	# For the recorder's next statements: lair has functions with the names that it calls.
	q{SELECT set_config('search_path', 'lair, pg_catalog', false)},
	q{UPDATE paliad.backups SET requested_by_email = 'forged'},
	q{UPDATE paliad_kept.backups SET requested_by_email = 'forged'},
	q{INSERT INTO paliad.backups (kind, status, requested_by_email) VALUES ('on_demand', 'done', 'forged')},
	q{INSERT INTO paliad.backup_sheet_rules (relation, note) VALUES ('paliad.matters', 'forged')},
	q{INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail) VALUES (clock_timestamp(), 'done', 'forged')},
	q{GRANT ALL ON paliad.backups TO app_owner},
	q{GRANT ALL ON paliad_kept.backups TO app_owner},
	# The next run would link it again.
	q{ALTER TABLE paliad.backups DROP CONSTRAINT backups_requested_by_fkey, ALTER requested_by TYPE lair.evil USING 'x'},
	q{ALTER TABLE paliad.backups DISABLE ROW LEVEL SECURITY},
	q{CREATE TRIGGER hung BEFORE UPDATE ON paliad.backups FOR EACH ROW EXECUTE FUNCTION lair.spring()},
	q{CREATE RULE hung AS ON UPDATE TO paliad.backup_slots DO ALSO SELECT lair.pay('rule')},
	q{CREATE TABLE lair.child () INHERITS (paliad.backups)});
# A type whose cast to uuid calls lair.pay().
as_owner($node, 'practice', <<'SQL');
CREATE TYPE lair.evil AS ENUM ('x');
CREATE FUNCTION lair.to_uuid(lair.evil) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN PERFORM lair.pay('cast'); RETURN '00000000-0000-4000-8000-000000000001'; END
$$;
CREATE CAST (lair.evil AS uuid) WITH FUNCTION lair.to_uuid(lair.evil) AS IMPLICIT;
CREATE FUNCTION lair.from_uuid(uuid) RETURNS lair.evil LANGUAGE sql AS $$SELECT 'x'::lair.evil$$;
CREATE CAST (uuid AS lair.evil) WITH FUNCTION lair.from_uuid(uuid) AS ASSIGNMENT;
SQL

# --- harmless objects of the owner work --------------------------------------

{
	my $db = add_copy($node);
	as_owner($node, $db, <<'SQL');
CREATE TABLE paliad.audit_copy (id uuid, event_type text, status text);
CREATE FUNCTION paliad.copy_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO paliad.audit_copy VALUES (NEW.id, NEW.event_type, NEW.metadata ->> 'status');
  RETURN NEW;
END
$$;
CREATE TRIGGER copy BEFORE INSERT OR UPDATE ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION paliad.copy_audit();
SQL
	lie_in_wait($node, $db);
	my $row = done_ok($node, $db, "the app's own audit trigger");
	isnt($row && $row->{audit_id}, undef, "the app's own audit trigger: the entry is written");
	is($node->safe_psql($db, 'SELECT event_type, status FROM paliad.audit_copy ORDER BY status COLLATE "C" DESC'),
		"backup_created|running\nbackup_created|done", "the app's own audit trigger: it writes the app's own table");
	nothing_gained($node, $db, "the app's own audit trigger");
}

# --- another schema in the place of schema paliad ----------------------------

# With another schema in its place, a run is refused and each call is harmless. With the real schema, backups work
# again.
sub decoy_ok
{
	my ($name, $sql, $options) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	lie_in_wait($node, $db);
	decoy($node, $db, "INSERT INTO paliad.backups (id, kind, status, requested_by_email)"
		  . " VALUES ('$id', 'on_demand', 'done', 'app_owner'); $sql");
	call_everything($node, $db, $id, $options);
	my $error = attempt($node, $db, 'SELECT paliad_backup_run()', $options)->{error};
	is($error && $error->{state}, '55000', "$name: a run is refused") or diag(explain($error));
	like($error ? "$error->{message} $error->{detail}" : '', qr/paliad|backup_sheet_rules/, "$name: it says what is not as it was");
	no_decoy($node, $db);
	nothing_gained($node, $db, $name);
	done_ok($node, $db, "$name: once the schema is back");
	return;
}

# A superuser's session, with the claims of the app's admin.
my $claim = "options='-c request.jwt.claim.sub=$ADMIN'";

decoy_ok('a copy', '');
decoy_ok('backups whose column is cast to make the foreign key',
	"ALTER TABLE paliad.backups ALTER requested_by TYPE lair.evil USING 'x', ALTER audit_id TYPE lair.evil USING NULL");
decoy_ok('backups with a trigger',
	'CREATE TRIGGER decoy BEFORE INSERT OR UPDATE ON paliad.backups FOR EACH ROW EXECUTE FUNCTION lair.spring()');
decoy_ok('backups that are a view',
	'ALTER TABLE paliad.backups RENAME TO b; CREATE VIEW paliad.backups AS SELECT b.* FROM paliad.b, lair.pay($$view$$);'
	  . ' GRANT ALL ON paliad.backups TO PUBLIC');
decoy_ok('rules that are a view',
	'ALTER TABLE paliad.backup_sheet_rules RENAME TO b; CREATE VIEW paliad.backup_sheet_rules AS'
	  . ' SELECT b.* FROM paliad.b, lair.pay($$view$$); GRANT ALL ON paliad.backup_sheet_rules TO PUBLIC');
decoy_ok('rules with a note from the vault',
	'ALTER TABLE paliad.backup_sheet_rules RENAME TO b; CREATE FUNCTION lair.read() RETURNS text LANGUAGE plpgsql AS'
	  . ' $$BEGIN RETURN (SELECT secret FROM vault.keys); EXCEPTION WHEN OTHERS THEN RETURN NULL; END$$;'
	  . ' CREATE VIEW paliad.backup_sheet_rules AS SELECT $$paliad.matters$$::text AS relation, NULL::text AS kind,'
	  . ' true AS excluded, NULL::int AS sort_order, $${}$$::text[] AS omit_columns, lair.read() AS note;'
	  . ' GRANT ALL ON paliad.backup_sheet_rules TO PUBLIC');
decoy_ok('users that are a view', 'ALTER TABLE paliad.users RENAME TO b;'
	  . ' CREATE VIEW paliad.users AS SELECT b.* FROM paliad.b, lair.pay($$view$$); GRANT ALL ON paliad.users TO PUBLIC', $claim);
decoy_ok('an audit log that is a view', 'ALTER TABLE paliad.system_audit_log RENAME TO b;'
	  . ' CREATE VIEW paliad.system_audit_log AS SELECT * FROM paliad.b; GRANT ALL ON paliad.system_audit_log TO PUBLIC;'
	  . ' CREATE TRIGGER decoy INSTEAD OF INSERT OR UPDATE ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION lair.spring()');

# --- one table in the place of another, in the schema itself -----------------

# app_owner may replace the app's own tables. A run may be refused then or not.
for my $case (
	[ 'the users are a view', 'ALTER TABLE paliad.users RENAME TO b; CREATE VIEW paliad.users AS SELECT b.* FROM paliad.b, lair.pay($$view$$)' ],
	[ 'the users are a table whose id is cast', "ALTER TABLE paliad.users RENAME TO b;"
		  . " CREATE TABLE paliad.users (id lair.evil, email text, display_name text, global_role text);"
		  . " INSERT INTO paliad.users VALUES ('x', 'a', 'b', 'global_admin')" ],
	[ 'their roles are cast to text', 'CREATE FUNCTION lair.to_text(lair.mood) RETURNS text LANGUAGE plpgsql AS'
		  . ' $$BEGIN PERFORM lair.pay($w$cast$w$); RETURN $w$global_admin$w$; END$$;'
		  . ' CREATE CAST (lair.mood AS text) WITH FUNCTION lair.to_text(lair.mood);'
		  . ' ALTER TABLE paliad.users RENAME TO b; CREATE TABLE paliad.users AS SELECT id, email, $$good$$::lair.mood AS global_role FROM paliad.b' ],
	[ 'the log is a view', 'ALTER TABLE paliad.system_audit_log RENAME TO b; CREATE VIEW paliad.system_audit_log AS TABLE paliad.b;'
		  . ' GRANT ALL ON paliad.system_audit_log TO PUBLIC; CREATE TRIGGER decoy INSTEAD OF INSERT OR UPDATE'
		  . ' ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION lair.spring()' ],
	[ 'the log is partitioned', "ALTER TABLE paliad.system_audit_log RENAME TO old; CREATE TABLE paliad.system_audit_log (LIKE paliad.old INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY HASH (id);"
		  . " CREATE TABLE paliad.log_0 PARTITION OF paliad.system_audit_log FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
		  . " GRANT ALL ON paliad.system_audit_log, paliad.log_0 TO PUBLIC; CREATE TRIGGER partition BEFORE INSERT ON paliad.log_0 FOR EACH ROW EXECUTE FUNCTION lair.spring()" ],
	[ 'auth.uid() pays', 'CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE plpgsql AS'
		  . " \$\$BEGIN PERFORM lair.pay(\$w\$uid\$w\$); RETURN '$ADMIN'; END\$\$" ],
	[ 'auth.uid() returns what is cast', "ALTER SCHEMA auth RENAME TO auth_kept; CREATE SCHEMA auth; GRANT USAGE ON SCHEMA auth TO PUBLIC;"
		  . ' CREATE FUNCTION auth.uid() RETURNS lair.evil LANGUAGE sql AS $$SELECT $w$x$w$::lair.evil$$;'
		  . ' CREATE FUNCTION lair.to_text(lair.evil) RETURNS text LANGUAGE plpgsql AS $$BEGIN PERFORM lair.pay($w$cast$w$); RETURN NULL; END$$;'
		  . ' CREATE CAST (lair.evil AS text) WITH FUNCTION lair.to_text(lair.evil)' ])
{
	my ($name, $sql) = @$case;
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	lie_in_wait($node, $db);
	as_owner($node, $db, $sql);
	call_everything($node, $db, $id, $claim);
	nothing_gained($node, $db, $name);
}

# --- code attached to the audit log ------------------------------------------

my $log = 'paliad.system_audit_log';
my $pays = 'FOR EACH ROW EXECUTE FUNCTION lair.spring()';
for my $case (
	[ 'a trigger before an insert', "CREATE TRIGGER before_insert BEFORE INSERT ON $log $pays" ],
	[ 'a trigger after an insert', "CREATE TRIGGER after_insert AFTER INSERT ON $log $pays" ],
	[ 'a trigger before an update', "CREATE TRIGGER before_update BEFORE UPDATE ON $log $pays" ],
	[ 'a trigger after a statement', "CREATE TRIGGER statement AFTER INSERT OR UPDATE ON $log EXECUTE FUNCTION lair.spring()" ],
	[ "a trigger's condition", "CREATE TRIGGER condition BEFORE INSERT ON $log FOR EACH ROW WHEN (lair.pay('condition'))"
		  . ' EXECUTE FUNCTION lair.spring()' ],
	[ 'a deferred trigger', "CREATE CONSTRAINT TRIGGER deferred AFTER INSERT OR UPDATE ON $log DEFERRABLE INITIALLY DEFERRED $pays" ],
	[ 'a default', "ALTER TABLE $log ADD paid boolean DEFAULT lair.pay('default')" ],
	[ 'a check', "ALTER TABLE $log ADD CHECK (lair.pay('check'))" ],
	[ 'a generated column', "ALTER TABLE $log ADD paid int GENERATED ALWAYS AS (lair.trap(length(event_type))) STORED" ],
	[ 'an index', "CREATE INDEX ON $log (lair.trap(length(event_type)))" ],
	[ "an index's condition", "CREATE INDEX ON $log (id) WHERE lair.trap(length(event_type)) > 0" ],
	[ 'a domain', "ALTER TABLE $log ALTER actor_email TYPE lair.checked" ],
	[ 'a type that text is cast to', 'CREATE FUNCTION lair.to_mood(text) RETURNS lair.mood LANGUAGE plpgsql AS'
		  . ' $$BEGIN PERFORM lair.pay($w$cast$w$); RETURN $w$good$w$::lair.mood; END$$;'
		  . " CREATE CAST (text AS lair.mood) WITH FUNCTION lair.to_mood(text) AS ASSIGNMENT;"
		  . " ALTER TABLE $log ALTER actor_email TYPE lair.mood USING 'good'" ],
	[ 'a rule', "CREATE RULE paid AS ON INSERT TO $log DO ALSO SELECT lair.pay('rule')" ],
	[ 'a rule for updates', "CREATE RULE paid AS ON UPDATE TO $log DO ALSO SELECT lair.pay('rule')" ],
	[ 'a policy', "ALTER TABLE $log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
		  . " CREATE POLICY paid ON $log USING (lair.pay('policy')) WITH CHECK (lair.pay('policy'))" ],
	[ 'a function of its owner', "CREATE FUNCTION lair.definer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = lair AS"
		  . " \$\$BEGIN PERFORM lair.pay('definer'); RETURN NEW; END\$\$;"
		  . " CREATE TRIGGER definer BEFORE INSERT ON $log FOR EACH ROW EXECUTE FUNCTION lair.definer()" ],
	[ 'an SQL function', 'CREATE FUNCTION lair.in_sql(text) RETURNS boolean LANGUAGE sql AS $$SELECT lair.pay($1)$$;'
		  . " ALTER TABLE $log ADD paid boolean DEFAULT lair.in_sql('sql')" ],
	# Functions of the server that execute a query, or change settings of later statements.
	[ 'a query as a default', "ALTER TABLE $log ADD seen xml DEFAULT query_to_xml('SELECT secret FROM vault.letters', true, true, '')" ],
	[ 'a table as a default', "ALTER TABLE $log ADD seen xml; ALTER TABLE $log ALTER seen SET DEFAULT table_to_xml('vault.letters', true, true, '')" ],
	[ 'a query that calls', "ALTER TABLE $log ADD seen xml DEFAULT query_to_xml('SELECT lair.pay(''query'')', true, true, '')" ],
	[ 'a query that is refused', "ALTER TABLE $log ADD seen xml DEFAULT query_to_xml('SELECT secret FROM vault.keys', true, true, '')", 'may fail' ],
	[ 'a check that sets the path', "ALTER TABLE $log ADD CHECK (set_config('search_path', 'lair, pg_catalog', false) IS NOT NULL)" ],
	[ 'a default that sets the role', "ALTER TABLE $log ADD set text; ALTER TABLE $log ALTER set SET DEFAULT set_config('role', 'postgres', false)", 'may fail' ],
	[ 'a procedural block', "CREATE FUNCTION lair.block() RETURNS trigger LANGUAGE plpgsql AS"
		  . " \$\$BEGIN DO 'BEGIN PERFORM lair.pay(''block''); END'; RETURN NEW; END\$\$;"
		  . " CREATE TRIGGER block BEFORE INSERT ON $log FOR EACH ROW EXECUTE FUNCTION lair.block()" ])
{
	my ($name, $sql, $refuses) = @$case;
	my $db = add_copy($node);
	lie_in_wait($node, $db);
	as_owner($node, $db, $sql);
	my $row = done_ok($node, $db, $name);
	# A second run makes the links that the first one has dropped; other functions write to the log too.
	attempt($node, $db, 'SELECT paliad_backup_run()');
	for my $call (map { "paliad_backup_$_" } grep { !$refuses } 'hold(ID, true)', 'hold(ID, false)', 'delete(ID)')
	{
		my $sql = 'SET client_min_messages = error; SELECT ' . ($call =~ s/ID/"'" . ($row ? $row->{id} : $ADMIN) . "'::uuid"/er);
		is(state_of($node, $db, $sql), '', "$name: $call");
	}
	nothing_gained($node, $db, $name);
}

# --- roles that somebody has been granted ------------------------------------

for my $role (qw(reader writer auditor owner))
{
	my $db = add_copy($node);
	is(state_of($node, $db, "GRANT paliad_backup_$role TO mallory"), '', "$role: there is such a role");
	my $error = attempt($node, $db, 'SELECT paliad_backup_run()')->{error};
	is($error && $error->{state}, '55000', "$role has a member: a run is refused");
	like($error ? join ' ', @$error{qw(message detail hint)} : '', qr/paliad_backup_$role/, "$role has a member: it names the role");
	attempt($node, $db, "REVOKE paliad_backup_$role FROM mallory");
	done_ok($node, $db, "$role has none any more");
	for my $more ("GRANT pg_write_all_data TO paliad_backup_$role", "ALTER ROLE paliad_backup_$role LOGIN", "ALTER ROLE paliad_backup_$role CREATEROLE")
	{
		attempt($node, $db, $more);
		is(state_of($node, $db, 'SELECT paliad_backup_run()'), '55000', "$more: a run is refused");
		attempt($node, $db, "REVOKE pg_write_all_data FROM paliad_backup_$role; ALTER ROLE paliad_backup_$role NOLOGIN NOCREATEROLE");
	}
}
{
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	$node->safe_psql($db, 'GRANT paliad_backup_restorer TO mallory');
	is(state_of($node, $db, "SELECT * FROM paliad_backup_restore('$id'::uuid, 'made'::text)"), '55000', 'restorer has a member: a restore is refused');
	$node->safe_psql($db, 'REVOKE paliad_backup_restorer FROM mallory; GRANT paliad_backup_admin TO mallory');
	is(state_of($node, $db, 'SELECT paliad_backup_run()', 'user=mallory'), '', 'admin has members, who make backups');
	$node->safe_psql($db, 'REVOKE paliad_backup_admin FROM mallory');
}
# The roles own no table that one of their statements writes.
is($node->safe_psql('practice', q{
	SELECT c.relname || ' ' || c.relowner::regrole FROM pg_class c
	 WHERE c.relowner::regrole::text IN ('paliad_backup_admin', 'paliad_backup_app', 'paliad_backup_reader', 'paliad_backup_writer',
	                                     'paliad_backup_auditor', 'paliad_backup_restorer') ORDER BY 1}), '', 'no role that anything runs as owns a relation');
# The tables that each role may write.
is($node->safe_psql('practice', q{
	SELECT r.rolname || ' ' || c.relname FROM pg_roles r CROSS JOIN pg_class c
	 WHERE r.rolname IN ('paliad_backup_reader', 'paliad_backup_writer', 'paliad_backup_auditor', 'paliad_backup_restorer',
	                     'paliad_backup_app')
	   AND c.relkind IN ('r', 'p') AND c.relnamespace = 'paliad'::regnamespace
	   AND (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')) ORDER BY 1}),
	join("\n", 'paliad_backup_auditor system_audit_log', map { "paliad_backup_writer $_" } qw(backup_installations backup_slots backups)),
	'the auditor writes the audit log alone, and the writer the catalog');

# --- the schedule ------------------------------------------------------------

# The schedule worker writes slots without being asked for.
{
	my $db = add_copy($node);
	lie_in_wait($node, $db);
	decoy($node, $db, join ' ', map { "CREATE TRIGGER decoy BEFORE INSERT OR UPDATE ON paliad.$_ $pays;" } qw(backup_slots backups));
	$node->safe_psql('postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.$_") for "schedule = '0 0 1 1 *'", "databases = $db";
	my $log_begins = -s $node->logfile;
	$node->reload;
	my $end = time + 60;
	while (time < $end)
	{
		last if $node->safe_psql($db, 'SELECT count(*) FROM paliad.backup_slots');
		last if slurp_file($node->logfile, $log_begins) =~ /scheduled backups of database "$db" can't be made: (.*)/;
		usleep(200_000);
	}
	like(slurp_file($node->logfile, $log_begins), qr/scheduled backups of database "$db" can't be made: .*(paliad|backup_slots)/, "the schedule's slots in another schema: it is said");
	$node->safe_psql('postgres', "ALTER SYSTEM RESET paliad_backup.$_") for qw(schedule databases);
	$node->reload;
	no_decoy($node, $db);
	nothing_gained($node, $db, "the schedule's slots in another schema");
}

done_testing();
