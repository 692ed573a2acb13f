# Rows of the original database that break a constraint: where the caller asks for it, they are restored and the
# constraint becomes NOT VALID; otherwise the error says how to ask.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');

# Makes a database with `sql` and a backup; returns the backup's id, and the folder of the unzipped bundle.
sub backed_up
{
	my ($name, $sql) = @_;
	add_practice($node, $name);
	$node->safe_psql($name, $sql);
	my $id = $node->safe_psql($name, 'SET client_min_messages = error; SELECT paliad_backup_run()');
	my $dir = PostgreSQL::Test::Utils::tempdir();
	system_or_bail('unzip', '-q', export_dir($node) . '/' . $node->safe_psql($name, "SELECT regexp_replace(storage_uri, '.*/', '') FROM paliad.backups"), '-d', $dir);
	return ($id, $dir);
}

# Runs restore.sql in a new database; returns whether it succeeded, and its errors.
sub run_restore
{
	my ($database, $dir, @options) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8'");
	my $err = '';
	my $ok = IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr($database), @options, '-f', 'restore.sql' ],
		init => sub { chdir $dir or die }, '>', '/dev/null', '2>', \$err);
	return ($ok, $err);
}

# The constraints of a schema that are not valid, and its rows.
sub state_of
{
	my ($database, $schema, $table) = @_;
	return $node->safe_psql($database, "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE NOT convalidated AND connamespace = '$schema'::regnamespace")
	  . '/' . $node->safe_psql($database, "SELECT count(*) FROM $schema.$table");
}

