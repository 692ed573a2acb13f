# Changes by other sessions while a backup is made: where one can't be shown as of the snapshot, the run ends with an
# error that names it, and the next run works; everything else is shown as of the snapshot.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

my $node = new_server('main');
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE SCHEMA archive;
CREATE TYPE paliad.stage AS ENUM ('filed', 'granted');
CREATE TABLE paliad.files (id int PRIMARY KEY, name text, pages int, stage paliad.stage);
CREATE TABLE paliad.dates (id int, year int) PARTITION BY LIST (year);
CREATE TABLE paliad.dates_2026 PARTITION OF paliad.dates FOR VALUES IN (2026);
CREATE TABLE paliad.dates_2027 (id int, year int);
CREATE TABLE archive.dates_2028 (id int, year int);
CREATE TABLE paliad.motions (id int);
CREATE TABLE paliad.motions_2026 () INHERITS (paliad.motions);
SQL

my $run = 'SELECT paliad_backup_run()';

sub changed
{
	my ($message) = @_;
	return {
		state => '40001', message => "$message while the backup ran",
		detail => "The backup's snapshot is older than that change, so it would not show one instant.",
		hint => 'Run the backup again.' };
}

# A session whose snapshot is older than all changes that follow.
sub old_session
{
	my $session = $node->background_psql('practice', on_error_stop => 0);
	$session->query_safe(
		"\\set VERBOSITY verbose\nBEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1;");
	return $session;
}

# Makes a backup whose snapshot is older than `change`; returns its id, or the error.
sub run_after
{
	my ($change) = @_;
	my $session = old_session();
	$node->safe_psql('practice', $change);
	my $id = $session->query("$run;");
	my ($error) = grep { $_->{severity} eq 'ERROR' } reports($session->{stderr});
	$session->{stderr} = '';
	$session->quit;
	return ($id, $error);
}

