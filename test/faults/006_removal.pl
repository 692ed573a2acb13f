# A removal that is interrupted: the catalog's row is true, the next run completes the removal, and a file that
# somebody has put back is not removed. Needs a server with `make FAULTS=1`.
use strict;
use warnings;

use File::Copy 'copy';
use FindBin;
use lib $FindBin::RealBin, "$FindBin::RealBin/../tap";
use Fault;
use Paliad;
use Test::More;

my $node = new_server('main', conf => <<'CONF');
restart_after_crash = on
session_preload_libraries = paliad_backup
CONF
add_practice($node, 'practice');

sub path_of { return row($node, 'practice', $_[0])->{storage_uri} =~ s{^file://}{}r; }

# Whether the catalog says that a backup was removed, and whether its removal is still going on.
sub state_of
{
	return $node->safe_psql('practice',
		"SELECT CASE WHEN deleted_at IS NULL THEN 'there' ELSE 'removed' END"
		  . " || CASE WHEN removing THEN ', removing' ELSE '' END FROM paliad.backups WHERE id = '$_[0]'");
}

sub orphans { return $node->safe_psql('practice', 'SELECT count(*) FROM paliad_backup_orphans()'); }

# Starts a removal that waits at `step`; returns its session.
sub waiting_at
{
	my ($step, $id) = @_;
	told($node, "wait $step");
	my $session = start_session($node, 'practice', "SELECT paliad_backup_delete('$id')");
	wait_until($node, 'postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'fault $step'");
	return $session;
}

sub killed_at
{
	my ($step, $id) = @_;
	my $session = waiting_at($step, $id);
	kill_process($node, $node->safe_psql('postgres',
		"SELECT pid FROM pg_stat_activity WHERE application_name = 'fault $step'"));
	finish($session);
	told($node, '');
}

# --- a file that can't be unlinked --------------------------------------------

{
	my $id = run_backup($node, 'practice');
	my $path = path_of($id);
	told($node, 'error unlink');
	ok(attempt($node, 'practice', "SELECT paliad_backup_delete('$id')")->{ok}, 'the removal is accepted');
	is(state_of($id), 'removed, removing', 'the catalog says that it has not ended');
	ok(-e $path, 'for the file is there');
	is(orphans(), 0, 'it is no orphan');
	my $next = run_backup($node, 'practice');
	is(row($node, 'practice', $next)->{status}, 'done', 'a file that can\'t be unlinked stops no backup');
	is(state_of($id), 'removed, removing', 'and is remembered');
	told($node, '');
	run_backup($node, 'practice');
	ok(!-e $path, 'the next run removes it');
	agrees($node, 'after a file that could not be unlinked');
}

# The file of a backup that was never confirmed has two names.
{
	my $id = run_backup($node, 'practice');
	my $path = path_of($id);
	my $draft = $path =~ s{([^/]+)$}{.$1.draft}r;
	link($path, $draft) or die $!;
	told($node, 'error unlink');
	$node->safe_psql('practice', "SELECT paliad_backup_delete('$id')");
	run_backup($node, 'practice') for 1 .. 2;
	ok(!-e $draft && -e $path, 'its first name goes meanwhile');
	told($node, '');
	run_backup($node, 'practice');
	agrees($node, 'after a file with two names');
}

# --- a row that is locked ------------------------------------------------------

{
	my $id = run_backup($node, 'practice');
	told($node, 'error removed');
	ok(attempt($node, 'practice', "SELECT paliad_backup_delete('$id')")->{ok}, 'what came after the file went');
	told($node, '');
	is(state_of($id), 'removed, removing', 'is done by the next run');
	my $holder = $node->background_psql('practice');
	$holder->query_safe("BEGIN; SELECT FROM paliad.backups WHERE id = '$id' FOR UPDATE");
	my $next = run_backup($node, 'practice');
	is(row($node, 'practice', $next)->{status}, 'done', 'which waits for nobody who holds the row');
	$holder->query_safe('COMMIT');
	$holder->quit;
	run_backup($node, 'practice');
	is(state_of($id), 'removed', 'but by the one after it');
	agrees($node, 'after a locked row');
}

# --- a crash before and after the file went -----------------------------------

{
	my $id = run_backup($node, 'practice');
	my $path = path_of($id);
	killed_at('unlink', $id);
	is(state_of($id) . (-e $path ? ', a file' : ', no file'), 'removed, removing, a file', 'a crash before the file went');
	run_backup($node, 'practice');
	agrees($node, 'a crash before the file went, next run');
}
{
	my $id = run_backup($node, 'practice');
	my $path = path_of($id);
	copy($path, "$path.copy") or die $!;
	killed_at('removed', $id);
	is(state_of($id) . (-e $path ? ', a file' : ', no file'), 'removed, removing, no file', 'a crash after the file went');
	run_backup($node, 'practice');
	is(state_of($id), 'removed', 'the next run ends that removal');
	rename("$path.copy", $path) && chmod(0600, $path) or die $!;
	is(orphans(), 1, 'a file that is put back then is an orphan');
	run_backup($node, 'practice');
	ok(-e $path, 'and no run removes it');
	my ($file) = $path =~ m{([^/]+)$};
	$node->safe_psql('practice', "SELECT paliad_backup_import('$file')");
	is(state_of($id), 'there', 'it can be imported');
	agrees($node, 'imported');
}

# --- two at once --------------------------------------------------------------

{
	my $id = run_backup($node, 'practice');
	my ($file) = path_of($id) =~ m{([^/]+)$};
	my $session = waiting_at('unlink', $id);
	is(attempt($node, 'practice', "SELECT paliad_backup_import('$file')")->{error}{message},
		"the artifact of backup $id is being removed", 'what is being removed can\'t be imported');
	told($node, '');
	ok(finish($session)->{ok}, 'the removal');
	is(state_of($id), 'removed', 'has ended');
	agrees($node, 'removed while somebody wanted it back');
}

done_testing();
