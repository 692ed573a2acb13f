# All that CREATE EXTENSION makes in a database and its server, as texts by which two databases can be compared.
package Shape;

use strict;
use warnings;

use Exporter 'import';

our @EXPORT = qw(shape_of);

my $members = q{(SELECT d.classid, d.objid FROM pg_depend d JOIN pg_extension e
	  ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid WHERE e.extname = 'paliad_backup' AND d.deptype = 'e')};

# The members, and the app's objects in which the extension's roles have rights.
my $objects = qq{(SELECT * FROM $members AS m
	UNION SELECT 'pg_namespace'::regclass, oid FROM pg_namespace WHERE nspname IN ('auth', 'paliad')
	UNION SELECT 'pg_class'::regclass, oid FROM pg_class WHERE oid IN (to_regclass('paliad.users'), to_regclass('paliad.system_audit_log')))};

my $relations = qq{(SELECT c.* FROM pg_class c JOIN $members AS m ON (m.classid, m.objid) = ('pg_class'::regclass, c.oid))};

my %queries = (
	extension => q{SELECT format('%s in %s, dumped %s %s', extversion, extnamespace::regnamespace, extconfig::regclass[], extcondition)
		FROM pg_extension WHERE extname = 'paliad_backup'},
	members => qq{SELECT pg_describe_object(classid, objid, 0) FROM $members AS m},
	functions => qq{SELECT pg_get_functiondef(p.oid) || ' owner ' || p.proowner::regrole::text
		FROM pg_proc p JOIN $members AS m ON (m.classid, m.objid) = ('pg_proc'::regclass, p.oid)},
	relations => qq{SELECT format('%s %s, owner %s, row-level security %s %s, options %s', relkind, oid::regclass, relowner::regrole,
		relrowsecurity, relforcerowsecurity, reloptions) FROM $relations AS r},
	# Not the column's own number, which differs where it was added later; only the order counts.
	columns => qq{SELECT format('%s %s. %s %s %s %s %s', r.oid::regclass, row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), a.attname,
		format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation::regcollation, pg_get_expr(f.adbin, f.adrelid))
		FROM $relations AS r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum},
	constraints => qq{SELECT format('%s %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated)
		FROM $relations AS r JOIN pg_constraint k ON k.conrelid = r.oid},
	indexes => qq{SELECT pg_get_indexdef(i.indexrelid) FROM $relations AS r JOIN pg_index i ON i.indrelid = r.oid},
	policies => q{SELECT p::text FROM pg_policies p WHERE schemaname = 'paliad'},
	triggers => qq{SELECT format('%s %s', pg_get_triggerdef(t.oid), t.tgenabled) FROM $relations AS r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal},
	views => qq{SELECT format('%s %s', oid::regclass, pg_get_viewdef(oid)) FROM $relations AS r WHERE relkind = 'v'},
	comments => qq{SELECT pg_describe_object(d.classoid, d.objoid, d.objsubid) || ': ' || d.description
		FROM $members AS m JOIN pg_description d ON (d.classoid, d.objoid) = (m.classid, m.objid)},
	rights => qq{SELECT pg_describe_object(o.classid, o.objid, 0) || ' ' || unnest(r.rights)::text FROM $objects AS o
		JOIN (SELECT 'pg_class'::regclass AS classid, oid AS objid, relacl AS rights FROM pg_class
		      UNION ALL SELECT 'pg_proc'::regclass, oid, proacl FROM pg_proc
		      UNION ALL SELECT 'pg_namespace'::regclass, oid, nspacl FROM pg_namespace) AS r USING (classid, objid)
		UNION ALL SELECT format('%s.%s %s', a.attrelid::regclass, a.attname, unnest(a.attacl)) FROM $objects AS o
		JOIN pg_attribute a ON (o.classid, o.objid) = ('pg_class'::regclass, a.attrelid)},
	'rights that no dump carries' => qq{SELECT pg_describe_object(i.classoid, i.objoid, i.objsubid) || ' ' || unnest(i.initprivs)::text
		FROM $objects AS o JOIN pg_init_privs i ON (i.classoid, i.objoid) = (o.classid, o.objid)},
	'roles that objects depend on' => qq{SELECT format('%s %s %s', pg_describe_object(d.classid, d.objid, d.objsubid), d.deptype, d.refobjid::regrole)
		FROM $objects AS o JOIN pg_shdepend d USING (classid, objid) JOIN pg_database b ON b.oid = d.dbid AND b.datname = current_database()},
	roles => q{SELECT format('%s %s %s %s %s %s %s %s: %s', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
		rolreplication, rolbypassrls, shobj_description(oid, 'pg_authid')) FROM pg_roles WHERE rolname LIKE 'paliad\_backup%'},
	memberships => q{SELECT format('%s in %s', member::regrole, roleid::regrole) FROM pg_auth_members
		WHERE member::regrole::text LIKE 'paliad\_backup%' OR roleid::regrole::text LIKE 'paliad\_backup%'},
	'settings of roles' => q{SELECT format('%s %s', setrole::regrole, setconfig) FROM pg_db_role_setting WHERE setrole <> 0},
	'default rights' => q{SELECT format('%s %s %s %s', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl});

# The lines of each of the compared things, by its name.
sub shape_of
{
	my ($node, $database) = @_;
	return { map { $_ => [ split /\n--\n/, $node->safe_psql($database,
		"SELECT coalesce(string_agg(line, E'\\n--\\n' ORDER BY line COLLATE \"C\"), '') FROM ($queries{$_}) AS lines (line)") ] } keys %queries };
}

1;
