# Removing artifacts and holding them: the row is changed before the file is unlinked, and no file is removed while it
# is read.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
my $dir = export_dir($node);
my $user = $node->safe_psql('postgres', 'SELECT current_user');

sub path_of { return $_[0]->{storage_uri} =~ s{^file://}{}r; }

sub events
{
	my ($id) = @_;
	return $node->safe_psql('practice', "SELECT string_agg(event_type || ' ' || actor_email, ', ' ORDER BY created_at)"
		  . " FROM paliad.system_audit_log WHERE metadata ->> 'backup_id' = '$id'");
}

# --- delete ------------------------------------------------------------------

my $id = run_backup($node, 'practice');
my $kept = run_backup($node, 'practice');
{
	my $path = path_of(row($node, 'practice', $id));
	try_ok($node, 'practice', "BEGIN; SELECT paliad_backup_delete('$id'); ROLLBACK", '', 'deleted');
	my $row = row($node, 'practice', $id);
	ok(defined $row->{deleted_at}, 'the row says when, whatever became of the caller\'s transaction');
	is($row->{status}, 'done', 'and stays done');
	ok(!-e $path, 'the file is gone');
	is(events($id), "backup_created $user, backup_deleted $user", 'the audit log has it');
	my $deleted_at = $node->safe_psql('practice', "SELECT deleted_at FROM paliad.backups WHERE id = '$id'");
	fails_ok($node, 'practice', "SELECT paliad_backup_delete('$id')",
		{ state => '58P01', message => "the artifact of backup $id was removed at $deleted_at",
		  hint => 'Use a backup whose deleted_at is NULL.' }, 'deleted twice');
	fails_ok($node, 'practice', "SELECT paliad_backup_read('$id', 0, 1)",
		{ state => '58P01', message => "the artifact of backup $id was removed at $deleted_at",
		  hint => 'Use a backup whose deleted_at is NULL.' }, 'nothing is left to read');
	agrees($node, 'after a delete');
}
{
	my $listener = $node->background_psql('practice');
	$listener->query_safe('LISTEN paliad_backup');
	my $other = run_backup($node, 'practice');
	$node->safe_psql('practice', "SET client_min_messages = error; SELECT paliad_backup_delete('$other')");
	like($listener->query_safe('SELECT 1'), qr/\{"id" : "$other", "status" : "deleted"\}/, 'listeners hear of it');
	$listener->quit;
}

# --- what can't be deleted ---------------------------------------------------

fails_ok($node, 'practice', "SELECT paliad_backup_delete('00000000-0000-4000-8000-0000000000ee')",
	{ state => '42704', message => 'there is no backup 00000000-0000-4000-8000-0000000000ee',
	  hint => 'paliad.backups lists the backups with their ids.' }, 'an unknown id');
{
	my $failed = attempt($node, 'practice', "SET paliad_backup.schemas = 'nowhere'; SELECT paliad_backup_run()");
	wait_for_workers($node);
	my $row = last_row($node, 'practice');
	is($row->{status}, 'failed', 'a backup that failed');
	fails_ok($node, 'practice', "SELECT paliad_backup_delete('$row->{id}')",
		{ state => '55000', message => "backup $row->{id} failed and has no artifact", detail => $row->{error},
		  hint => 'Use a backup whose status is done.' }, 'one that failed');
}
{
	my ($session, $holder) = hold($node, 'practice', 'SELECT paliad_backup_run()');
	my $running = last_row($node, 'practice')->{id};
	fails_ok($node, 'practice', "SELECT paliad_backup_delete('$running')",
		{ state => '55006', message => "backup $running is still running", hint => 'Wait until it is done.' }, 'one that runs');
	$holder->quit;
	finish($session);
}

# --- held --------------------------------------------------------------------

{
	my %held = (state => '55006', message => "backup $kept is held",
		detail => 'A held backup is kept until it is released.', hint => "SELECT paliad_backup_hold('$kept', false);");
	$node->safe_psql('practice', "BEGIN; SELECT paliad_backup_hold('$kept', true); ROLLBACK");
	ok(!row($node, 'practice', $kept)->{held}, 'a hold belongs to its transaction');
	$node->safe_psql('practice', "SELECT paliad_backup_hold('$kept', true)") for 1, 2;
	ok(row($node, 'practice', $kept)->{held}, 'held');
	fails_ok($node, 'practice', "SELECT paliad_backup_delete('$kept')", \%held, 'it can\'t be deleted');
	is(events($kept), "backup_created $user, backup_held $user", 'the audit log has it once');
	fails_ok($node, 'practice', "SELECT paliad_backup_hold('$id', true)",
		{ state => '58P01', message => row($node, 'practice', $id) && "the artifact of backup $id was removed at "
			  . $node->safe_psql('practice', "SELECT deleted_at FROM paliad.backups WHERE id = '$id'"),
		  hint => 'Use a backup whose deleted_at is NULL.' }, 'what is gone can\'t be held');
	fails_ok($node, 'practice', "SELECT paliad_backup_hold('00000000-0000-4000-8000-0000000000ee', true)",
		{ state => '42704', message => 'there is no backup 00000000-0000-4000-8000-0000000000ee',
		  hint => 'paliad.backups lists the backups with their ids.' }, 'nor what never was');
	# A hold that is committed only after the delete has read the row.
	$node->safe_psql('practice', "SELECT paliad_backup_hold('$kept', false)");
	my $other = $node->background_psql('practice');
	$other->query_safe("BEGIN; SELECT paliad_backup_hold('$kept', true)");
	my $session = start_session($node, 'practice', "SELECT paliad_backup_delete('$kept')");
	wait_for_lock($node, 'paliad_backup remover');
	$other->query_safe('COMMIT');
	$other->quit;
	is_error(finish($session)->{error}, \%held, 'a hold that commits first wins');
	ok(-e path_of(row($node, 'practice', $kept)), 'the file is still there');
	agrees($node, 'after holds');
	$node->safe_psql('practice', "SELECT paliad_backup_hold('$kept', false)");
}

# --- being read --------------------------------------------------------------

{
	my $reader = $node->background_psql('practice');
	$reader->query_safe("BEGIN; SELECT length(paliad_backup_read('$kept', 0, 100))");
	fails_ok($node, 'practice', "SELECT paliad_backup_delete('$kept')",
		{ state => '55006', message => "the artifact of backup $kept is being read",
		  hint => 'Try again when the download or the check has ended.' }, 'not while somebody reads it');
	is($reader->query_safe("SELECT length(paliad_backup_read('$kept', 100, 100))"), 100, 'who goes on reading');

	# The session that asked may give up while the remover waits for the reader: then nothing is removed.
	is(attempt($node, 'practice', "SET statement_timeout = '300ms'; SELECT paliad_backup_delete('$kept')")->{error}{state},
		'57014', 'a removal is canceled');
	$reader->query_safe('COMMIT');
	$reader->quit;
	wait_for_workers($node);
	ok(-e path_of(row($node, 'practice', $kept)), 'and the file stays, whoever stops reading');
	is(row($node, 'practice', $kept)->{deleted_at}, undef, 'as its row says');
}

# --- a crash between row and file --------------------------------------------

{
	my $last = run_backup($node, 'practice');
	my $row = row($node, 'practice', $last);
	my $path = path_of($row);
	$node->safe_psql('practice', "UPDATE paliad.backups SET deleted_at = now(), removing = true WHERE id = '$last'");
	ok(-e $path, 'the row says it is gone, the file is there');
	run_backup($node, 'practice');
	ok(!-e $path, 'the next run removes it');
	agrees($node, 'after a removal that was cut short');
}

# A row that somebody has changed can't have another file removed.
{
	my $row = row($node, 'practice', $kept);
	my $innocent = last_row($node, 'practice');
	$node->safe_psql('practice', "UPDATE paliad.backups SET storage_uri = '$innocent->{storage_uri}' WHERE id = '$kept'");
	is(attempt($node, 'practice', "SELECT paliad_backup_delete('$kept')")->{error}{state}, 'XX001', 'another\'s file is not deleted');
	$node->safe_psql('practice', "UPDATE paliad.backups SET deleted_at = now(), removing = true WHERE id = '$kept'");
	run_backup($node, 'practice');
	ok(-e path_of($innocent), 'nor by the next run');
	$node->safe_psql('practice', "UPDATE paliad.backups SET storage_uri = '$row->{storage_uri}', deleted_at = NULL, removing = false WHERE id = '$kept'");
	agrees($node, 'after a row was changed by hand');
}

# --- who may -----------------------------------------------------------------

for my $call ("paliad_backup_delete('$kept')", "paliad_backup_hold('$kept', true)")
{
	is(attempt($node, 'practice', "CREATE ROLE stranger; GRANT EXECUTE ON FUNCTION paliad_backup_delete(uuid),"
			. " paliad_backup_hold(uuid, boolean) TO stranger; SET ROLE stranger; SELECT $call")->{error}{message},
		'only an administrator may use backups', "$call: not everybody");
	$node->safe_psql('practice', 'DROP OWNED BY stranger; DROP ROLE stranger');
}

done_testing();
