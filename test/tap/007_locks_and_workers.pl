# Locks that the caller itself holds, the places that a backup may be called from, locks on the extension's own tables,
# and workers that can't be started.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

# One of the two workers is the server's own launcher for logical replication.
my $node = new_server('main', conf => "max_worker_processes = 2\nmax_logical_replication_workers = 1");
add_practice($node, 'practice');
add_practice($node, 'other');

my $run = 'SELECT paliad_backup_run()';
my $soon = "SET paliad_backup.lock_timeout = '300ms';";
my $lock_timeout = { state => '55P03', message => 'canceling statement due to lock timeout' };

sub count_of
{
	my ($database) = @_;
	return $node->safe_psql($database,
		'SELECT (SELECT count(*) FROM paliad.backups), (SELECT count(*) FROM paliad.system_audit_log)');
}

# `sql` must fail with just that error before the backup has begun: the catalog has no row of it.
sub never_begun_ok
{
	my ($sql, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	wait_for_workers($node);
	my $before = count_of('practice');
	fails_ok($node, 'practice', $sql, $expected, $name);
	is(count_of('practice'), $before, "$name: no row, no audit entry");
}

# Runs `sql`, which must return the id of a backup that is done; returns its row.
sub done_ok
{
	my ($sql, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	wait_for_workers($node);
	my $result = attempt($node, 'practice', $sql);
	my ($id) = $result->{out} =~ /([-0-9a-f]{36})\s*\z/;
	my $row = $id ? row($node, 'practice', $id) : undef;
	is($row && $row->{status}, 'done', $name) or diag(explain($result));
	return wantarray ? ($row, $result) : $row;
}

# Whether a warning says that the backup has rows that its caller had not committed.
sub uncommitted { return scalar grep { $_->{code} eq 'uncommitted' } @{ $_[0]{warnings} }; }

# --- locks of the caller that the recorder meets -----------------------------

# The backup goes on without its audit entry, and a warning says so.
for my $mode ('SHARE', 'SHARE ROW EXCLUSIVE')
{
	my $name = "the caller holds the audit log in $mode mode";
	my $problem = 'canceling statement due to lock timeout';
	my $said = 'the audit log did not accept this backup\'s entry; the backup continues without it';
	my ($row, $result) = done_ok(
		"$soon BEGIN; LOCK TABLE paliad.system_audit_log IN $mode MODE; $run; COMMIT;", $name);
	ok($row && !defined $row->{audit_id}, "$name: no audit entry");
	is_deeply([ grep { $_->{code} eq 'no_audit' } @{ $row->{warnings} } ],
		[ { sheet => '', column => '', code => 'no_audit', count => 0, text => "$said: $problem",
				arguments => { problem => $problem } } ],
		"$name: the catalog warns");
	is_deeply([ grep { $_->{severity} eq 'WARNING' } @{ $result->{reports} } ],
		[ { severity => 'WARNING', state => '01000', message => $said, detail => $problem } ],
		"$name: the caller is warned");
}

# The foreign key of paliad.backups locks the audit log, even where its column is NULL.
for my $mode ('EXCLUSIVE', 'ACCESS EXCLUSIVE')
{
	my $before = count_of('practice');
	my $error = attempt($node, 'practice', "$soon BEGIN; LOCK TABLE paliad.system_audit_log IN $mode MODE; $run")->{error};
	like(delete $error->{detail}, qr/^A lock on table paliad\.system_audit_log is held, or waited for, by process \d+\.$/,
		"the caller holds the audit log in $mode mode: which table it is, and who");
	delete $error->{hint};
	is_error($error, $lock_timeout, "the caller holds the audit log in $mode mode");
	wait_for_workers($node);
	is(count_of('practice'), $before, "the caller holds the audit log in $mode mode: no row, no audit entry");
}
agrees($node, 'the caller holds the audit log');

{
	my $before = count_of('practice');
	my $error = attempt($node, 'practice', "$soon BEGIN; LOCK TABLE paliad.backups; $run")->{error};
	like(delete $error->{detail}, qr/^A lock on table paliad\.backups is held, or waited for, by process \d+\.$/,
		'the caller holds the catalog: which table it is, and who');
	delete $error->{hint};
	is_error($error, $lock_timeout, 'the caller holds the catalog');
	is(count_of('practice'), $before, 'the caller holds the catalog: no row, no audit entry');
}

never_begun_ok("$soon SET request.jwt.claim.sub = '$ADMIN';"
	  . " BEGIN; SELECT 1 FROM paliad.users WHERE id = '$ADMIN' FOR UPDATE; $run",
	$lock_timeout, 'the caller holds its own user');
done_ok("$soon SET request.jwt.claim.sub = '$ADMIN';"
	  . " BEGIN; UPDATE paliad.users SET display_name = 'Anne' WHERE id = '$ADMIN'; $run; ROLLBACK;",
	'the caller has changed its own user');
done_ok("$soon BEGIN; LOCK TABLE paliad.matters; LOCK TABLE paliad.backup_sheet_rules; $run; COMMIT;",
	'the caller holds tables that are read');
agrees($node, 'what the caller holds');

# --- what only the caller sees yet -------------------------------------------

wait_alone($node, 'practice');
$node->safe_psql('postgres', 'CREATE DATABASE third TEMPLATE practice');
$node->safe_psql('third', 'DROP EXTENSION paliad_backup');
fails_ok($node, 'third', "BEGIN; CREATE EXTENSION paliad_backup; $run", {
	state => '42704', message => 'this database does not have the extension paliad_backup',
	hint => 'CREATE EXTENSION paliad_backup;' }, 'an extension that is not committed yet');

{
	my $row = done_ok("BEGIN; CREATE TABLE paliad.fresh (id int PRIMARY KEY);"
		  . " INSERT INTO paliad.fresh VALUES (1), (2); TRUNCATE paliad.ref_countries;"
		  . " ALTER TABLE paliad.matters RENAME TO cases; $run; ROLLBACK;", "the caller's own changes");
	is_deeply([ map { $row->{row_counts}{$_} } qw(fresh ref__countries cases matters) ],
		[ 2, 0, 2, undef ], 'are what it sees');
	is(uncommitted($row), 1, 'and are warned of');
}
{
	my $row = done_ok("BEGIN; SAVEPOINT s; DELETE FROM paliad.matters; ROLLBACK TO s; $run; COMMIT;",
		'a savepoint rolled back before the run');
	is($row->{row_counts}{matters}, 2, 'is what it sees');
}
is(uncommitted(scalar done_ok("BEGIN; SELECT * FROM paliad.matters FOR KEY SHARE; COMMIT; BEGIN; TABLE paliad.matters; $run; COMMIT;",
	'a caller that has only read')), 0, 'is not warned');
agrees($node, 'what only the caller sees');

# --- where it is called from -------------------------------------------------

$node->safe_psql('practice', <<'SQL');
CREATE TABLE public.requests (id int, backup uuid);
CREATE TABLE paliad.orders (id int PRIMARY KEY);
CREATE TABLE public.made (backup uuid);
CREATE FUNCTION public.before_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.backup := paliad_backup_run();
  RETURN NEW;
END
$$;
CREATE TRIGGER make BEFORE INSERT ON public.requests FOR EACH ROW EXECUTE FUNCTION before_request();
CREATE FUNCTION public.after_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.made SELECT paliad_backup_run();
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER make AFTER INSERT ON paliad.orders
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION after_order();
CREATE FUNCTION public.in_sql() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS 'SELECT paliad_backup_run()';
CREATE FUNCTION public.as_stable() RETURNS uuid LANGUAGE plpgsql STABLE AS
  'BEGIN RETURN paliad_backup_run(); END';
SQL

for my $case (
	[ 'a trigger before an insert', 'INSERT INTO public.requests VALUES (1) RETURNING backup', 0 ],
	[ 'a deferred trigger at commit', "INSERT INTO paliad.orders VALUES (1);\nTABLE public.made", 1 ],
	[ 'an SQL function of its owner', 'SELECT public.in_sql()', 0 ],
	[ 'a function that claims to be stable', 'SELECT public.as_stable()', 0 ],
	[ 'a cursor', "BEGIN; DECLARE c CURSOR FOR $run; FETCH c; COMMIT", 0 ],
	[ 'a cursor that is held', "BEGIN; DECLARE c CURSOR WITH HOLD FOR $run; COMMIT; FETCH c", 0 ],
	[ 'COPY', "COPY ($run) TO STDOUT", 0 ],
	[ 'EXECUTE', "PREPARE p AS $run; EXECUTE p", 0 ],
	[ 'EXPLAIN ANALYZE', "EXPLAIN (ANALYZE, COSTS OFF) $run \\g /dev/null\n"
		  . 'SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 1', 0 ],
	[ 'CREATE TABLE AS', "CREATE TABLE public.kept AS $run; TABLE public.kept", 1 ],
	[ 'a materialized view', "CREATE MATERIALIZED VIEW public.seen AS $run; TABLE public.seen", 1 ])
{
	my ($name, $sql, $uncommitted) = @$case;
	my $row = done_ok("$sql;", "called by $name");
	is(uncommitted($row), $uncommitted, "called by $name: warned where it had written");
	is($row->{row_counts}{orders}, 1, 'a trigger at commit shows the row it was fired by')
	  if $name =~ /deferred/;
}

agrees($node, 'after calls from everywhere');

# --- locks of others on the extension's own tables ---------------------------

# The audit entry of a backup that is done is completed as soon as its lock is released.
{
	wait_for_workers($node);
	my $log = $node->background_psql('practice');
	# A long timeout, so that the test has time to lock the entry.
	my ($session, $holder) = hold($node, 'practice', "SET paliad_backup.lock_timeout = '10s'; $run");
	$log->query_safe("BEGIN; SELECT FROM paliad.system_audit_log WHERE metadata ->> 'status' = 'running' FOR UPDATE");
	$holder->quit;
	my $id = finish($session)->{out};
	is(row($node, 'practice', $id)->{status}, 'done',
		'an entry that is locked at the end does not stop a backup');
	$log->quit;
	my $audit = "FROM paliad.system_audit_log WHERE metadata ->> 'backup_id' = '$id'";
	wait_for_workers($node);
	run_backup($node, 'practice');
	is($node->safe_psql('practice', "SELECT metadata ->> 'status' $audit"), 'done',
		'and its entry is completed by the next run');
}

# --- workers -----------------------------------------------------------------

{
	wait_for_workers($node);
	my ($session, $holder) = hold($node, 'practice', $run);
	my $before = count_of('other');
	fails_ok($node, 'other', $run, {
		state => '53000', message => 'no background worker slot is free for the paliad_backup recorder',
		hint => 'Raise max_worker_processes (it needs a restart), or wait until other workers end.' },
		'every worker is taken');
	is(count_of('other'), $before, 'every worker is taken: no row, no audit entry');
	$holder->quit;
	ok(finish($session)->{ok}, 'the one that took the last worker ends well');
	agrees($node, 'every worker is taken');
	is(row($node, 'other', run_backup($node, 'other'))->{status}, 'done', 'then the other one works');
}

# The recorder can't connect: it ends before it can report why.
{
	my $before = count_of('practice');
	my $caller = $node->background_psql('practice', on_error_stop => 0);
	$node->safe_psql('postgres', 'ALTER DATABASE practice ALLOW_CONNECTIONS false');
	$caller->query("\\set VERBOSITY verbose\n$run;");
	$node->safe_psql('postgres', 'ALTER DATABASE practice ALLOW_CONNECTIONS true');
	my ($error) = reports($caller->{stderr});
	$caller->{stderr} = '';
	$caller->quit;
	is_error($error, {
		state => '55000', message => 'the recorder of this backup ended unexpectedly',
		detail => "It writes the backup's row in paliad.backups and its entry in the audit log.",
		hint => "The server's log says why; then run the backup again." },
		'a recorder that is not let in');
	is(count_of('practice'), $before, 'a recorder that is not let in: no row, no audit entry');
	agrees($node, 'a recorder that is not let in');
}

$node->append_conf('postgresql.conf', 'max_worker_processes = 8');
$node->restart;

# --- two databases, one directory, one moment --------------------------------

{
	my %held = map { $_ => [ hold($node, $_, $run, $_) ] } qw(practice other);
	$_->[1]->quit for values %held;
	for my $database (sort keys %held)
	{
		my $id = finish($held{$database}[0])->{out};
		is(row($node, $database, $id)->{status}, 'done', "two at once: $database");
	}
	agrees($node, 'two at once');
}

done_testing();