sub refused_ok
{
	my ($error, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is_error($error, changed($expected), $name);
	wait_for_workers($node);
	my $row = last_row($node, 'practice');
	is($row->{status}, 'failed', "$name: the row has failed");
	like($row->{error}, qr/^\Q$expected\E while the backup ran\n/, "$name: the row says why");
	is(row($node, 'practice', run_backup($node, 'practice'))->{status}, 'done',
		"$name: the next one works");
}

# --- between the caller's snapshot and the run -------------------------------

my $emptied = 'table paliad.files was rewritten or emptied';

for my $case (
	[ 'TRUNCATE',      'TRUNCATE paliad.files',                               $emptied ],
	[ 'a rewrite',     'ALTER TABLE paliad.files ALTER pages TYPE bigint',    $emptied ],
	[ 'VACUUM FULL',   'VACUUM FULL paliad.files',                            $emptied ],
	[ 'ADD COLUMN',    'ALTER TABLE paliad.files ADD note text',              'table paliad.files was altered' ],
	[ 'RENAME COLUMN', 'ALTER TABLE paliad.files RENAME note TO remark',      'table paliad.files was altered' ],
	[ 'a type without a rewrite', 'ALTER TABLE paliad.files ALTER remark TYPE varchar',
		'table paliad.files was altered' ],
	[ 'DROP COLUMN',   'ALTER TABLE paliad.files DROP remark',                'table paliad.files was altered' ],
	[ 'RENAME VALUE',  "ALTER TYPE paliad.stage RENAME VALUE 'filed' TO 'pending'", 'type paliad.stage was altered' ],
	[ 'RENAME',        'ALTER TABLE paliad.files RENAME TO folders',          'table paliad.files was renamed' ],
	[ 'DROP',          'DROP TABLE paliad.folders',                           'table paliad.folders was dropped or moved to another schema' ],
	[ 'ATTACH of a table that is a sheet',
		'ALTER TABLE paliad.dates ATTACH PARTITION paliad.dates_2027 FOR VALUES IN (2027)',
		'table paliad.dates_2027 was attached or detached' ],
	[ 'ATTACH of a table from elsewhere',
		'ALTER TABLE paliad.dates ATTACH PARTITION archive.dates_2028 FOR VALUES IN (2028)',
		'table paliad.dates was changed in its list of partitions' ],
	[ 'a new partition',
		'CREATE TABLE paliad.dates_2029 PARTITION OF paliad.dates FOR VALUES IN (2029)',
		'table paliad.dates was changed in its list of partitions' ],
	[ 'DETACH', 'ALTER TABLE paliad.dates DETACH PARTITION paliad.dates_2026',
		'table paliad.dates_2026 was attached or detached' ],
	[ 'TRUNCATE of a partition', 'TRUNCATE paliad.dates_2027',
		'table paliad.dates_2027 was rewritten or emptied' ],
	[ 'DROP of a partition', 'DROP TABLE paliad.dates_2029', 'table paliad.dates_2029 was dropped or moved to another schema' ],
	[ 'NO INHERIT', 'ALTER TABLE paliad.motions_2026 NO INHERIT paliad.motions',
		'table paliad.motions_2026 was attached or detached' ],
	[ 'another table of that name', 'DROP TABLE paliad.motions; CREATE TABLE paliad.motions (id int)',
		'table paliad.motions was dropped or moved to another schema' ])
{
	my ($name, $change, $expected) = @$case;
	my ($id, $error) = run_after($change);
	refused_ok($error, $expected, $name);
}

{
	my (undef, $error) = run_after('ALTER TABLE paliad.motions SET SCHEMA archive');
	is_error($error, changed('table paliad.motions was dropped or moved to another schema'), 'SET SCHEMA');
}
agrees($node, 'after changes before the run');

# --- while the run waits for a table -----------------------------------------

$node->safe_psql('practice', 'CREATE TABLE paliad.loose (id int, year int)');

for my $case (
	[ 'TRUNCATE',   'TRUNCATE paliad.matters', 'table paliad.matters was rewritten or emptied' ],
	[ 'ADD COLUMN', 'ALTER TABLE paliad.matters ADD note text', 'table paliad.matters was altered' ],
	[ 'ATTACH',     'ALTER TABLE paliad.dates ATTACH PARTITION paliad.loose FOR VALUES IN (2030)',
		'table paliad.loose was attached or detached' ],
	[ 'RENAME',     'ALTER TABLE paliad.matters RENAME TO cases; CREATE TABLE paliad.matters (id int)',
		'table paliad.matters was renamed' ],
	[ 'DROP',       'DROP TABLE paliad.matters', 'table paliad.matters was dropped or moved to another schema' ])
{
	my ($name, $change, $expected) = @$case;
	my ($session, $holder) = hold($node, 'practice', $run);
	$holder->query_safe("$change; COMMIT");
	$holder->quit;
	refused_ok(finish($session)->{error}, $expected, "$name during the run");
}
agrees($node, 'after changes during the run');

# --- changes that don't matter -----------------------------------------------

$node->safe_psql('practice', 'CREATE TABLE paliad.notes (id int PRIMARY KEY); INSERT INTO paliad.notes VALUES (1), (2)');

for my $case (
	[ 'rows that come and go', 'DELETE FROM paliad.notes WHERE id = 1; INSERT INTO paliad.notes VALUES (3)', '1 2' ],
	[ 'an index', 'CREATE INDEX ON paliad.notes (id)',            '2 3' ],
	[ 'a new table', 'CREATE TABLE paliad.late (id int)',         '2 3' ],
	[ 'a new label', "ALTER TYPE paliad.stage ADD VALUE 'lapsed'", '2 3' ],
	[ 'ANALYZE and VACUUM', 'ANALYZE paliad.notes',               '2 3' ])
{
	my ($name, $change, $expected) = @$case;
	my ($id, $error) = run_after($change);
	is($error, undef, "$name: no error") or diag(explain($error));
	my $row = row($node, 'practice', $id);
	is(join(' ', csv_of($row, 'notes')), $expected, "$name: the snapshot is shown");
	ok(!exists $row->{row_counts}{late}, "$name: what came later is not") if $name eq 'a new table';
}
agrees($node, 'after changes that hurt nobody');

# --- one instant -------------------------------------------------------------

# Each move is one transaction: the sum over both tables never changes, and each entry is always in exactly one of them.
$node->safe_psql('practice', <<'SQL');
CREATE TABLE paliad.account (id int PRIMARY KEY, amount int NOT NULL);
CREATE TABLE paliad.trust_account (id int PRIMARY KEY, amount int NOT NULL);
INSERT INTO paliad.account SELECT n, 100 FROM generate_series(1, 100) AS n;
INSERT INTO paliad.trust_account SELECT n, 100 FROM generate_series(101, 200) AS n;
CREATE TABLE public.closing_time (now bool);
CREATE SEQUENCE public.transfers;
CREATE PROCEDURE public.trade(seed float) LANGUAGE plpgsql AS $$
DECLARE paid int;
BEGIN
  PERFORM setseed(seed);
  WHILE NOT EXISTS (SELECT FROM public.closing_time) LOOP
    paid := 1 + 9 * random();
    UPDATE paliad.account a SET amount = a.amount - paid WHERE id = (SELECT min(id) FROM paliad.account);
    UPDATE paliad.trust_account a SET amount = a.amount + paid
     WHERE id = (SELECT min(id) FROM paliad.trust_account);
    COMMIT;
    PERFORM nextval('public.transfers');
  END LOOP;
END
$$;
CREATE PROCEDURE public.move() LANGUAGE plpgsql AS $$
BEGIN
  WHILE NOT EXISTS (SELECT FROM public.closing_time) LOOP
    WITH gone AS (DELETE FROM paliad.account WHERE id = (SELECT max(id) FROM paliad.account) RETURNING *)
    INSERT INTO paliad.trust_account TABLE gone;
    COMMIT;
    WITH gone AS (DELETE FROM paliad.trust_account WHERE id = (SELECT max(id) FROM paliad.trust_account) RETURNING *)
    INSERT INTO paliad.account TABLE gone;
    COMMIT;
    PERFORM nextval('public.transfers');
  END LOOP;
END
$$;
SQL

sub transfers { return $node->safe_psql('practice', 'SELECT last_value FROM public.transfers'); }

my @traders = map { start_session($node, 'practice', $_) }
  'CALL public.trade(0.5)', 'CALL public.move()';
wait_until($node, 'practice', 'SELECT last_value > 20 FROM public.transfers');
for my $turn (1 .. 6)
{
	# Repeated, because the movers may not have run in between.
	my ($row, $before);
	for (1 .. 20)
	{
		$before = transfers();
		$row = row($node, 'practice', run_backup($node, 'practice'));
		last if transfers() > $before;
	}
	cmp_ok(transfers(), '>', $before, "run $turn: money moved meanwhile");
	my @lines = map { csv_of($row, $_) } qw(account trust_account);
	my ($sum, %ids) = (0);
	for my $line (@lines)
	{
		my ($id, $amount) = split /,/, $line;
		$sum += $amount;
		$ids{$id}++;
	}
	is_deeply([ $sum, scalar @lines, scalar keys %ids ], [ 20000, 200, 200 ],
		"run $turn: both tables at one instant");
}
$node->safe_psql('practice', 'INSERT INTO public.closing_time VALUES (true)');
ok(finish($_)->{ok}, 'nobody who works meanwhile meets an error') for @traders;

# A transaction's second backup shows a later instant, unless its snapshot is the first one's.
for my $level ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE')
{
	my $session = $node->background_psql('practice');
	my $id = $session->query_safe("SET client_min_messages = warning; BEGIN ISOLATION LEVEL $level; $run;");
	my $before = join ' ', csv_of(row($node, 'practice', $id), 'notes');
	$node->safe_psql('practice', 'INSERT INTO paliad.notes SELECT max(id) + 1 FROM paliad.notes');
	my $after = join ' ', csv_of(row($node, 'practice', $session->query_safe("$run;")), 'notes');
	$session->quit;
	my $now = $node->safe_psql('practice', "SELECT string_agg(id::text, ' ' ORDER BY id) FROM paliad.notes");
	is($after, $level eq 'READ COMMITTED' ? $now : $before, "$level: the second backup's instant");
}
agrees($node, 'at the end');

done_testing();