# Each way to restore, for a table `broken` with three rows, which break its constraint `name`.
sub comes_back_if_asked
{
	my ($what, $sql, %expected) = @_;
	my ($id, $dir) = backed_up($what, $sql);
	my $refused = attempt($node, $what, "SELECT paliad_backup_restore('$id', 'back')");
	is($refused->{error}{state}, $expected{state}, "$what: refused");
	like($refused->{error}{hint}, qr/paliad_backup_restore\(id, target_schema, broken => 'keep'\)/, "$what: with the way to keep the rows");
	like($refused->{error}{message}, $expected{message}, "$what: naming the constraint");
	is($node->safe_psql($what, "SELECT count(*) FROM pg_namespace WHERE nspname = 'back'"), 0, "$what: nothing stays");
	my $kept = attempt($node, $what, "SELECT paliad_backup_restore('$id', 'back', broken => 'keep')");
	is($kept->{error}, undef, "$what: kept");
	my @warnings = grep { $_->{severity} eq 'WARNING' } @{ $kept->{reports} };
	is_deeply([ map { $_->{message} } @warnings ], $expected{warnings}, "$what: with a warning for each");
	like($warnings[0]{detail}, $expected{detail}, "$what: that says why");
	is(state_of($what, 'back', 'broken'), $expected{back}, "$what: rows are there, and what they break is not valid");
	is($node->safe_psql($what, "SELECT string_agg(item, ' ') FROM paliad_backup_drill('$id') WHERE NOT ok"), $expected{drill} // 'keys', "$what: the drill fails");

	# By psql.
	my ($ok, $err) = run_restore("${what}_refused", $dir);
	ok(!$ok, "$what: psql is refused");
	like($err, qr/ERROR:  .*$expected{message}/s, "$what: naming it");
	like($err, qr/HINT:  psql -v broken=keep -f restore\.sql/, "$what: with the way") unless $expected{before_rows};
	is($node->safe_psql("${what}_refused", "SELECT to_regnamespace('paliad') IS NULL"), 't', "$what: nothing stays of that");
	($ok, $err) = run_restore("${what}_kept", $dir, '-v', 'broken=keep');
	ok($ok, "$what: psql keeps") or diag($err);
	is(scalar(() = $err =~ /WARNING/g), scalar @{ $expected{warnings} }, "$what: with as many warnings") or diag($err);
	like($err, $expected{detail}, "$what: that say why");
	is(state_of("${what}_kept", 'paliad', 'broken'), $expected{back}, "$what: the same");
	return ($id, $dir);
}

comes_back_if_asked('orphan', q{
	CREATE TABLE paliad.broken (n int, m int CONSTRAINT refers REFERENCES paliad.matters (id) DEFERRABLE, CONSTRAINT fine CHECK (n > 0),
	  CONSTRAINT holds FOREIGN KEY (n) REFERENCES paliad.matters (id));
	SET session_replication_role = replica; INSERT INTO paliad.broken VALUES (1, 1), (1, 99), (2, NULL)},
	state => '23503', message => qr/violates foreign key constraint "refers"/, warnings => ['constraint "refers" of "broken" is NOT VALID now'],
	detail => qr/Key \(m\)=\(99\) is not present in table "matters"/, back => 'refers/3');

# A check of a parent and its child that no longer holds.
comes_back_if_asked('stale', q{
	CREATE TABLE paliad.broken (n int); CREATE TABLE paliad.child () INHERITS (paliad.broken);
	INSERT INTO paliad.broken VALUES (1), (2); INSERT INTO paliad.child VALUES (3);
	ALTER TABLE paliad.child ADD CONSTRAINT stale CHECK (n > date_part('year', now())) NOT VALID;
	ALTER TABLE paliad.broken ADD CONSTRAINT stale CHECK (n > date_part('year', now())) NOT VALID;
	-- As when they were added in time.
	UPDATE pg_constraint SET convalidated = true WHERE conname = 'stale'},
	state => '23514', message => qr/check constraint "stale" of relation/, 
	warnings => [ 'constraint "stale" of "child" is NOT VALID now', 'constraint "stale" of "broken" is NOT VALID now' ],
	detail => qr/check constraint "stale" of relation "\w+" is violated by some row/, back => 'stale stale/3');

# The check of a domain, which is evaluated for every row that is restored.
comes_back_if_asked('domain', q{
	CREATE DOMAIN paliad.later AS date; CREATE TABLE paliad.broken (d paliad.later);
	INSERT INTO paliad.broken VALUES ('1999-01-01'), ('9999-01-01'), (NULL);
	ALTER DOMAIN paliad.later ADD CONSTRAINT future CHECK (VALUE >= now()) NOT VALID;
	UPDATE pg_constraint SET convalidated = true WHERE conname = 'future'},
	state => '23514', message => qr/check constraint "future"/, warnings => ['constraint "future" of "later" is NOT VALID now'],
	detail => qr/column "d" of table "broken" contains values that violate the new constraint/, back => 'future/3', drill => 'sheet broken', before_rows => 1);

# A foreign key of a partitioned table can't be NOT VALID (until PostgreSQL 18).
SKIP:
{
	skip 'since PostgreSQL 18 it can', 17 if $node->pg_version >= 18;
	comes_back_if_asked('partitioned', q{
	CREATE TABLE paliad.broken (m int CONSTRAINT refers REFERENCES paliad.matters (id)) PARTITION BY LIST (m);
	CREATE TABLE paliad.part PARTITION OF paliad.broken DEFAULT;
	SET session_replication_role = replica; INSERT INTO paliad.broken VALUES (1), (99), (NULL)},
	state => '23503', message => qr/violates foreign key constraint "refers"/, warnings => ['constraint "refers" of "broken" is left out'],
	detail => qr/Key \(m\)=\(99\) is not present in table "matters"/, back => '/3');
}

# --- what was not valid, and wrong use ---------------------------------------

{
	my ($id, $dir) = backed_up('lenient', q{
		CREATE TABLE paliad.t (n int); INSERT INTO paliad.t VALUES (-1);
		ALTER TABLE paliad.t ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
		-- psql would take these for its variables.
		CREATE TABLE paliad.u (keep_broken int, broken int, a int[], CHECK (a[1:broken] IS NOT NULL OR a[1:keep_broken] IS NULL))});
	my $result = attempt($node, 'lenient', "SELECT paliad_backup_restore('$id', 'back')");
	is($result->{error}, undef, 'what is NOT VALID already needs no asking');
	is(state_of('lenient', 'back', 't'), 'positive/1', 'and stays so');
	is_deeply([ run_restore('lenient_psql', $dir, '-v', 'broken=keep') ], [ 1, '' ], 'psql says nothing of it');
	is(state_of('lenient_psql', 'paliad', 't'), 'positive/1', 'with psql too');
	fails_ok($node, 'lenient', "SELECT paliad_backup_restore('$id', 'back2', broken => 'both')",
		{ state => '22023', message => 'broken is "refuse" or "keep", not "both"' }, 'another word');
	fails_ok($node, 'lenient', "SELECT paliad_backup_restore('$id', 'back', broken => 'keep')", {
			state => '0A000', message => 'rows that break a constraint can\'t be kept in tables that are there',
			hint => 'Name a schema that does not exist yet, or drop the constraint and add it again with NOT VALID.' },
		'the constraints of tables that are there are not the backup\'s');
}

done_testing();
