# Shared by the TAP tests: a server with a small app, sessions whose messages can be compared word for word, and
# agrees(), which checks that the catalog and the files agree.
package Paliad;

use strict;
use warnings;

use Digest::SHA;
use Exporter 'import';
use IPC::Run ();
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

our @EXPORT = qw(
  $ADMIN $CLERK new_server add_app add_extension add_practice export_dir artifacts
  attempt is_error fails_ok try_ok start_session finish reports hold hold_at_the_end
  wait_for_lock wait_until soon_ok kill_process wait_for_workers wait_alone kill_process prompt_ok
  run_backup row last_row agrees csv_of run_locks
);

# Two users of the app.
our $ADMIN = '00000000-0000-4000-8000-000000000001';
our $CLERK = '00000000-0000-4000-8000-000000000002';

# The parts of Paliad that the extension needs, and a few tables of each sort.
my $APP = <<'SQL';
CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
CREATE SCHEMA paliad;
CREATE TABLE paliad.users (
  id uuid PRIMARY KEY, email text NOT NULL, display_name text NOT NULL, global_role text NOT NULL);
CREATE TABLE paliad.system_audit_log (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), event_type text NOT NULL, actor_id uuid,
  actor_email text NOT NULL, metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE paliad.matters (id int PRIMARY KEY, title text NOT NULL);
