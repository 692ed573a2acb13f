# A hot standby makes no backups, but lists those of its primary and serves their files. After its promotion it makes
# its own, and cleans up the run that the primary had begun.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = new_server('primary', streaming => 1, conf => 'max_connections = 50');
add_practice($primary, 'practice');
$primary->safe_psql('practice', <<"SQL");
CREATE ROLE app LOGIN;
GRANT USAGE ON SCHEMA auth, paliad TO app;
GRANT EXECUTE ON FUNCTION paliad_backup_run() TO app;
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note) VALUES ('paliad.users', true, 'personal data');
SQL
my $first = run_backup($primary, 'practice');

# The standby has an export directory of its own, which doesn't exist yet.
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
my $dir = export_dir($standby);
$standby->append_conf('postgresql.conf', "paliad_backup.export_dir = '$dir'");
$standby->start;

my $run = 'SELECT paliad_backup_run()';
my $catalog = 'SELECT json_agg(b ORDER BY started_at) FROM paliad.backups b';
my $sheets = 'SELECT json_agg(s ORDER BY position, relation) FROM paliad_backup_sheets() s';

sub caught_up { $primary->wait_for_catchup($standby); }

# --- a hot standby -----------------------------------------------------------

my $second = run_backup($primary, 'practice');
caught_up();
is($standby->safe_psql('practice', $catalog), $primary->safe_psql('practice', $catalog),
	'the standby shows the catalog');
is($standby->safe_psql('practice', $sheets), $primary->safe_psql('practice', $sheets),
	'the standby shows what a backup would hold');

my $refused = {
	state => '55000', message => 'backups can\'t be made on a hot standby',
	detail => 'A backup writes its catalog and the audit log, and a standby takes no writes.',
	hint => 'Run it on the primary, or after promotion.' };
fails_ok($standby, 'practice', $run, $refused, 'a backup on the standby');
fails_ok($standby, 'practice', "SET request.jwt.claim.sub = '$ADMIN'; $run", $refused,
	'a backup on the standby, asked for by the app');
is_error(attempt($standby, 'practice', "SET request.jwt.claim.sub = '$CLERK'; $run", 'user=app')->{error}, {
	state => '42501', message => 'only an administrator may use backups',
	detail => 'The caller is no superuser, no member of the role paliad_backup_admin, and no signed-in'
	  . ' user of the app whose global_role is global_admin.',
	hint => 'Sign in as a global admin, or GRANT paliad_backup_admin to the database role.' },
	'who may not is told only that');

ok(!-e $dir, 'no directory was made');
is($standby->safe_psql('postgres', "SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'paliad_backup%'"),
	0, 'no recorder is left');
is($standby->safe_psql('postgres', "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), 0, 'nor a lock');
is($primary->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'), 2, 'nor a row');
agrees($primary, 'after refusals of the standby');

# Where both use one directory, as on a shared disk, the standby serves the files.
my $shared = "SET paliad_backup.export_dir = '" . export_dir($primary) . "';";
for my $id ($first, $second)
{
	try_ok($standby, 'practice', "$shared SELECT encode(sha256(paliad_backup_download('$id')), 'hex')",
		row($primary, 'practice', $id)->{sha256}, 'the standby gives out a file it can reach');
}
my ($uri) = row($primary, 'practice', $first)->{storage_uri};
fails_ok($standby, 'practice', "SELECT paliad_backup_download('$first')", {
	state => '58P01', message => "could not open directory \"$dir\": No such file or directory",
	hint => "Point paliad_backup.export_dir at a directory that the server's user can make, read and write." },
	'but none that it can not reach');

# --- promotion, while the primary is at a backup -----------------------------

my ($session, $holder) = hold($primary, 'practice', $run);
my $running = last_row($primary, 'practice')->{id};
caught_up();
is(row($standby, 'practice', $running)->{status}, 'running', 'the standby sees the backup under way');
$standby->promote;

my $own = run_backup($standby, 'practice');
is(row($standby, 'practice', $own)->{status}, 'done', 'after promotion it makes its own');
is(index(row($standby, 'practice', $own)->{storage_uri}, "file://$dir/"), 0, 'in its own directory');
is_deeply([ @{ row($standby, 'practice', $running) }{qw(status error)} ],
	[ 'failed', 'the server or the backup\'s processes ended before it was done' ],
	'and settles the one that it never finished');
is_deeply([ map { row($standby, 'practice', $_)->{status} } $first, $second ], [ 'done', 'done' ],
	'those of before stay done');
ok(!grep({ $_ eq 'users' } keys %{ row($standby, 'practice', $own)->{row_counts} }),
	'the rules came along');
agrees($standby, 'after promotion', $dir);

# The old primary knows nothing of the promotion, and keeps its files.
$holder->quit;
is(finish($session)->{out}, $running, 'the old primary finishes what it was at');
agrees($primary, 'the old primary');

# --- a primary whose synchronous standby is away -----------------------------

$primary->append_conf('postgresql.conf', "synchronous_standby_names = 'nobody'");
$primary->reload;
wait_until($primary, 'postgres', "SELECT current_setting('synchronous_standby_names') = 'nobody'");
my $alone = attempt($primary, 'practice', "SET statement_timeout = '120s'; $run");
is($alone->{error}, undef, 'a backup does not wait for a standby that is away');
is(row($primary, 'practice', $alone->{out})->{status}, 'done', 'and is done');
agrees($primary, 'without its synchronous standby');

done_testing();
