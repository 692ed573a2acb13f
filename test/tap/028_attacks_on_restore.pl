# Attacks by code that runs during a restore: of tables that it fills, of event triggers, and in the backup itself. The
# caller is an administrator of backups, who is no superuser.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "max_connections = 50\npaliad_backup.lock_timeout = '5s'");
add_lair($node, 'practice', q{UPDATE paliad.backups SET requested_by_email = 'forged'}, q{ALTER ROLE keeper SUPERUSER},
	q{INSERT INTO lair.loot SELECT %1$L, title FROM closed.matters LIMIT 1});
$node->safe_psql('practice', <<'SQL');
CREATE ROLE keeper LOGIN;
GRANT paliad_backup_admin TO keeper;
GRANT USAGE, CREATE ON SCHEMA lair TO keeper;
-- A superuser's own table, and nobody else's.
CREATE SCHEMA closed;
CREATE TABLE closed.matters (title text);
INSERT INTO closed.matters VALUES ('a matter of the superuser');
SQL

my $RESTORE = "SELECT sheet, rows FROM paliad_backup_restore('%s'::uuid, 'copy'::text, false::boolean) WHERE sheet = 'matters'";

# Makes a copy of practice with a backup, and with its tables, empty, in the schema copy. They belong to `owner`, and
# keeper may insert rows.
sub with_copy
{
	my ($owner) = @_;
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	$node->safe_psql($db, "SET client_min_messages = error; GRANT CREATE ON DATABASE $db TO keeper;"
		  . " SELECT count(*) FROM paliad_backup_restore('$id'::uuid, 'copy'::text);"
		  . ' TRUNCATE copy.matters, copy.users, copy.ref_countries, copy.system_audit_log;'
		  . ' GRANT USAGE ON SCHEMA copy TO keeper, app_owner; GRANT INSERT ON ALL TABLES IN SCHEMA copy TO keeper');
	$node->safe_psql($db, "GRANT CREATE ON SCHEMA copy TO $owner;" . join ' ',
		map { "ALTER TABLE copy.$_ OWNER TO $owner;" } qw(matters users ref_countries system_audit_log))
	  if $owner ne 'postgres';
	return ($db, $id);
}

my $m = 'copy.matters';
my $key = 'CREATE FUNCTION lair.to_int(lair.mood) RETURNS int LANGUAGE plpgsql AS'
  . ' $$BEGIN PERFORM lair.pay($w$cast$w$); RETURN 1; END$$;'
  . ' CREATE CAST (lair.mood AS int) WITH FUNCTION lair.to_int(lair.mood) AS IMPLICIT;';
my $refers = "CREATE TABLE copy.moods (id int PRIMARY KEY); INSERT INTO copy.moods VALUES (1);"
  . " ALTER TABLE $m ADD mood lair.mood DEFAULT 'good' REFERENCES copy.moods";
my @hooks = (
	[ 'a check', "ALTER TABLE $m ADD CHECK (lair.pay('check'))" ],
	[ 'a domain', "ALTER TABLE $m ALTER title TYPE lair.checked" ],
	[ 'a default', "ALTER TABLE $m ADD paid boolean DEFAULT lair.pay('default')" ],
	[ 'a generated column', "ALTER TABLE $m ADD paid int GENERATED ALWAYS AS (lair.trap(id)) STORED" ],
	[ 'an index', "CREATE INDEX ON $m (lair.trap(id))" ],
	[ "an index's condition", "CREATE INDEX ON $m (id) WHERE lair.trap(id) > 0" ],
	[ "an index's condition that is planned", "CREATE INDEX ON $m (id) WHERE lair.trap(1) > 0" ],
	[ 'a trigger that always fires', "CREATE TRIGGER always BEFORE INSERT ON $m FOR EACH ROW EXECUTE FUNCTION lair.spring();"
		  . " ALTER TABLE $m ENABLE ALWAYS TRIGGER always" ],
	[ 'a trigger of replicas', "CREATE TRIGGER replica AFTER INSERT ON $m FOR EACH ROW EXECUTE FUNCTION lair.spring();"
		  . " ALTER TABLE $m ENABLE REPLICA TRIGGER replica" ],
	[ 'a trigger after the statement', "CREATE TRIGGER statement AFTER INSERT ON $m EXECUTE FUNCTION lair.spring();"
		  . " ALTER TABLE $m ENABLE ALWAYS TRIGGER statement" ],
	[ 'a deferred trigger', "CREATE CONSTRAINT TRIGGER deferred AFTER INSERT ON $m DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
		  . " EXECUTE FUNCTION lair.spring(); ALTER TABLE $m ENABLE ALWAYS TRIGGER deferred" ],
	[ "a partition's key", "DROP TABLE $m; CREATE TABLE $m (id int, title text) PARTITION BY RANGE ((lair.trap(id)));"
		  . " CREATE TABLE copy.m1 PARTITION OF $m FOR VALUES FROM (0) TO (9); GRANT INSERT ON $m TO keeper" ],
	[ 'a key that is cast', $refers, $key ]);

