# Rare ends: removal decides again before it commits; the export directory is replaced during a run; a server that
# pg_upgrade has started; functions without an id; more tables than fit into the lock table with their indexes.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

my $run = 'SELECT paliad_backup_run()';

# --- removal decides again ---------------------------------------------------

# Twelve backups, of which retention keeps the last. While the remover waits for the row of the first one that it
# removes, `meanwhile` changes the one that it keeps; then it goes on. A good backup must remain.
{
	my $node = new_server('removal', conf => "paliad_backup.retention_days = 0\npaliad_backup.retention_keep = 1\n");
	add_practice($node, 'practice');
	my $path = sub { return row($node, 'practice', $_[0])->{storage_uri} =~ s{^file://}{}r; };
	my %meanwhile = (
		'is deleted' => sub { return start_session($node, 'practice', "SELECT paliad_backup_delete('$_[0]')"); },
		'is found damaged' => sub {
			return start_session($node, 'practice', "UPDATE paliad.backups SET verified_ok = false, verified_at = now() WHERE id = '$_[0]'");
		},
		'fails its drill' => sub {
			return start_session($node, 'practice', "UPDATE paliad.backups SET drilled_ok = false, drilled_at = now() WHERE id = '$_[0]'");
		},
		'loses its file' => sub { unlink $path->($_[0]); return undef; });

	for my $what (sort keys %meanwhile)
	{
		run_backup($node, 'practice') for 1 .. 12;
		my ($kept, $next) = split /\n/, $node->safe_psql('practice', 'SELECT id FROM paliad_backup_expire()');
		my $holder = $node->background_psql('practice');
		$holder->query_safe("BEGIN; SELECT FROM paliad.backups WHERE id = '$next' FOR UPDATE");
		my $expire = start_session($node, 'practice', 'SELECT * FROM paliad_backup_expire(false)');
		wait_for_lock($node, 'paliad_backup remover');
		my $other = $meanwhile{$what}->($kept);
		# The change is made at once, or waits for the remover.
		for (my $end = time + 3; time < $end && $other; usleep(100_000))
		{
			last if $node->safe_psql('practice', "SELECT deleted_at IS NOT NULL OR verified_ok IS FALSE OR drilled_ok IS FALSE"
				  . " FROM paliad.backups WHERE id = '$kept'") eq 't';
		}
		$holder->quit;
		finish($_) for grep { $_ } $expire, $other;
		wait_for_workers($node);
		is($node->safe_psql('practice', "SELECT count(*) > 0 FROM paliad.backups WHERE status = 'done' AND deleted_at IS NULL"
				. ' AND verified_ok IS NOT FALSE AND drilled_ok IS NOT FALSE AND id <> ALL (' . ($what =~ /file/ ? "'{$kept}'" : "'{}'") . ')'),
			't', "the last one $what while retention removes the others: a good one remains");
		$node->safe_psql('practice', 'DELETE FROM paliad.backups');
		unlink glob(export_dir($node) . '/*.zip');
	}
	$node->stop;
}

# --- the export directory is replaced ----------------------------------------

{
	my $node = new_server('moved');
	add_practice($node, 'practice');
	my $dir = export_dir($node);
	my $moved = "$dir.moved";
	run_backup($node, 'practice');

	my %hold = (
		'while it reads' => \&hold, 'at the last moment' => \&hold_at_the_end);
	for my $when (sort keys %hold)
	{
		for my $replaced (1, 0)
		{
			my $name = 'the directory is moved away ' . ($replaced ? 'and replaced ' : '') . $when;
			my @before = artifacts($dir);
			my ($session, $holder) = $hold{$when}->($node, 'practice', $run);
			my $id = last_row($node, 'practice')->{id};
			rename $dir, $moved or die "can't move: $!";
			if ($replaced) { mkdir $dir, 0700 or die "can't make: $!"; }
			$holder->quit;
			my $error = finish($session)->{error};
			wait_for_workers($node);
			is(row($node, 'practice', $id)->{status}, 'failed', "$name: the run fails");
			like(join(' ', map { $_ // '' } @$error{qw(message detail hint)}), qr/\Q$dir\E/, "$name: its error names the directory");
			is_deeply([ artifacts($moved) ], \@before, "$name: nothing of it is left there");
			is_deeply([ artifacts($dir) ], [], "$name: nor in the new one");
			rmdir $dir;
			unlink grep { my ($file) = m{([^/]+)$}; !grep { $_ eq $file } @before } glob("$moved/{*,.*draft}");
			rename $moved, $dir or die "can't move back: $!";
			$node->safe_psql('practice', "DELETE FROM paliad.backups WHERE id = '$id'");
			agrees($node, $name);
		}
	}
	$node->stop;
}

# --- a server that pg_upgrade has started ------------------------------------

{
	my $node = new_server('upgraded', conf => "shared_preload_libraries = paliad_backup\n");
	add_practice($node, 'practice');
	my (undef, undef, $hour) = gmtime(time - 3600);
	my $daily = "0 $hour * * *";
	for my $setting ("schedule = '$daily'", "databases = 'practice'", "catch_up = '6h'")
	{
		$node->safe_psql('postgres', "LOAD 'paliad_backup'; ALTER SYSTEM SET paliad_backup.$setting");
	}
	$node->reload;
	wait_until($node, 'practice', "SELECT detail = '$daily' FROM paliad.backup_slots WHERE outcome = 'noticed'");
	wait_until($node, 'practice', "SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'paliad_backup schedule'");
	# As if the schedule had existed for three days: one backup is due.
	$node->safe_psql('practice', "UPDATE paliad.backup_slots SET noted_at = noted_at - interval '3 days', scheduled_for = scheduled_for - interval '3 days'");
	$node->stop;

	# As pg_upgrade starts a server.
	$node->command_ok([ 'pg_ctl', '-w', '-s', '-D', $node->data_dir, '-l', $node->logfile, '-o', '-b', 'start' ],
		'a server is started for an upgrade');
	$node->_update_pid(1);
	my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
	my @ours;
	for (my $end = time + 5; time < $end; usleep(200_000))
	{
		push @ours, grep { /paliad_backup/ } map { eval { slurp_file("/proc/$_/cmdline") } // '' }
		  split ' ', slurp_file("/proc/$postmaster/task/$postmaster/children");
	}
	is_deeply([ sort keys %{ { map { $_ => 1 } @ours } } ], [], 'no process of ours is there');
	is($node->safe_psql('practice', 'SELECT (SELECT count(*) FROM paliad.backups), (SELECT count(*) FROM paliad.backup_slots)'), '0|1',
		'and no backup is made');
	is_deeply([ artifacts(export_dir($node)) ], [], 'nor a file');
	$node->stop;
	$node->start;
	wait_until($node, 'practice', "SELECT count(*) = 1 FROM paliad.backups WHERE status = 'done'");
	pass('afterwards it is');
	$node->stop;
}

# --- no id -------------------------------------------------------------------

{
	my $node = new_server('null', conf => 'session_preload_libraries = paliad_backup');
	add_practice($node, 'practice');
	my $id = run_backup($node, 'practice');
	my $none = '(SELECT id FROM paliad.backups WHERE false)';
	for my $call (
		(map { ("* FROM paliad_backup_$_(NULL)", "* FROM paliad_backup_$_($none)") } qw(verify drill contents left_out diff)),
		(map { ("paliad_backup_$_(NULL)", "paliad_backup_$_($none)") } qw(download delete cancel)),
		"* FROM paliad_backup_rows(NULL, 'matters')", "* FROM paliad_backup_rows($none, 'matters')",
		"* FROM paliad_backup_restore(NULL, 'elsewhere')", "* FROM paliad_backup_restore($none, 'elsewhere')",
		'paliad_backup_read(NULL, 0, 1)', "paliad_backup_read($none, 0, 1)",
		'paliad_backup_hold(NULL, true)', "paliad_backup_hold($none, true)",
		"* FROM paliad_backup_diff(NULL, '$id')", "* FROM paliad_backup_diff('$id', NULL)",
		"* FROM paliad_backup_diff('$id', $none)", '* FROM paliad_backup_expire(NULL)',
		'* FROM paliad_backup_current_rows(NULL)', 'paliad_backup_import(NULL)', 'paliad_backup_take_over(NULL)',
		# Other arguments that may be NULL.
		"* FROM paliad_backup_rows('$id', NULL)", "paliad_backup_read('$id', NULL, 1)", "paliad_backup_read('$id', 0, NULL)",
		"paliad_backup_hold('$id', NULL)", "* FROM paliad_backup_restore('$id', 'elsewhere', NULL)")
	{
		is((attempt($node, 'practice', "SELECT $call")->{error} // { state => 'no error' })->{state}, '22004', $call);
	}
	ok(!row($node, 'practice', $id)->{deleted_at}, 'the artifact is there');
	try_ok($node, 'practice', "SELECT count(*) FROM paliad_backup_diff('$id') WHERE sheet = 'matters'", 0, 'without another, a diff compares with what is there now');
	$node->stop;
}

# --- many tables -------------------------------------------------------------

# The lock table has room for each table once, as pg_dump locks them, but not for their indexes too.

{
	my $node = new_server('many', conf => "max_connections = 20\n");
	add_practice($node, 'practice');
	for my $hundred (0 .. 14)
	{
		my ($from, $to) = ($hundred * 100 + 1, $hundred < 14 ? $hundred * 100 + 100 : 1401);
		$node->safe_psql('practice', join ';', map {
			"CREATE TABLE paliad.t$_ (id int PRIMARY KEY, a text, b int); CREATE INDEX ON paliad.t$_ (a); CREATE INDEX ON paliad.t$_ (b)"
		} $from .. $to);
	}
	my $result = attempt($node, 'practice', $run);
	my $row = $result->{ok} ? row($node, 'practice', $result->{out}) : {};
	is($row->{status}, 'done', '1,401 tables, each with three indexes and a TOAST table') or diag(explain($result->{error}));
	cmp_ok($row->{sheet_count} // 0, '>', 1401, 'are all in it');
	$node->command_ok([ 'pg_dump', '-f', '/dev/null', '-d', $node->connstr('practice') ], 'as pg_dump has them');
	agrees($node, 'many tables');
	$node->stop;
}

done_testing();
