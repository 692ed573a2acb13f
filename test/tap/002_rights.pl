# Who may make a backup, whom the catalog names as its requester, and who can read the catalog.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

my $node = new_server('main');
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE ROLE stranger LOGIN;
CREATE ROLE app LOGIN;
CREATE ROLE operator LOGIN IN ROLE paliad_backup_admin;
CREATE ROLE apprentice LOGIN NOINHERIT IN ROLE paliad_backup_admin;
CREATE ROLE root LOGIN SUPERUSER;
GRANT USAGE ON SCHEMA auth, paliad TO app, operator;
GRANT SELECT ON paliad.backups, paliad.users TO app;
GRANT EXECUTE ON FUNCTION paliad_backup_run() TO app, apprentice;
SQL
# As with PostgREST and Supabase: a login without rights of its own switches to the role that the token names.
$node->safe_psql('practice', <<'SQL');
CREATE ROLE authenticated IN ROLE paliad_backup_app;
CREATE ROLE authenticator LOGIN NOINHERIT IN ROLE authenticated;
CREATE ROLE service LOGIN IN ROLE paliad_backup_app;
CREATE ROLE distant LOGIN NOINHERIT IN ROLE paliad_backup_app;
SQL

my $run = 'SELECT paliad_backup_run()';

my $as_authenticated = 'SET ROLE authenticated; ';
my $as_app_role = 'SET ROLE paliad_backup_app; ';

sub claim { return "SET request.jwt.claim.sub = '$_[0]'; "; }

# --- who may not -------------------------------------------------------------

my $no_execute = { state => '42501', message => 'permission denied for function paliad_backup_run' };
my $no_admin = {
	state => '42501', message => 'only an administrator may use backups',
	detail => 'The caller is no superuser, no member of the role paliad_backup_admin, and no signed-in'
	  . ' user of the app whose global_role is global_admin.',
	hint => 'Sign in as a global admin, or GRANT paliad_backup_admin to the database role.' };
my $nobody = '00000000-0000-4000-8000-0000000000ff';

for my $case (
	[ 'no EXECUTE',                          'stranger',   '',              $no_execute ],
	[ 'no EXECUTE, the claim of an admin',   'stranger',   claim($ADMIN),   $no_execute ],
	[ 'EXECUTE without a claim',             'app',        '',              $no_admin ],
	[ 'EXECUTE, an empty claim',             'app',        claim(''),       $no_admin ],
	[ 'EXECUTE, the claim of a clerk',       'app',        claim($CLERK),   $no_admin ],
	[ 'EXECUTE, the claim of no known user', 'app',        claim($nobody),  $no_admin ],
	[ 'a member that does not inherit',      'apprentice', '',              $no_admin ],
	[ 'a member of the app\'s role without a claim',           'service',       '',              $no_admin ],
	[ 'a member of the app\'s role, a clerk\'s claim',         'service',       claim($CLERK),   $no_admin ],
	[ 'a member of the app\'s role, nobody\'s claim',          'service',       claim($nobody),  $no_admin ],
	[ 'the login behind the app\'s role, an admin\'s claim',   'authenticator', claim($ADMIN),   $no_execute ],
	[ 'that login as its role, without a claim',               'authenticator', $as_authenticated, $no_admin ],
	[ 'that login as its role, a clerk\'s claim',              'authenticator', $as_authenticated . claim($CLERK), $no_admin ],
	[ 'a member that doesn\'t inherit, an admin\'s claim',     'distant',       claim($ADMIN),   $no_execute ],
	[ 'a member that doesn\'t inherit as the role, no claim',  'distant',       $as_app_role,    $no_admin ])
{
	my ($name, $login, $claim, $expected) = @$case;
	is_error(attempt($node, 'practice', $claim . $run, "user=$login")->{error}, $expected, $name);
}
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'),
	0, 'who may not leaves no catalog row');
agrees($node, 'after those who may not');

# --- who may, and as whom ----------------------------------------------------

