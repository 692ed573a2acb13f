# Unusual ends of a run: a full lock table, and an audit log that hangs, has deferred checks, or was made anew. Nothing
# of the run is left behind, and the next one works.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $run = 'SELECT paliad_backup_run()';

# Starts a server for one part of the test, so that no part sees the remains of another.
sub server
{
	my ($name, $conf) = @_;
	my $node = new_server($name, conf => "restart_after_crash = on\n" . ($conf // ''));
	add_practice($node, 'practice');
	return $node;
}

# --- the lock table is full --------------------------------------------------

{
	my $node = server('full', "max_locks_per_transaction = 10\nmax_connections = 10\nmax_worker_processes = 4");
	# Each in a transaction of its own: one transaction would need too many locks.
	$node->safe_psql('practice', join ';', map { "CREATE TABLE paliad.t$_ (id int)" } 1 .. 1006);
	is(attempt($node, 'practice', $run)->{error}{state}, '53200', 'the lock table is full');
	soon_ok($node, 'practice', "SELECT count(*) = 1 AND bool_and(status = 'failed') FROM paliad.backups",
		'its row becomes failed by itself');
	is_deeply([ artifacts(export_dir($node)) ], [], 'and nothing of it is left');
	like(last_row($node, 'practice')->{error} // '', qr/^out of shared memory/, 'the row says why');
	$node->stop;
}

# --- an audit log that hangs -------------------------------------------------

my %hangs = (
	'a trigger that hangs' => 'BEGIN PERFORM pg_sleep(3600); RETURN NEW; END',
	'a trigger that hangs and minds no cancel' =>
	  'BEGIN LOOP BEGIN PERFORM pg_sleep(3600); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; RETURN NEW; END');

sub hang
{
	my ($node, $body, $when) = @_;
	my $kind = $when =~ /^AFTER/ ? 'CONSTRAINT TRIGGER' : 'TRIGGER';
	my $deferred = $when =~ /^AFTER/ ? 'DEFERRABLE INITIALLY DEFERRED' : '';
	$node->safe_psql('practice', "CREATE OR REPLACE FUNCTION public.hang() RETURNS trigger LANGUAGE plpgsql AS \$\$ $body \$\$;"
		  . " CREATE $kind hang $when ON paliad.system_audit_log $deferred FOR EACH ROW EXECUTE FUNCTION public.hang()");
	return;
}

my $working = "SELECT (SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type ~ '^paliad_backup (recorder|remover)')"
  . " AND (SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory')";

# No worker and no lock may be left; after the trigger is dropped, the next run must work and clean up.
sub clean_ok
{
	my ($node, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	# The trigger can't be dropped while a worker hangs in it.
	unless (soon_ok($node, 'practice', $working, "$name: neither worker nor lock is left"))
	{
		$node->stop('immediate');
		$node->start;
	}
	$node->safe_psql('practice', 'DROP TRIGGER hang ON paliad.system_audit_log');
	my $next = attempt($node, 'practice', $run);
	is($next->{ok} && row($node, 'practice', $next->{out})->{status}, 'done', "$name: the next run works")
	  or diag(explain($next->{error}));
	agrees($node, $name);
	return;
}

sub warned { return scalar grep { $_->{code} eq 'no_audit' } @{ $_[0]{warnings} }; }

{
	my $node = server('hanging');
	for my $name (sort keys %hangs)
	{
		for my $when ('BEFORE INSERT', 'BEFORE UPDATE', 'AFTER INSERT')
		{
			my $case = "$name, $when";
			hang($node, $hangs{$name}, $when);
			my $error = attempt($node, 'practice', "SET statement_timeout = '2s'; $run")->{error};
			is($error->{state}, '57014', "$case: the caller's timeout ends the call");
			clean_ok($node, "$case, timeout");

			hang($node, $hangs{$name}, $when);
			my $session = start_session($node, 'practice', $run, 'application_name=terminated');
			wait_until($node, 'practice', "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
			$node->safe_psql('postgres', "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'terminated'");
			is(finish($session)->{error}{state}, '57P01', "$case: the caller is terminated");
			clean_ok($node, "$case, terminated");
		}
	}

	# A removal writes to the audit log too.
	my $id = run_backup($node, 'practice');
	hang($node, $hangs{'a trigger that hangs and minds no cancel'}, 'BEFORE INSERT');
	is(attempt($node, 'practice', "SET statement_timeout = '2s'; SELECT paliad_backup_delete('$id')")->{error}{state}, '57014',
		'a removal is canceled');
	clean_ok($node, 'a removal whose audit log hangs');

	# Without a cancel the run goes on without its entry.
	my $soon = "SET paliad_backup.lock_timeout = '1s'; SET statement_timeout = '60s';";
	hang($node, $hangs{'a trigger that hangs'}, 'BEFORE INSERT');
	my $result = attempt($node, 'practice', "$soon $run");
	my $row = last_row($node, 'practice');
	is($row->{status}, 'done', 'a run whose audit log hangs goes on') or diag(explain($result->{error}));
	is($row->{audit_id}, undef, 'without an entry');
	is(warned($row), 1, 'and warns');
	ok(scalar(grep { $_->{severity} eq 'WARNING' && $_->{message} =~ /^the audit log did not accept/ } @{ $result->{reports} }),
		'the caller too');
	clean_ok($node, 'without an audit entry');

	hang($node, $hangs{'a trigger that hangs'}, 'BEFORE UPDATE');
	attempt($node, 'practice', "$soon $run");
	is(last_row($node, 'practice')->{status}, 'done', 'a run whose audit log hangs at its end is done');
	clean_ok($node, 'an audit entry that could not be completed');

	hang($node, $hangs{'a trigger that hangs'}, 'BEFORE INSERT');
	$id = last_row($node, 'practice')->{id};
	attempt($node, 'practice', "$soon SELECT paliad_backup_delete('$id')");
	isnt(row($node, 'practice', $id)->{deleted_at}, undef, 'a removal goes on without an entry');
	clean_ok($node, 'a removal without an audit entry');
	$node->stop;
}

# --- an audit log with deferred checks ---------------------------------------

my %deferred = (
	'a deferred foreign key' => 'ALTER TABLE paliad.system_audit_log ADD CONSTRAINT later FOREIGN KEY (actor_id)'
	  . ' REFERENCES paliad.users DEFERRABLE INITIALLY DEFERRED',
	'a deferred constraint trigger' => 'CREATE FUNCTION public.later() RETURNS trigger LANGUAGE plpgsql AS'
	  . " 'BEGIN PERFORM count(*) FROM pg_catalog.pg_class; RETURN NULL; END';"
	  . ' CREATE CONSTRAINT TRIGGER later AFTER INSERT OR UPDATE ON paliad.system_audit_log'
	  . ' DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.later()');

for my $name (sort keys %deferred)
{
	my $node = server('deferred_' . ($name =~ s/\W/_/gr));
	$node->safe_psql('practice', $deferred{$name});
	my $claim = "SET request.jwt.claim.sub = '$ADMIN';";
	my $id = attempt($node, 'practice', "$claim $run")->{out};
	is(row($node, 'practice', $id)->{status}, 'done', "$name: run");
	my $works = sub {
		my ($call, $expected) = @_;
		local $Test::Builder::Level = $Test::Builder::Level + 1;
		# In one statement, and within a transaction that goes on.
		for my $sql ("$claim SELECT $call", "$claim BEGIN; SELECT $call; SELECT 1; COMMIT")
		{
			my $result = attempt($node, 'practice', $sql);
			ok($result->{ok}, "$name: $call" . ($sql =~ /BEGIN/ ? ', in a transaction' : '')) or diag(explain($result->{error}));
		}
	};
	$works->("paliad_backup_hold('$id', true)");
	$works->("paliad_backup_hold('$id', false)");
	$works->("count(*) FROM paliad_backup_restore('$id', 'back_' || extract(epoch FROM clock_timestamp())::bigint"
		  . " || '_' || pg_backend_pid())");
	$works->("count(*) FROM paliad_backup_drill('$id')");
	is($node->safe_psql('practice', "SELECT string_agg(DISTINCT event_type, ', ') FROM paliad.system_audit_log WHERE event_type ~ 'held|released'"),
		'backup_held, backup_released', "$name: the audit log has the holds");
	my $going = run_backup($node, 'practice');
	my $deleted = attempt($node, 'practice', "$claim SELECT paliad_backup_delete('$going')");
	ok($deleted->{ok}, "$name: delete") or diag(explain($deleted->{error}));
	is($node->safe_psql('practice', "SELECT count(*) FROM paliad.system_audit_log WHERE event_type = 'backup_deleted'"), 1,
		"$name: the audit log has it");
	my ($file) = row($node, 'practice', $id)->{storage_uri} =~ m{([^/]+)$};
	$node->safe_psql('practice', "UPDATE paliad.backups SET audit_id = NULL; DELETE FROM paliad.backups WHERE id = '$id'");
	my $taken = attempt($node, 'practice', "$claim SELECT paliad_backup_import('$file')");
	is($taken->{out}, $id, "$name: import_file") or diag(explain($taken->{error}));
	agrees($node, $name);
	$node->stop;
}

# A failing check is reported, and the call succeeds all the same: an audit log can't prevent anything.
{
	my $node = server('refusing');
	my $id = run_backup($node, 'practice');
	$node->safe_psql('practice', "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no entries today''; END';"
		  . ' CREATE CONSTRAINT TRIGGER no AFTER INSERT ON paliad.system_audit_log DEFERRABLE INITIALLY DEFERRED'
		  . ' FOR EACH ROW EXECUTE FUNCTION public.no()');
	is(attempt($node, 'practice', "SELECT paliad_backup_hold('$id', true)")->{reports}[0]{detail}, 'no entries today',
		'a deferred check that fails is told');
	is($node->safe_psql('practice', 'SELECT held FROM paliad.backups'), 't', 'and the backup is held');
	$node->stop;
}

# --- the app's tables made anew ----------------------------------------------

{
	my $node = server('anew');
	attempt($node, 'practice', "SET request.jwt.claim.sub = '$ADMIN'; $run");
	$node->safe_psql('practice', <<'SQL');
CREATE ROLE app LOGIN;
GRANT USAGE ON SCHEMA paliad, auth TO app;
GRANT SELECT ON paliad.backups TO app;
ALTER TABLE paliad.users RENAME TO users_old;
CREATE TABLE paliad.users (LIKE paliad.users_old INCLUDING ALL);
INSERT INTO paliad.users VALUES ('00000000-0000-4000-8000-000000000003', 'berta@kanzlei.example', 'Berta', 'global_admin');
GRANT SELECT ON paliad.users, paliad.users_old TO app;
SQL
	for my $table ('users', 'system_audit_log')
	{
		my $column = $table eq 'users' ? 'requested_by' : 'audit_id';
		$node->safe_psql('practice', "ALTER TABLE paliad.$table RENAME TO ${table}_old; CREATE TABLE paliad.$table (LIKE paliad.${table}_old INCLUDING ALL)")
		  unless $table eq 'users';
		for my $time ('the first', 'the second')
		{
			my $result = attempt($node, 'practice', $run);
			is($result->{ok} && row($node, 'practice', $result->{out})->{status}, 'done', "$table made anew: $time backup")
			  or diag(explain($result->{error}));
		}
		is($node->safe_psql('practice', "SELECT string_agg(confrelid::regclass::text, ', ') FROM pg_constraint c JOIN pg_attribute a"
				. " ON a.attrelid = conrelid AND conkey = ARRAY[a.attnum] WHERE conrelid = 'paliad.backups'::regclass"
				. " AND contype = 'f' AND attname = '$column'"), "paliad.$table", "$table made anew: the link is to the new one");
	}
	# The catalog's policy reads the table of users too.
	my $berta = '00000000-0000-4000-8000-000000000003';
	my $seen = sub { return attempt($node, 'practice', "SET request.jwt.claim.sub = '$_[0]'; SELECT count(*) > 0 FROM paliad.backups", 'user=app')->{out}; };
	is($seen->($berta), 't', 'users made anew: its admin sees the catalog');
	is($seen->($ADMIN), 'f', 'users made anew: an admin of the old table doesn\'t');
	$node->stop;
}

# --- a canceled run ----------------------------------------------------------

{
	my $node = server('canceled');
	my $status = sub { return $node->safe_psql('practice', 'SELECT ok, reason FROM paliad.backup_status'); };
	run_backup($node, 'practice');
	is($status->(), 't|', 'all is well');
	my $cancel = sub {
		my ($session, $holder) = hold($node, 'practice', $run);
		$node->safe_psql('practice', "SELECT paliad_backup_cancel(id) FROM paliad.backups WHERE status = 'running'");
		finish($session);
		$holder->quit;
		wait_for_workers($node);
		like(last_row($node, 'practice')->{error}, qr/^canceled by /, 'a run is canceled');
	};
	$cancel->();
	is($status->(), 't|', 'and all is well still');
	attempt($node, 'practice', "SET paliad_backup.schemas = 'nowhere'; $run");
	wait_for_workers($node);
	like($status->(), qr/^f\|the last backup failed: schema "nowhere"/, 'a run that failed is told');
	$cancel->();
	like($status->(), qr/^f\|the last backup failed: schema "nowhere"/, 'and still is after one that was canceled');
	run_backup($node, 'practice');
	is($status->(), 't|', 'until one is done');
	$node->stop;
}

# --- the holder of the lock --------------------------------------------------

{
	my $node = server('locked');
	my $soon = "SET paliad_backup.lock_timeout = '500ms';";
	run_backup($node, 'practice');
	for my $table ('paliad.matters', 'paliad.backups', 'paliad.system_audit_log')
	{
		wait_for_workers($node);
		my $holder = $node->background_psql('practice');
		my $pid = $holder->query_safe("BEGIN; LOCK TABLE $table; SELECT pg_backend_pid()");
		my $error = attempt($node, 'practice', "$soon $run")->{error};
		$holder->quit;
		my $text = join "\n", grep { defined } @$error{qw(message detail hint)};
		is($error->{state}, '55P03', "$table is locked");
		like($text, qr/\Q$table\E/, "$table is locked: the error names it");
		like($text, qr/\b$pid\b/, "$table is locked: and the process that holds it");
	}
	$node->stop;
}

done_testing();
