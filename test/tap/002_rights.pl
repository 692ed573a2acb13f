# Who may make a backup, as whom the catalog knows them, and who sees the catalog.
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

my $run = 'SELECT paliad_backup_run()';

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
	[ 'a member that does not inherit',      'apprentice', '',              $no_admin ])
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

# --- who sees the catalog ----------------------------------------------------

my $all = $node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups');
my $seen = 'SELECT count(*) FROM paliad.backups';
for my $case (
	[ 'the app without a claim',           'app',      '',            0 ],
	[ 'the app with the claim of a clerk', 'app',      claim($CLERK), 0 ],
	[ 'the app with the claim of an admin', 'app',     claim($ADMIN), $all ],
	[ 'an operator',                       'operator', '',            $all ])
{
	my ($name, $login, $claim, $rows) = @$case;
	is(attempt($node, 'practice', $claim . $seen, "user=$login")->{out}, $rows,
		"$name sees $rows rows of the catalog");
}
is_error(attempt($node, 'practice', $seen, 'user=stranger')->{error},
	{ state => '42501', message => 'permission denied for schema paliad' },
	'a stranger does not see that there is one');
for my $login ('app', 'operator')
{
	is_error(
		attempt($node, 'practice', claim($ADMIN) . "DELETE FROM paliad.backups", "user=$login")->{error},
		{ state => '42501', message => 'permission denied for table backups' },
		"$login writes nothing there");
}

# The user leaves; what they did stays.
$node->safe_psql('practice', "DELETE FROM paliad.users WHERE id = '$ADMIN'");
is($node->safe_psql('practice',
		"SELECT count(*) FROM paliad.backups WHERE requested_by IS NULL"
		  . " AND requested_by_email = 'anna\@kanzlei.example'"),
	2, 'the address outlives the user');

# Whoever may in one database of the server may in the next: its CREATE EXTENSION names them.
add_app($node, 'second');
my ($warning) = grep { $_->{message} =~ /paliad_backup_admin/ } @{ attempt($node, 'second', 'CREATE EXTENSION paliad_backup')->{reports} };
delete $warning->{context};
is_deeply($warning, {
		severity => 'WARNING', state => '01000',
		message => 'the role paliad_backup_admin is there already: its members may make and read backups of this database',
		detail => 'Members: apprentice, operator.', hint => 'REVOKE paliad_backup_admin FROM whoever should not.' },
	'members of the admin role are named where another database gets the extension') or diag(explain($warning));

done_testing();