# keeper restores into the tables of `owner`, which use objects that app_owner made: the rows must be restored.
sub restore_ok
{
	my ($owner, $hook) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my ($what, $sql, $before) = @$hook;
	my $name = "tables of $owner: $what";
	my ($db, $id) = with_copy($owner);
	as_owner($node, $db, $before) if $before;
	$node->safe_psql($db, $sql, extra_params => [ '-U', $owner ]);
	# Gains from the superuser's own statements don't count.
	$node->safe_psql('postgres', 'ALTER ROLE app_owner NOSUPERUSER; ALTER ROLE keeper NOSUPERUSER');
	$node->safe_psql($db, "TRUNCATE lair.loot, lair.bombs; UPDATE paliad.backups SET requested_by_email = 'keeper'");
	lie_in_wait($node, $db);
	my $result = attempt($node, $db, 'SET client_min_messages = error; ' . sprintf($RESTORE, $id), 'user=keeper');
	# A deferred trigger may make the restore fail at its commit.
	is($result->{error} ? "$result->{error}{state} $result->{error}{message}" : $result->{out}, 'matters|2', "$name: the rows come back")
	  unless $what =~ /deferred/;
	nothing_gained($node, $db, $name);
	$node->safe_psql('postgres', 'ALTER ROLE keeper NOSUPERUSER');
	return;
}
restore_ok('postgres', $_) for @hooks;
# Tables of app_owner himself: he must not get the rights of the reader.
restore_ok('app_owner', $_) for grep { $_->[0] =~ /planned|cast/ } @hooks;

# --- event triggers ----------------------------------------------------------

# A superuser makes the event trigger; the owner of its function decides what it does.
for my $event (qw(ddl_command_start ddl_command_end sql_drop))
{
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	as_owner($node, $db, "CREATE FUNCTION lair.fire() RETURNS event_trigger LANGUAGE plpgsql AS"
		  . " \$\$BEGIN PERFORM lair.pay('$event'); END\$\$");
	$node->safe_psql($db, "GRANT CREATE ON DATABASE $db TO keeper; CREATE EVENT TRIGGER fire ON $event EXECUTE FUNCTION lair.fire()");
	lie_in_wait($node, $db);
	my $quiet = 'SET client_min_messages = error;';
	my $result = attempt($node, $db, "$quiet SELECT sheet, rows FROM paliad_backup_restore('$id'::uuid, 'made'::text) WHERE sheet = 'matters'", 'user=keeper');
	is($result->{error} ? "$result->{error}{state} $result->{error}{message}" : $result->{out}, 'matters|2', "$event: a restore makes a schema");
	$result = attempt($node, $db, "$quiet SELECT bool_and(ok) FROM paliad_backup_drill('$id'::uuid)", 'user=keeper');
	is($result->{error} ? "$result->{error}{state} $result->{error}{message}" : $result->{out}, 't', "$event: a drill makes one");
	attempt($node, $db, 'SELECT paliad_backup_run()', 'user=keeper');
	nothing_gained($node, $db, $event);
	$node->safe_psql('postgres', 'ALTER ROLE keeper NOSUPERUSER');
}

# --- code in the backup ------------------------------------------------------

for my $case (
	[ 'a check', q{ALTER TABLE paliad.matters ADD CHECK (query_to_xml('SELECT lair.pay(''check'')', true, true, '') IS NOT NULL)} ],
	[ 'an index', q{CREATE FUNCTION lair.seen(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN PERFORM lair.pay('index'); RETURN $1; END$$;}
		  . ' CREATE INDEX ON paliad.matters (id) WHERE lair.seen(1) > 0' ],
	[ 'a domain', q{CREATE DOMAIN paliad.worded AS text CHECK (query_to_xml('SELECT lair.pay(''domain'')', true, true, '') IS NOT NULL);}
		  . ' ALTER TABLE paliad.matters ALTER title TYPE paliad.worded' ],
	[ 'a default', 'ALTER TABLE paliad.matters ADD paid boolean DEFAULT lair.pay($$default$$)' ],
	[ 'a generated column', q{ALTER TABLE paliad.matters ADD paid text GENERATED ALWAYS AS (lower(title) || lair.trap(id)) STORED} ])
{
	my ($what, $sql) = @$case;
	my $db = add_copy($node);
	as_owner($node, $db, $sql);
	my $id = run_backup($node, $db);
	$node->safe_psql($db, "GRANT CREATE ON DATABASE $db TO keeper; TRUNCATE lair.loot, lair.bombs");
	lie_in_wait($node, $db);
	for my $caller ('keeper', 'postgres')
	{
		attempt($node, $db, "SELECT * FROM paliad_backup_drill('$id'::uuid)", "user=$caller");
		attempt($node, $db, "SELECT * FROM paliad_backup_restore('$id'::uuid, 'made_$caller'::text)", "user=$caller");
	}
	nothing_gained($node, $db, "a backup with $what");
}

# --- what a restore records --------------------------------------------------

for my $timing ('BEFORE INSERT', 'AFTER INSERT')
{
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	as_owner($node, $db, "CREATE TRIGGER noted $timing ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION lair.spring()");
	$node->safe_psql($db, "GRANT CREATE ON DATABASE $db TO keeper");
	lie_in_wait($node, $db);
	attempt($node, $db, "SELECT * FROM paliad_backup_restore('$id'::uuid, 'made'::text)", 'user=keeper');
	is($node->safe_psql($db, "SELECT count(*) FROM paliad.system_audit_log WHERE event_type = 'backup_restored'"), 1,
		"a trigger $timing of the audit log: a restore is noted");
	nothing_gained($node, $db, "a trigger $timing of the audit log, when something is restored");
}

done_testing();