CREATE TABLE paliad.ref_countries (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE paliad.paliadin_turns (id int PRIMARY KEY, said text NOT NULL);
INSERT INTO paliad.users VALUES
  ('00000000-0000-4000-8000-000000000001', 'anna@kanzlei.example', 'Anna', 'global_admin'),
  ('00000000-0000-4000-8000-000000000002', 'carl@kanzlei.example', 'Carl', 'clerk');
INSERT INTO paliad.matters VALUES (1, 'EP 1 000 000'), (2, 'DE 10 2020 000 001');
INSERT INTO paliad.ref_countries VALUES ('DE', 'Germany'), ('FR', 'France');
INSERT INTO paliad.paliadin_turns VALUES (1, 'a secret');
SQL

# --- servers -----------------------------------------------------------------

# Starts a server without a database of the tests. `conf` is added to its configuration; `export_dir => undef` leaves
# that setting out; `install_path` is another PostgreSQL than the one in PATH. Its lock timeout is long, so that a run
# that a test holds up does not fail.
sub new_server
{
	my ($name, %options) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name, install_path => $options{install_path});
	# PostgreSQL's own module unsets LC_ALL: without LANG the server's encoding would be SQL_ASCII.
	my @locale = ('--encoding=UTF8', '--locale=C.UTF-8');
	$node->init(extra => [ @locale, @{ $options{init} // [] } ], allows_streaming => $options{streaming} // 0);
	my $dir = exists $options{export_dir} ? $options{export_dir} : export_dir($node);
	$node->append_conf('postgresql.conf', "paliad_backup.export_dir = '$dir'") if defined $dir;
	$node->append_conf('postgresql.conf', "paliad_backup.lock_timeout = '10min'");
	$node->append_conf('postgresql.conf', $options{conf}) if defined $options{conf};
	$node->start;
	return $node;
}

# The export directory, beside the data directory. It need not exist: a run makes it.
sub export_dir { return $_[0]->basedir . '/export'; }

sub add_app
{
	my ($node, $database, $options) = @_;
	# Not from template1: CREATE DATABASE fails while autovacuum works in it.
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 " . ($options // ''));
	$node->safe_psql($database, $APP);
}

sub add_extension { $_[0]->safe_psql($_[1], 'CREATE EXTENSION paliad_backup'); }

# Makes a database with the app and the extension.
sub add_practice
{
	my ($node, $database, $options) = @_;
	add_app($node, $database, $options);
	add_extension($node, $database);
}

# --- sessions ----------------------------------------------------------------

# The messages in a session's standard error, each as a hash of severity, state, message and, where they were sent,
# detail, hint and context.
sub reports
{
	my ($stderr) = @_;
	my (@reports, $field);
	for my $line (split /\n/, $stderr)
	{
		$line =~ s/^psql:<stdin>:\d+: //;
		if ($line =~ /^(NOTICE|WARNING|ERROR|FATAL):  (\w{5}): (.*)/)
		{
			push @reports, { severity => $1, state => $2, message => $3 };
			$field = 'message';
		}
		elsif ($line =~ /^(DETAIL|HINT|CONTEXT|LOCATION|LINE|CONSTRAINT NAME|(?:SCHEMA|TABLE|COLUMN|DATATYPE) NAME)(?: \d+)?: +(.*)/ && @reports)
		{
			$reports[-1]{ $field = lc $1 } = $2;
		}
		elsif (@reports)
		{
			$reports[-1]{$field} .= "\n$line";
		}
	}
	# The extension's errors have their code as the constraint's name (docs/codes.md).
	$_->{code} = delete $_->{'constraint name'} for grep { exists $_->{'constraint name'} } @reports;
	delete @$_{'line', 'location', 'schema name', 'table name', 'column name', 'datatype name'} for @reports;
	return @reports;
}

# Starts a psql that reads `sql`; finish() waits for its end. `options` are added to the connection string. Input and
# output are files, because pipes would have to be served while it runs.
sub start_session
{
	my ($node, $database, $sql, $options) = @_;
	my $dir = PostgreSQL::Test::Utils::tempdir();
	append_to_file("$dir/in", $sql);
	my $run = IPC::Run::start(
		[
			$node->installed_command('psql'),
			'-XAtq', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-f', '-',
			'-d', $node->connstr($database) . ' ' . ($options // '')
		],
		'<', "$dir/in", '>', "$dir/out", '2>', "$dir/err");
	return { run => $run, dir => $dir };
}

# Waits for a session's end; returns ok, out, reports, and the error among these if there is one.
sub finish
{
	my ($session) = @_;
	my $ok = $session->{run}->finish;
	chomp(my $out = slurp_file("$session->{dir}/out"));
	my @reports = reports(slurp_file("$session->{dir}/err"));
	my ($error) = grep { $_->{severity} =~ /ERROR|FATAL/ } @reports;
	return { ok => $ok, out => $out, reports => \@reports, error => $error };
}

sub attempt { return finish(start_session(@_)); }

# `error` must be word for word what is expected. The context is compared only where one is expected.
sub is_error
{
	my ($error, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my %got = %{ $error // {} };
	delete $got{severity};
	delete $got{code} unless exists $expected->{code};
	delete $got{context} unless exists $expected->{context};
	return is_deeply(\%got, $expected, $name) || diag(explain($error));
}

# `sql` must end with just that error.
sub fails_ok
{
	my ($node, $database, $sql, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return is_error(attempt($node, $database, $sql)->{error}, $expected, $name);
}

# `sql` must answer `expected`.
sub try_ok
{
	my ($node, $database, $sql, $expected, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $result = attempt($node, $database, $sql);
	return is($result->{error} ? join('', explain($result->{error})) : $result->{out}, $expected, $name);
}

# Waits until the query returns true. Asks in one session, because a new psql for each query would cost too much
# processor time. Connects again where the server was down.
sub wait_until
{
	my ($node, $database, $query) = @_;
	my $end = time + 2 * $PostgreSQL::Test::Utils::timeout_default;
	while (time < $end)
	{
		my $session = eval { $node->background_psql($database, on_error_stop => 0) };
		return if $session && comes_true($session, $query, $end);
		usleep(100_000);
	}
	die "this never came true: $query";
}

# Whether the query returns true before the session ends and the time is over.
sub comes_true
{
	my ($session, $query, $end) = @_;
	while (time < $end)
	{
		my $answer = eval { scalar $session->query($query) } // last;
		if ($answer eq 't')
		{
			$session->quit;
			return 1;
		}
		usleep(50_000);
	}
	eval { $session->quit };
	return 0;
}

# `query` must return true within `seconds`, which are many: the test must fail where something hangs, not where it is
# slow.
sub soon_ok
{
	my ($node, $database, $query, $name, $seconds) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $session = $node->background_psql($database, on_error_stop => 0);
	return ok(comes_true($session, $query, time + ($seconds // 30)), $name) || diag("still not true: $query");
}

# Waits until a session of that name waits for a lock.
sub wait_for_lock
{
	my ($node, $name) = @_;
	wait_until($node, 'postgres',
		"SELECT count(*) = 1 FROM pg_stat_activity"
		  . " WHERE application_name = '$name' AND wait_event_type = 'Lock'");
}

# The children of a process, found by asking every process for its parent: the kernel's list of children may be
# incomplete while some of them end (proc(5)).
sub children_of
{
	my ($parent) = @_;
	opendir(my $proc, '/proc') or die "can't read /proc: $!";
	return grep { /^\d+$/ && (eval { slurp_file("/proc/$_/stat") } // '') =~ /^\d+ \(.*\) \S+ $parent /s } readdir($proc);
}

# Waits until no worker of a run, of a removal or of a query exists, and all worker slots are free again. A run's
# session and the catalog's row may end before its workers do, and a process leaves pg_stat_activity before it ends. A
# process without a title has just been started, or has ended, and its parent has not waited for it yet.
sub wait_for_workers
{
	my ($node) = @_;
	# Before it accepts a new session, the server starts the workers it was asked for and cleans up those that ended.
	wait_until($node, 'postgres', 'SELECT true');
	my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
	my $end = time + 2 * $PostgreSQL::Test::Utils::timeout_default;
	while (time < $end)
	{
		my @titles = map { eval { slurp_file("/proc/$_/cmdline") } // '' } children_of($postmaster);
		return unless grep { !/^postgres: / || /paliad_backup (?!scheduler)|parallel worker/ } @titles;
		usleep(10_000);
	}
	die 'workers are left';
}

# Waits until no session uses a database.
sub wait_alone
{
	my ($node, $database) = @_;
	wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = '$database'");
	return;
}

# Sends SIGKILL to one process of the server: the postmaster ends all others and restarts. Only then is the process no
# longer in pg_stat_activity.
sub kill_process
{
	my ($node, $pid) = @_;
	kill 'KILL', $pid or die "can't kill $pid: $!";
	wait_until($node, 'postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $pid");
	return;
}

# A cancel must take effect within a second: for the figures of scripts/faults, on a machine that does nothing else.
# Otherwise the limit is long, because compilers and other tests may run at the same time.
sub prompt_ok
{
	my ($seconds, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return cmp_ok($seconds, '<', $ENV{PALIAD_REPORTS} ? 1 : 30, "$name: promptly");
}

# Starts a session named `name` in which `sql` waits for another session's lock on paliad.matters. Returns both. The
# other one is a background psql; its quit() lets the first one continue.
sub hold
{
	my ($node, $database, $sql, $name) = @_;
	$name //= 'held';
	my $holder = $node->background_psql($database);
	$holder->query_safe('BEGIN; LOCK TABLE paliad.matters');
	my $session = start_session($node, $database, $sql, "application_name='$name'");
	wait_for_lock($node, $name);
	return ($session, $holder);
}

# As hold(), but waiting at the last moment: the file has its name, and the recorder waits for a lock on the catalog's
# row to commit `done`. The quit() of the other session lets it continue.
sub hold_at_the_end
{
	my ($node, $database, $sql, $name) = @_;
	my ($session, $holder) = hold($node, $database, $sql, $name);
	my $catalog = $node->background_psql($database);
	$catalog->query_safe("BEGIN; SELECT FROM paliad.backups WHERE status = 'running' FOR UPDATE");
	$holder->quit;
	wait_for_lock($node, 'paliad_backup recorder');
	return ($session, $catalog);
}

# --- backups -----------------------------------------------------------------

sub run_backup { return $_[0]->safe_psql($_[1], 'SELECT paliad_backup_run()'); }

sub catalog
{
	my ($node, $database, $tail) = @_;
	my $rows = $node->safe_psql($database,
		"SELECT coalesce(json_agg(r), '[]') FROM (SELECT * FROM paliad.backups $tail) AS r");
	return @{ JSON::PP->new->decode($rows) };
}

# The catalog's row of a backup, as a hash.
sub row
{
	my ($node, $database, $id) = @_;
	my ($row) = catalog($node, $database, "WHERE id = '$id'");
	return $row;
}

sub last_row
{
	my ($node, $database) = @_;
	my ($row) = catalog($node, $database, 'ORDER BY started_at DESC LIMIT 1');
	return $row;
}

# The names of all files in the export directory.
sub artifacts
{
	my ($dir) = @_;
	opendir(my $handle, $dir) or return ();
	my @names = sort grep { !/^\.\.?$/ } readdir $handle;
	return @names;
}

# The CSV of a sheet of a backup, without its header.
sub csv_of
{
	my ($row, $sheet) = @_;
	my ($path) = $row->{storage_uri} =~ m{^file://(.*)$};
	my $csv = '';
	IPC::Run::run([ 'unzip', '-p', $path, "csv/$sheet.csv" ], \'', \$csv)
	  or die "no csv/$sheet.csv in $path";
	my ($header, @lines) = split /\n/, $csv;
	return @lines;
}

# --- catalog and files agree -------------------------------------------------

# The faults of a row and its file, as texts.
sub faults_of_row
{
	my ($row, $files) = @_;
	my $name = "backup $row->{id}";
	return "$name is still running" if $row->{status} eq 'running';
	return "$name has no finished_at" unless defined $row->{finished_at};
	if ($row->{status} eq 'failed')
	{
		return "$name failed without a reason" unless $row->{error};
		return defined $row->{storage_uri} ? "$name failed and names a file" : ();
	}
	my ($path, $file) = $row->{storage_uri} =~ m{^file://(.*/([^/]+))$};
	if (defined $row->{deleted_at})
	{
		return "$name was removed and has a file" if -e $path;
		return $row->{removing} ? "$name is gone and still being removed" : ();
	}
	return "$name has no file $path" unless -f $path;
	delete $files->{$file};
	return "$name has a file of another size" unless -s $path == $row->{size_bytes};
	return "$name has a file of another SHA-256"
	  unless Digest::SHA->new(256)->addfile($path, 'b')->hexdigest eq $row->{sha256};
	return sprintf "$name has a file of mode %o", (stat $path)[2] & 07777
	  unless ((stat $path)[2] & 07777) == 0600;
	return ();
}

# The faults of the audit log's entries of a database's backups, as texts.
sub faults_of_audit
{
	my ($node, $database) = @_;
	return map { "audit entry of backup $_" } split /\n/, $node->safe_psql($database, q{
		SELECT b.id || ': ' || coalesce(a.metadata::text, 'none')
		  FROM paliad.backups b LEFT JOIN paliad.system_audit_log a ON a.id = b.audit_id
		 WHERE b.audit_id IS NOT NULL
		   AND (a.event_type, a.metadata ->> 'status', a.metadata ->> 'backup_id')
		       IS DISTINCT FROM ('backup_created', b.status, b.id::text)});
}

sub databases_with_backups
{
	my ($node) = @_;
	return grep {
		$node->safe_psql($_, "SELECT to_regclass('paliad.backups') IS NOT NULL") eq 't'
	} split /\n/, $node->safe_psql('postgres',
		'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate');
}

# The number of runs that hold their lock (docs/architecture.md, "Advisory locks").
sub run_locks
{
	my ($node) = @_;
	return $node->safe_psql('postgres',
		"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1885432937 AND objsubid = 3");
}

# Checks, when no run is going on: every backup is done or failed; done ones have their file with the catalog's size and
# SHA-256, failed ones have none; there are no other files in the export directory; the audit log says the same; no
# recorder and no lock of a run is left; and the server has logged no complaint about them.
sub agrees
{
	my ($node, $name, $dir) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	wait_for_workers($node);
	my %files = map { $_ => 1 } grep { !/^\.paliad-backup-slot-/ } artifacts($dir // export_dir($node));
	my @faults;
	for my $database (databases_with_backups($node))
	{
		push @faults, map { faults_of_row($_, \%files) } catalog($node, $database, '');
		push @faults, faults_of_audit($node, $database);
	}
	push @faults, map { "$_ belongs to no backup" } sort keys %files;
	push @faults, 'a lock is left' if run_locks($node);
	push @faults, slurp_file($node->logfile) =~ /^.*WARNING:  (?:.*own a lock.*|.*leak.*|.*not closed.*)$/mg;
	return is_deeply(\@faults, [], "$name: catalog and files agree");
}

1;
