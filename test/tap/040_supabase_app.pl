# An app like those on Supabase, restored by restore.sql: pg_dump finds no difference, and its users get the same
# results.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;
use WayBack;

my $STRANGER = '00000000-0000-4000-8000-000000000003';
my $UNKNOWN = '00000000-0000-4000-8000-000000000009';

my $node = new_server('main', conf => join "\n", 'fsync = off', 'session_preload_libraries = paliad_backup',
	"paliad_backup.schemas = 'paliad, auth, audit'");
my $way_back = "$FindBin::RealBin/../way_back";

plan skip_all => 'security_invoker needs PostgreSQL 15' if $node->pg_version < 15;
for my $extension (qw(citext pg_trgm uuid-ossp))
{
	plan skip_all => "this PostgreSQL has no extension $extension" unless $node->safe_psql('postgres',
		"SELECT count(*) FROM pg_available_extensions WHERE name = '$extension'");
}

psql_in($node, 'postgres', slurp_file("$way_back/supabase_roles.sql"));
new_target($node, 'app');
psql_in($node, 'app', slurp_file("$way_back/supabase_app.sql"));
add_extension($node, 'app');
new_target($node, 'back');

if ($ENV{WAY_BACK_CONTROL})
{
	is_deeply([ faults_of_control($node, 'app', 'back') ], [], 'pg_dump brings it back');
}
else
{
	my $found = judge($node, '--drill', 'app', 'back');
	is($found->{crashed}, undef, 'a backup is made');
	is_deeply([ @$found{qw(ended_well said)} ], [ JSON::PP::true, '' ], 'restore.sql runs without a word');
	is_deeply($found->{drill}, [], 'a drill is content');
	is_deeply([ map { $_->{diff} } @{ $found->{differing} } ], [], 'to pg_dump it is the same')
	  or diag(scalar @{ $found->{differing} }, ' entries differ');
}

# The result of a query of a signed-in user: rows, or the error's message.
sub as_user
{
	my ($database, $user, $sql, $role) = @_;
	$role //= 'authenticated';
	my $result = attempt($node, $database,
		"SET ROLE $role; SET request.jwt.claims = '{\"sub\": \"$user\", \"role\": \"$role\"}'; $sql");
	return $result->{error} ? "$result->{error}{state} $result->{error}{message}" : $result->{out};
}

# Queries of each user, in both databases.
my %questions = (
	matters => 'SELECT id, docket, title, state, lead, words FROM paliad.matters ORDER BY id',
	notes => 'SELECT id, matter, author, body FROM paliad.notes ORDER BY id',
	team => 'SELECT * FROM paliad.team ORDER BY 1, 2',
	users => 'SELECT * FROM paliad.users ORDER BY 1',
	view => 'SELECT * FROM paliad.my_matters ORDER BY id',
	counts => 'SELECT * FROM paliad.matters_by_state ORDER BY 1',
	'found by a word' => q{SELECT id FROM paliad.matters WHERE words @@ to_tsquery('paliad.files', 'Verfahren')},
	'the audit trail' => 'SELECT count(*) FROM audit.trail',
	# The backup's own entry is written after its snapshot.
	'the audit log' => "SELECT event_type, actor_email FROM paliad.system_audit_log WHERE event_type <> 'backup_created'",
	'who he is' => 'SELECT auth.uid(), auth.role()',
	'a new matter of another' => "INSERT INTO paliad.matters (docket, title, lead) VALUES ('XX-9', 'x', '$ADMIN')",
	"another's note" => "UPDATE paliad.notes SET body = 'changed' WHERE author <> auth.uid() RETURNING id",
	'an ill docket' => "INSERT INTO paliad.matters (docket, title) VALUES ('ill', 'x')");

# The results of all queries in a database; they change nothing.
sub answers
{
	my ($database, $user, $role) = @_;
	return { map { ($_ => as_user($database, $user, "BEGIN; $questions{$_}; ROLLBACK", $role)) } keys %questions };
}

my %people = (admin => $ADMIN, clerk => $CLERK, stranger => $STRANGER, unknown => $UNKNOWN);
for my $person (sort keys %people)
{
	is_deeply(answers('back', $people{$person}), answers('app', $people{$person}), "$person: the same answers");
}
for my $role (qw(anon service_role))
{
	is_deeply(answers('back', $UNKNOWN, $role), answers('app', $UNKNOWN, $role), "$role: the same answers");
}

# Some results word for word, so that the comparison above isn't one of empty results.
is(as_user('back', $CLERK, 'SELECT id FROM paliad.matters ORDER BY id'), "1\n3", 'the clerk sees his two matters of three');
is(as_user('back', $CLERK, 'SELECT body FROM paliad.notes ORDER BY id'), "Frist notiert\nzwei Zeilen\n\\.\nEnde", 'and their notes');
is(as_user('back', $STRANGER, 'SELECT id FROM paliad.matters'), '', 'a stranger sees nothing');
is(as_user('back', $UNKNOWN, 'SELECT id FROM paliad.notes'), '', 'nor does who is no user at all');
like(as_user('back', $CLERK, 'SELECT * FROM paliad.system_audit_log'), qr/^42501 permission denied/, 'the audit log is closed');

# The users can go on working in the restored database.
is(as_user('back', $CLERK, "INSERT INTO paliad.notes (matter, body) VALUES (1, 'neu') RETURNING id, author"), "4|$CLERK", 'the clerk writes a note, with the next number');
my $next = $node->safe_psql('app', q{SELECT nextval('audit.entry_number')});
try_ok($node, 'back', q{SELECT id, actor, action, row_is ->> 'body' FROM audit.trail ORDER BY id DESC LIMIT 1},
	"$next|$CLERK|INSERT notes|neu", 'the audit trail has it');
like(as_user('back', $CLERK, "INSERT INTO paliad.notes (matter, body) VALUES (2, 'neu')"), qr/^42501 new row violates row-level security/, 'not in a matter that he does not see');
my $opens = "INSERT INTO paliad.matters (docket, title) VALUES ('DE-4', 'Neu') RETURNING id, lead, words";
like(as_user('app', $CLERK, $opens), qr/^\d+\|$CLERK\|'neu':1$/, 'before, he opened a matter');
is(as_user('back', $CLERK, $opens), $node->safe_psql('app', "SELECT id, lead, words FROM paliad.matters WHERE docket = 'DE-4'"),
	'he opens a matter, with the next number');
is(as_user('back', $CLERK, "UPDATE paliad.notes SET body = 'anders' WHERE id = 4 RETURNING changed > '2000-01-01'"), 't', 'changes his note');
is(as_user('back', $STRANGER, "DELETE FROM paliad.notes RETURNING id"), '', 'the stranger deletes nothing');
try_ok($node, 'back', q{SET search_path = extensions; INSERT INTO auth.users (email) VALUES ('Nina@kanzlei.example') RETURNING email = 'nina@KANZLEI.example'}, 't', 'somebody signs up');
try_ok($node, 'back', "SELECT count(*) FROM paliad.users WHERE display_name = 'Nina'", '1', 'and is a user of the app');
try_ok($node, 'back', 'CREATE TABLE paliad.later (a int)', '', 'a table is made later');
is(as_user('back', $CLERK, 'SELECT count(*) FROM paliad.later'), '0', 'default privileges hold for it');

agrees($node, 'after all of it');
done_testing();
