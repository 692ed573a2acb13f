# The extension, the catalog's row or the database is dropped while a run is going on: nothing of the run is left.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

my $node = new_server('main');
my $run = 'SELECT paliad_backup_run()';

# --- DROP EXTENSION ----------------------------------------------------------

{
	add_practice($node, 'practice');
	my ($session, $holder) = hold($node, 'practice', $run);
	my $drop = start_session($node, 'practice', 'DROP EXTENSION paliad_backup', 'application_name=drop');
	wait_for_lock($node, 'drop');
	$holder->quit;
	ok(finish($session)->{ok}, 'DROP EXTENSION waits for a run, which ends well');
	ok(finish($drop)->{ok}, 'then the extension goes');
	is(scalar artifacts(export_dir($node)), 1, 'and the artifact stays');
	unlink export_dir($node) . "/$_" for artifacts(export_dir($node));
	add_extension($node, 'practice');
	is(row($node, 'practice', run_backup($node, 'practice'))->{status},
		'done', 'DROP EXTENSION: a new one works');
	agrees($node, 'DROP EXTENSION');
}

# --- the catalog's row -------------------------------------------------------

{
	my ($session, $holder) = hold($node, 'practice', $run);
	$node->safe_psql('practice', "DELETE FROM paliad.backups WHERE status = 'running'");
	$holder->quit;
	is_error(finish($session)->{error}, { state => '55000',
		message => "the catalog's row of this backup is gone or no longer running" },
		'a row that somebody deleted: the run fails');
	agrees($node, 'a row that somebody deleted');
}

# --- DROP DATABASE -----------------------------------------------------------

{
	my ($session, $holder) = hold($node, 'practice', $run);
	wait_until($node, 'postgres', "SELECT count(*) = 3 FROM pg_stat_activity WHERE datname = 'practice'");
	fails_ok($node, 'postgres', 'DROP DATABASE practice',
		{ state => '55006', message => 'database "practice" is being accessed by other users',
			detail => 'There are 3 other sessions using the database.' },
		'DROP DATABASE waits in vain');
	ok(attempt($node, 'postgres', 'DROP DATABASE practice WITH (FORCE)')->{ok}, 'DROP DATABASE WITH (FORCE)');
	is(finish($session)->{error}{state}, '57P01', 'DROP DATABASE: the session is ended');
	eval { $holder->quit };
	is_deeply([ grep { !/^paliad-backup-.*\.zip$/ } artifacts(export_dir($node)) ],
		[], 'DROP DATABASE: no draft is left');
	agrees_without_artifacts();
}

# The artifacts of a dropped database stay, because nothing else of the practice is left.
sub agrees_without_artifacts
{
	wait_for_workers($node);
	is(run_locks($node), 0, 'DROP DATABASE: no lock is left');
	is(scalar(grep { /\.zip$/ } artifacts(export_dir($node))), 1, 'DROP DATABASE: done artifacts stay');
}

done_testing();
