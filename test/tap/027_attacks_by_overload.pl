# Attacks by functions with the name of a called one: mallory may create functions in the extension's schema, and
# app_owner owns the database, and with it the schema public.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "max_connections = 50\npaliad_backup.lock_timeout = '2s'");
add_lair($node, 'practice', 'ALTER ROLE mallory SUPERUSER');

# Makes functions in schema public like the extension's in schema `source`, with argument types that match a call as
# well or better; each calls lair.pay(). `kinds` maps types to their replacements; without it they are the same.
my $OVERLOADS = <<'SQL';
CREATE FUNCTION lair.overload(source regnamespace, kinds jsonb) RETURNS bigint LANGUAGE plpgsql AS $make$
DECLARE
  f record;
  mask int;
  args text;
  made bigint := 0;
BEGIN
  FOR f IN SELECT p.*, coalesce(p.proallargtypes, p.proargtypes::oid[]) AS types FROM pg_proc p
            WHERE p.pronamespace = source AND p.proname LIKE 'paliad\_backup\_%' AND p.prorettype <> 'trigger'::regtype
              AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  LOOP
    -- A bit for each argument that gets another type.
    FOR mask IN SELECT generate_series(CASE WHEN kinds = '{}' THEN 0 ELSE 1 END,
                                       CASE WHEN kinds = '{}' THEN 0 ELSE (1 << f.pronargs) - 1 END) LOOP
      SELECT string_agg(CASE WHEN coalesce(f.proargmodes[n], 'i') = 'i' THEN '' ELSE 'OUT ' END
                        || quote_ident(coalesce(f.proargnames[n], 'a' || n)) || ' '
                        || CASE WHEN coalesce(f.proargmodes[n], 'i') = 'i' AND mask & (1 << (n - 1)::int) <> 0
                                THEN coalesce(kinds ->> format_type(type, NULL), kinds ->> '*') ELSE format_type(type, NULL) END,
                        ', ' ORDER BY n)
        INTO args FROM unnest(f.types) WITH ORDINALITY AS t (type, n);
      BEGIN
        EXECUTE format('CREATE FUNCTION public.%I(%s) RETURNS %s %s LANGUAGE plpgsql AS %L', f.proname, args,
                       CASE WHEN f.proretset THEN 'SETOF' ELSE '' END, format_type(f.prorettype, NULL),
                       format('BEGIN PERFORM lair.pay(%L); %s; END', format('%s(%s)', f.proname, split_part(args, ', OUT', 1)),
                              CASE WHEN f.proretset OR f.prorettype = 'void'::regtype THEN 'RETURN' ELSE 'RETURN NULL' END));
        made := made + 1;
      EXCEPTION WHEN duplicate_function THEN
        NULL;
      END;
    END LOOP;
  END LOOP;
  RETURN made;
END
$make$;
SQL
$node->safe_psql('practice', $OVERLOADS . 'ALTER FUNCTION lair.overload(regnamespace, jsonb) OWNER TO mallory');

# --- better matches in the extension's schema --------------------------------

# Untyped literals and parameters are resolved as text first; the other types are closer to a catalog's columns.
my %kinds = (
	'text' => '{"*": "text"}',
	'a name' => '{"text": "name", "uuid": "text", "oid": "regclass", "oid[]": "regclass[]", "text[]": "name[]", "regclass": "text", "*": "text"}',
	'a whole number' => '{"bigint": "int", "integer": "bigint", "uuid": "\"char\"", "text": "varchar", "oid": "int", "boolean": "text", "*": "anyelement"}');

for my $kind (sort keys %kinds)
{
	my $name = "overloads that take $kind";
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	lie_in_wait($node, $db);
	cmp_ok(as_mallory($node, $db, "SELECT lair.overload('public', '$kinds{$kind}')"), '>', 5, "$name are made");
	call_everything($node, $db, $id);
	nothing_gained($node, $db, $name);
	done_ok($node, $db, $name);

	# The overloads exist before the extension does.
	lie_in_wait($node, $db);
	$node->safe_psql($db, 'SET client_min_messages = error; DROP EXTENSION paliad_backup CASCADE; CREATE EXTENSION paliad_backup');
	$id = attempt($node, $db, 'SELECT paliad_backup_run()')->{out} || $id;
	call_everything($node, $db, $id);
	nothing_gained($node, $db, "$name, before the extension is made");
}

# Calls by a member of the admin role, and by others who may.
{
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	$node->safe_psql($db, 'CREATE ROLE keeper LOGIN; GRANT paliad_backup_admin TO keeper; GRANT CREATE ON DATABASE ' . $db . ' TO keeper');
	$node->safe_psql($db, q{INSERT INTO lair.orders (statement) VALUES
		('INSERT INTO lair.loot SELECT %1$L, id::text FROM paliad.backups LIMIT 1')});
	lie_in_wait($node, $db);
	as_mallory($node, $db, "SELECT lair.overload('public', '$kinds{text}')");
	call_everything($node, $db, $id, 'user=keeper');
	nothing_gained($node, $db, 'overloads, when an administrator calls');
	$node->safe_psql($db, 'DROP OWNED BY keeper CASCADE; DROP ROLE keeper');
}