for my $case (
	[ 'EXECUTE, the claim of an admin', 'app',      claim($ADMIN), $ADMIN, 'anna@kanzlei.example' ],
	[ 'a member of the app\'s role, an admin\'s claim', 'service', claim($ADMIN), $ADMIN, 'anna@kanzlei.example' ],
	[ 'the login behind it as its role, an admin\'s claim', 'authenticator', $as_authenticated . claim($ADMIN), $ADMIN, 'anna@kanzlei.example' ],
	[ 'a member that doesn\'t inherit as the role, an admin\'s claim', 'distant', $as_app_role . claim($ADMIN), $ADMIN, 'anna@kanzlei.example' ],
	[ 'a member of the admin role',     'operator', '',            undef,  'operator' ],
	[ 'a superuser',                    'root',     '',            undef,  'root' ],
	[ 'a superuser with a clerk\'s claim', 'root', claim($CLERK), $CLERK, 'carl@kanzlei.example' ],
	[ 'a superuser with the claim of no known user', 'root', claim($nobody), undef, 'root' ],
	[ 'a superuser as another role',    'root', 'SET ROLE operator; ', undef, 'root' ],
	[ 'a claim among many', 'app',
		"SET request.jwt.claims = '{\"role\": \"x\", \"sub\": \"$ADMIN\"}'; ",
		$ADMIN, 'anna@kanzlei.example' ])
{
	my ($name, $login, $claim, $user, $email) = @$case;
	my $result = attempt($node, 'practice', $claim . $run, "user=$login");
	ok($result->{ok}, "$name may") or diag(explain($result));
	my $row = row($node, 'practice', $result->{out});
	is_deeply([ @$row{qw(kind requested_by requested_by_email)} ],
		[ 'on_demand', $user, $email ], "$name stands in the catalog");
	is($node->safe_psql('practice',
			"SELECT actor_id, actor_email FROM paliad.system_audit_log WHERE id = '$row->{audit_id}'"),
		($user // '') . "|$email", "$name stands in the audit log");
}
agrees($node, 'after those who may');

# --- all that an app may do --------------------------------------------------

# Calls every function that the app's role may call, as the app's admin. Some end with an error, because there is
# nothing for them to work on.
{
	$node->safe_psql('practice', 'GRANT CREATE ON DATABASE practice TO authenticated');
	my $login = 'user=authenticator';
	my $as_admin = $as_authenticated . claim($ADMIN);
	my $run_by = sub { return attempt($node, 'practice', $as_admin . $_[0], $login) };
	my $id = $run_by->($run)->{out};
	my $other = $run_by->('SELECT paliad_backup_start()')->{out};
	wait_until($node, 'practice', "SELECT status = 'done' FROM paliad.backups WHERE id = '$other'");
	wait_for_workers($node);
	my %calls = (
		'paliad_backup_run()' => undef, 'paliad_backup_start()' => undef,    # above
		'paliad_backup_cancel(uuid)' => "'$id'::uuid", 'paliad_backup_progress()' => '', 'paliad_backup_sheets()' => '',
		'paliad_backup_read(uuid,bigint,integer)' => "'$id', 0, 4", 'paliad_backup_download(uuid)' => "'$id'::uuid",
		'paliad_backup_verify(uuid)' => "'$id'::uuid", 'paliad_backup_restore(uuid,text,boolean,text)' => "'$id'::uuid, 'back'::text, false, 'refuse'::text",
		'paliad_backup_drill(uuid)' => "'$id'::uuid", 'paliad_backup_rows(uuid,text)' => "'$id'::uuid, 'matters'::text",
		'paliad_backup_diff(uuid)' => "'$id'::uuid", 'paliad_backup_diff(uuid,uuid)' => "'$id'::uuid, '$other'::uuid",
		'paliad_backup_contents(uuid)' => "'$id'::uuid", 'paliad_backup_left_out(uuid)' => "'$id'::uuid",
		'paliad_backup_current_rows(text)' => "'matters'::text", 'paliad_backup_expire(boolean)' => 'true',
		'paliad_backup_hold(uuid,boolean)' => "'$id'::uuid, false", 'paliad_backup_delete(uuid)' => "'$other'::uuid",
		'paliad_backup_status()' => '', 'paliad_backup_orphans()' => '', 'paliad_backup_import(text)' => "'none.zip'::text",
		'paliad_backup_take_over(uuid)' => "'$nobody'::uuid");
	is($node->safe_psql('practice', q{SELECT string_agg(p.oid::regprocedure::text, ' ' ORDER BY p.oid::regprocedure::text COLLATE "C")
		FROM pg_proc p CROSS JOIN aclexplode(p.proacl) x WHERE x.grantee = 'paliad_backup_app'::regrole}),
		join(' ', sort keys %calls), 'which functions that are');
	my %errors = ('paliad_backup_import(text)' => '22023', 'paliad_backup_take_over(uuid)' => '42704');
	for my $function ((grep { defined $calls{$_} && !/delete/ } sort keys %calls), 'paliad_backup_delete(uuid)')
	{
		my ($name) = $function =~ /(\w+)/;
		is($run_by->("SELECT * FROM $name($calls{$function})")->{error}{state}, $errors{$function}, "an admin of the app calls $function");
	}
	for my $view (qw(backup_progress backup_status))
	{
		is($run_by->("SELECT * FROM paliad.$view")->{error}, undef, "an admin of the app asks $view");
	}
	is($run_by->('SELECT count(*) FROM paliad.backup_slots')->{error}{state}, '42501', 'but not what the page does not show');
	agrees($node, 'after all that an app may');
}

# --- who sees the catalog ----------------------------------------------------

my $all = $node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups');
my $seen = 'SELECT count(*) FROM paliad.backups';
for my $case (
	[ 'the app without a claim',           'app',      '',            0 ],
	[ 'the app with the claim of a clerk', 'app',      claim($CLERK), 0 ],
	[ 'the app with the claim of an admin', 'app',     claim($ADMIN), $all ],
	[ 'a member of the app\'s role without a claim',  'service', '',          0 ],
	[ 'a member of the app\'s role, a clerk\'s claim', 'service', claim($CLERK), 0 ],
	[ 'a member of the app\'s role, an admin\'s claim', 'service', claim($ADMIN), $all ],
	[ 'the login behind it as its role, a clerk\'s claim', 'authenticator', $as_authenticated . claim($CLERK), 0 ],
	[ 'the login behind it as its role, an admin\'s claim', 'authenticator', $as_authenticated . claim($ADMIN), $all ],
	[ 'the role itself without a claim',   'distant',  $as_app_role,  0 ],
	[ 'the role itself, an admin\'s claim', 'distant',  $as_app_role . claim($ADMIN), $all ],
	[ 'an operator',                       'operator', '',            $all ])
{
	my ($name, $login, $claim, $rows) = @$case;
	is(attempt($node, 'practice', $claim . $seen, "user=$login")->{out}, $rows,
		"$name sees $rows rows of the catalog");
}
for my $login (qw(stranger authenticator distant))
{
	is_error(attempt($node, 'practice', claim($ADMIN) . $seen, "user=$login")->{error},
		{ state => '42501', message => 'permission denied for schema paliad' },
		"$login does not see that there is one");
}
for my $login ('app', 'service', 'operator')
{
	is_error(
		attempt($node, 'practice', claim($ADMIN) . "DELETE FROM paliad.backups", "user=$login")->{error},
		{ state => '42501', message => 'permission denied for table backups' },
		"$login writes nothing there");
}

# A user is deleted; the rows of their backups stay.
$node->safe_psql('practice', "DELETE FROM paliad.users WHERE id = '$ADMIN'");
is($node->safe_psql('practice',
		"SELECT count(*) FROM paliad.backups WHERE requested_by IS NULL"
		  . " AND requested_by_email = 'anna\@kanzlei.example'"),
	7, 'the address outlives the user');

# Members of the roles have rights in each database of the server that has the extension: CREATE EXTENSION names them.
add_app($node, 'second');
my @warnings = grep { $_->{message} =~ /exists already/ } @{ attempt($node, 'second', 'CREATE EXTENSION paliad_backup')->{reports} };
delete $_->{context} for @warnings;
is_deeply(\@warnings, [ {
			severity => 'WARNING', state => '01000',
			message => 'the role paliad_backup_admin exists already: its members may make and read backups of this database',
			detail => 'Members: apprentice, operator.', hint => 'REVOKE paliad_backup_admin FROM whoever should not.' }, {
			severity => 'WARNING', state => '01000',
			message => 'the role paliad_backup_app exists already: its members may make and read backups of this database for global admins',
			detail => 'Members: authenticated, distant, service.', hint => 'REVOKE paliad_backup_app FROM whoever should not.' } ],
	'members of both roles are named where another database gets the extension') or diag(explain(\@warnings));

# Where the extension is in a schema of its own, somebody must grant USAGE on that.
$node->safe_psql('second', 'DROP EXTENSION paliad_backup; CREATE SCHEMA tools; CREATE EXTENSION paliad_backup SCHEMA tools');
my $sheets = claim($ADMIN) . 'SELECT count(*) > 0 FROM tools.paliad_backup_sheets()';
is_error(attempt($node, 'second', $sheets, 'user=service')->{error},
	{ state => '42501', message => 'permission denied for schema tools' }, 'a schema of its own is closed');
$node->safe_psql('second', 'GRANT USAGE ON SCHEMA tools TO service');
is(attempt($node, 'second', $sheets, 'user=service')->{out}, 't', 'until somebody may use it');

# The columns of the users that the app's role may read: those that exist; a right that was revoked stays revoked.
my $of_users = q{SELECT string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) x
	WHERE a.attrelid = 'paliad.users'::regclass AND x.grantee = 'paliad_backup_app'::regrole};
is($node->safe_psql('second', $of_users), 'id email global_role', 'three columns of the users');
$node->safe_psql('second', 'REVOKE SELECT (email) ON paliad.users FROM paliad_backup_app; SELECT tools.paliad_backup_run()');
is($node->safe_psql('second', $of_users), 'id global_role', 'a run does not give back what was revoked');
wait_for_workers($node);
$node->safe_psql('second', 'DROP EXTENSION paliad_backup; ALTER TABLE paliad.users DROP COLUMN email; CREATE EXTENSION paliad_backup');
is($node->safe_psql('second', $of_users), 'id global_role', 'where they have no email');
# The app makes its table of users anew: the next run links it, and the role can read the catalog again.
$node->safe_psql('second', q{CREATE TABLE paliad.users_new AS SELECT *, display_name AS email FROM paliad.users; ALTER TABLE paliad.users RENAME TO users_old;
	ALTER TABLE paliad.users_new RENAME TO users; ALTER TABLE paliad.users ADD PRIMARY KEY (id); SELECT paliad_backup_run()});
is($node->safe_psql('second', $of_users), 'id global_role email', 'and where the app has made them anew');
is(attempt($node, 'second', claim($ADMIN) . $seen, 'user=service')->{out}, 1, 'a global admin sees the catalog there');

# Up to PostgreSQL 15 the server lets a user with CREATEROLE grant himself the extension's roles, and much more.
$node->safe_psql('second', 'CREATE ROLE maker LOGIN CREATEROLE');
my $grants_all = $node->safe_psql('second', q{SELECT current_setting('server_version_num')::int < 160000}) eq 't';
for my $role ('pg_execute_server_program', map { "paliad_backup_$_" } qw(admin app reader writer auditor owner restorer))
{
	my $error = attempt($node, 'second', "GRANT $role TO maker", 'user=maker')->{error};
	is($error && $error->{state}, $grants_all ? undef : '42501', "$role, for a role with CREATEROLE");
}

done_testing();
