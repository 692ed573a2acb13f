# The lock that keeps runs apart is held by the recorder, in whose session code of the audit log's owner runs.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Paliad;
use Test::More;

my $node = new_server('main');
add_lair($node, 'practice');

for my $case (
	[ 'a trigger', 'CREATE FUNCTION lair.unlock() RETURNS trigger LANGUAGE plpgsql AS'
		  . ' $$BEGIN PERFORM pg_advisory_unlock_all(); RETURN NEW; END$$; CREATE TRIGGER unlock BEFORE INSERT'
		  . ' ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION lair.unlock()' ],
	[ 'a default', 'ALTER TABLE paliad.system_audit_log ADD freed text;'
		  . ' ALTER TABLE paliad.system_audit_log ALTER freed SET DEFAULT pg_advisory_unlock_all()::text' ])
{
	my ($name, $sql) = @$case;
	my $db = add_copy($node);
	as_owner($node, $db, $sql);
	my ($session, $holder) = hold($node, $db, 'SELECT paliad_backup_run()');
	my $second = attempt($node, $db, 'SELECT paliad_backup_run()', "options='-c paliad_backup.lock_timeout=1s'");
	is($second->{error} && $second->{error}{state}, '55006', "$name that frees all advisory locks: a second run is refused")
	  or diag(explain($second));
	is($node->safe_psql($db, "SELECT count(*) FROM paliad.backups WHERE status <> 'running'"), 0, "$name: the first one is still running");
	$holder->quit;
	my $first = finish($session);
	is($first->{error} ? $first->{error}{message} : 'done', 'done', "$name: and comes to its end");
}

done_testing();