# --- another schema in the place of the extension's --------------------------

{
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	lie_in_wait($node, $db);
	$node->safe_psql($db, "ALTER DATABASE $db OWNER TO app_owner; ALTER SCHEMA public OWNER TO pg_database_owner");
	is(state_of($node, $db, 'ALTER SCHEMA paliad_backup_internal RENAME TO kept', 'user=app_owner'), '42501',
		"what only the extension calls stands in a schema that is not the database owner's");
	as_owner($node, $db, 'ALTER SCHEMA public RENAME TO kept_public; CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO PUBLIC');
	cmp_ok(as_owner($node, $db, "SELECT lair.overload('kept_public', '{}')"), '>', 5, 'the same functions in another schema public are made');
	call_everything($node, $db, $id, undef, 'kept_public');
	nothing_gained($node, $db, 'another schema public');
	as_owner($node, $db, 'SET client_min_messages = error; DROP SCHEMA public CASCADE; ALTER SCHEMA kept_public RENAME TO public');
	done_ok($node, $db, 'once schema public is back');
}

# --- settings of the database ------------------------------------------------

# The database's owner sets the search_path of other sessions and of the extension's workers.
{
	my $db = add_copy($node);
	my $id = run_backup($node, $db);
	lie_in_wait($node, $db);
	$node->safe_psql($db, "ALTER DATABASE $db OWNER TO app_owner");
	as_owner($node, $db, join ';', (map { "CREATE FUNCTION lair.eq($_, $_) RETURNS boolean LANGUAGE plpgsql AS"
			. " \$\$BEGIN PERFORM lair.pay('operator'); RETURN true; END\$\$;"
			. " CREATE OPERATOR lair.= (FUNCTION = lair.eq, LEFTARG = $_, RIGHTARG = $_)" } qw(oid text name uuid int4 "char")),
		'CREATE FUNCTION lair.format(text, VARIADIC text[]) RETURNS text LANGUAGE plpgsql AS'
		  . ' $$BEGIN PERFORM lair.pay($w$format$w$); RETURN NULL; END$$',
		'CREATE VIEW lair.pg_class AS SELECT c.* FROM pg_catalog.pg_class c, lair.pay($$view$$)',
		"ALTER DATABASE $db SET search_path = lair, pg_catalog, public",
		"ALTER DATABASE $db SET row_security = off",
		"ALTER DATABASE $db SET plan_cache_mode = force_generic_plan",
		"ALTER DATABASE $db SET from_collapse_limit = 1",
		"ALTER DATABASE $db SET constraint_exclusion = on");
	# The calling session sets its own search_path.
	call_everything($node, $db, $id, "options='-c search_path=pg_catalog'");
	as_owner($node, $db, "ALTER DATABASE $db RESET ALL");
	nothing_gained($node, $db, "the database's settings");
}

# --- who is told -------------------------------------------------------------

sub warnings_of
{
	my ($db, $grant, $schema) = (@_, 'public');
	add_app($node, $db);
	# Before PostgreSQL 15 everybody may create objects in public.
	$node->safe_psql($db, "REVOKE CREATE ON SCHEMA public FROM PUBLIC; $grant");
	my $result = attempt($node, $db, "CREATE EXTENSION paliad_backup SCHEMA $schema");
	return join "\n", map { join ' ', @$_{qw(message detail hint)} } grep { $_->{severity} eq 'WARNING' } map { { detail => '', hint => '', %$_ } } @{ $result->{reports} };
}
{
	no warnings 'uninitialized';
	my $reason = sub { $node->safe_psql($_[0], q{SELECT array_to_string(warnings, ' ') FROM paliad.backup_status}) };
	unlike(warnings_of('closed', 'SELECT 1'), qr/public/, 'a schema in which nobody else may create: no warning');
	unlike($reason->('closed'), qr/public/, 'nor in the status');
	like(warnings_of('opened', 'GRANT CREATE ON SCHEMA public TO mallory'), qr/public/, 'a schema in which others may create: CREATE EXTENSION warns');
	like($reason->('opened'), qr/public/, 'and the status');
	like(warnings_of('everybodys', 'GRANT CREATE ON SCHEMA public TO PUBLIC'), qr/ will be: PUBLIC /, 'everybody may: it warns, too');
	like(warnings_of('named', 'CREATE SCHEMA "Our Tools"; GRANT CREATE ON SCHEMA "Our Tools" TO mallory', '"Our Tools"'),
		qr/schema "Our Tools", where those of paliad_backup will be: mallory /, 'a schema whose name needs quotes');
	$node->safe_psql('closed', 'GRANT CREATE ON SCHEMA public TO PUBLIC');
	like($reason->('closed'), qr/public/, 'the status warns where it was opened later');
}

done_testing();
