# One run at a time for each database.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

my $node = new_server('main');
add_practice($node, 'practice');
add_practice($node, 'other');

my $run = 'SELECT paliad_backup_run()';

my ($first, $holder) = hold($node, 'practice', $run);
my $row = last_row($node, 'practice');
is($row->{status}, 'running', 'a backup under way is seen as running');

my $started_at = $node->safe_psql('practice', "SELECT started_at FROM paliad.backups");
fails_ok($node, 'practice', $run, {
	state => '55006', message => 'a backup of this database is already running',
	detail => "Backup $row->{id} has been running since $started_at.",
	hint => 'Wait until it has ended; paliad.backups shows its state.' },
	'the second caller hears at once of the first');
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'), 1, 'and has no row');
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.system_audit_log'),
	1, 'and no entry in the audit log');

my $other = run_backup($node, 'other');
is(row($node, 'other', $other)->{status}, 'done', 'another database is backed up meanwhile');

$holder->quit;
is(finish($first)->{out}, $row->{id}, 'the first ends well');
agrees($node, 'after a run beside another');

run_backup($node, 'practice');
agrees($node, 'after the next run');

is($node->safe_psql('practice',
		'SELECT count(DISTINCT id) FROM (SELECT paliad_backup_run() AS id FROM generate_series(1, 2)) AS runs'),
	2, 'two in one statement follow each other');

# A view is left out, so no backup executes it; a function may make a backup, as any caller may.
$node->safe_psql('practice', <<'SQL');
CREATE FUNCTION nightly() RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN RETURN paliad_backup_run(); END $$;
CREATE VIEW paliad.trap AS SELECT paliad_backup_run() AS id;
SQL
my $nested = $node->safe_psql('practice', 'SELECT nightly()');
is(row($node, 'practice', $nested)->{status}, 'done', 'a function makes one');
is($node->safe_psql('practice', 'SELECT count(*) FROM paliad.backups'), 5, 'and no other beside it');

agrees($node, 'after runs within statements');

done_testing();
