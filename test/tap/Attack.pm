# Shared by the tests of attacks: a database whose app belongs to app_owner, who is no superuser; a schema lair in which
# he and mallory may make any objects; a schema vault that neither may read; and nothing_gained(), which checks that
# nobody has more rights than before and that no secret was read. Attacks call lair.pay(), which belongs to app_owner.
package Attack;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run ();
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(
  add_lair add_copy as_owner as_mallory decoy no_decoy nothing_gained lie_in_wait state_of done_ok
  call_everything add_pauses hold_reading go_on
);

my $OWN = <<'SQL';
GRANT CREATE ON DATABASE :db TO app_owner;
ALTER SCHEMA auth OWNER TO app_owner;
ALTER FUNCTION auth.uid() OWNER TO app_owner;
ALTER SCHEMA paliad OWNER TO app_owner;
ALTER TABLE paliad.users OWNER TO app_owner;
ALTER TABLE paliad.system_audit_log OWNER TO app_owner;
ALTER TABLE paliad.matters OWNER TO app_owner;
ALTER TABLE paliad.ref_countries OWNER TO app_owner;
ALTER TABLE paliad.paliadin_turns OWNER TO app_owner;
GRANT USAGE, CREATE ON SCHEMA public TO app_owner, mallory;

-- Only a superuser and who may read everything can see the keys; the letters may be read by all, and their rows
-- are seen by who passes by row-level security.
CREATE SCHEMA vault;
CREATE TABLE vault.keys (secret text);
INSERT INTO vault.keys VALUES ('key of the vault');
CREATE TABLE vault.letters (secret text);
INSERT INTO vault.letters VALUES ('letter in the vault');
ALTER TABLE vault.letters ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA vault TO PUBLIC;
GRANT SELECT ON vault.letters TO PUBLIC;

CREATE SCHEMA lair;
GRANT ALL ON SCHEMA lair TO PUBLIC;
CREATE TABLE lair.loot (way text, said text, by name DEFAULT current_user);
CREATE TABLE lair.bombs (id int);
CREATE TABLE lair.orders (id serial, statement text);
GRANT ALL ON ALL TABLES IN SCHEMA lair TO PUBLIC;
GRANT ALL ON ALL SEQUENCES IN SCHEMA lair TO PUBLIC;
INSERT INTO lair.orders (statement) VALUES
  ('ALTER ROLE app_owner SUPERUSER'),
  ('RESET ROLE; ALTER ROLE app_owner SUPERUSER'),
  ('SET ROLE postgres; ALTER ROLE app_owner SUPERUSER'),
  ('SET SESSION AUTHORIZATION DEFAULT; ALTER ROLE app_owner SUPERUSER'),
  ('INSERT INTO lair.loot SELECT %1$L, secret FROM vault.keys'),
  ('INSERT INTO lair.loot SELECT %1$L, secret FROM vault.letters'),
  -- What only reads may tell, too.
  ('SELECT pg_notify(''lair'', %1$L || '': '' || secret) FROM vault.keys'),
  ('SELECT pg_notify(''lair'', %1$L || '': '' || secret) FROM vault.letters'),
  -- For what is done at the commit.
  ('INSERT INTO lair.bombs SELECT 1 WHERE NOT EXISTS (SELECT FROM lair.bombs)'),
  ('CREATE TEMP TABLE pg_class (oid oid)');

SET ROLE app_owner;
-- Tries each order by itself.
CREATE FUNCTION lair.pay(way text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  one record;
  patience text := pg_catalog.current_setting('lock_timeout');
BEGIN
  -- What it calls may call it.
  IF pg_catalog.current_setting('lair.paying', true) OPERATOR(pg_catalog.=) 'yes' THEN RETURN true; END IF;
  PERFORM pg_catalog.set_config('lair.paying', 'yes', false), pg_catalog.set_config('lock_timeout', '100ms', false);
  FOR one IN SELECT pg_catalog.format(statement, way) AS statement FROM lair.orders ORDER BY id LOOP
    BEGIN
      EXECUTE one.statement;
    EXCEPTION WHEN OTHERS THEN
      NULL;
    END;
  END LOOP;
  PERFORM pg_catalog.set_config('lair.paying', 'no', false), pg_catalog.set_config('lock_timeout', patience, false);
  RETURN true;
END
$$;
-- The same for where only an immutable function may stand.
CREATE FUNCTION lair.trap(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN PERFORM lair.pay('trap'); RETURN $1; END
$$;
CREATE FUNCTION lair.spring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM lair.pay(TG_NAME); RETURN NEW; END
$$;
CREATE FUNCTION lair.set_config(text, text, boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN PERFORM lair.pay('search_path'); RETURN $2; END
$$;
CREATE FUNCTION lair.pg_notify(text, text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN PERFORM lair.pay('search_path'); END
$$;
CREATE TYPE lair.mood AS ENUM ('good', 'bad');
CREATE DOMAIN lair.checked AS text CHECK (lair.pay('domain'));
RESET ROLE;
ALTER TABLE lair.bombs OWNER TO app_owner;
CREATE CONSTRAINT TRIGGER bomb AFTER INSERT ON lair.bombs DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION lair.spring();
SQL

# --- databases ---------------------------------------------------------------

# Makes a database with the app, the extension, and the lair; `more` are further statements for lair.pay().
sub add_lair
{
	my ($node, $database, @more) = @_;
	$node->safe_psql('postgres', "DO 'BEGIN CREATE ROLE app_owner LOGIN; CREATE ROLE mallory LOGIN;"
		  . " EXCEPTION WHEN duplicate_object THEN NULL; END'");
	add_practice($node, $database);
	$node->safe_psql($database, $OWN =~ s/:db/$database/r);
	$node->safe_psql($database, 'INSERT INTO lair.orders (statement) VALUES ($order$' . $_ . '$order$)') for @more;
	return;
}

# Makes another database like practice, and returns its name: traces of one attack must not affect the next.
my $copies = 0;

sub add_copy
{
	my ($node) = @_;
	my $database = 'copy_' . ++$copies;
	wait_for_workers($node);
	wait_alone($node, 'practice');
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE practice;"
		  . " GRANT CREATE ON DATABASE $database TO app_owner");
	return $database;
}

sub as_role
{
	my ($role, $node, $database, $sql) = @_;
	return $node->safe_psql($database, $sql, extra_params => [ '-U', $role ]);
}
sub as_owner { return as_role('app_owner', @_); }
sub as_mallory { return as_role('mallory', @_); }

my @OWN_TABLES = qw(backups backup_sheet_rules backup_slots);

# Puts another schema in the place of the schema paliad, with copies of its tables that belong to app_owner, who then
# runs `sql`, which makes the differences. He could make the copies himself; a superuser makes them to save code.
sub decoy
{
	my ($node, $database, $sql) = @_;
	as_owner($node, $database, 'ALTER SCHEMA paliad RENAME TO paliad_kept; CREATE SCHEMA paliad');
	$node->safe_psql($database, join ' ', map {
			"CREATE TABLE paliad.$_ (LIKE paliad_kept.$_ INCLUDING ALL); ALTER TABLE paliad.$_ OWNER TO app_owner;"
	} @OWN_TABLES, qw(users system_audit_log matters));
	as_owner($node, $database, "GRANT ALL ON SCHEMA paliad TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA paliad TO PUBLIC;"
		  . " INSERT INTO paliad.users SELECT * FROM paliad_kept.users; $sql");
	return;
}

# The app_owner puts the real schema back.
sub no_decoy
{
	my ($node, $database) = @_;
	wait_for_workers($node);
	as_owner($node, $database, 'SET client_min_messages = error; DROP SCHEMA paliad CASCADE; ALTER SCHEMA paliad_kept RENAME TO paliad');
	return;
}

# --- what has been gained ----------------------------------------------------

my (%listeners, %shapes);

# The state of the extension's tables: columns, constraints, owners, rights, and attached objects. Finds them as members
# of the extension, because their schema may have been renamed.
my $SHAPE = q{
	SELECT c.relname || ' ' || what FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
	 CROSS JOIN LATERAL (
	   SELECT 'owner ' || c.relowner::regrole || ' rights ' || coalesce(array_to_string(c.relacl, ' '), '')
	          || ' security ' || c.relrowsecurity AS what
	   UNION ALL SELECT 'column ' || attname || ' ' || format_type(atttypid, atttypmod) || coalesce(attacl::text, '')
	     FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
	   UNION ALL SELECT 'constraint ' || conname FROM pg_constraint
	   WHERE conrelid = c.oid AND conparentid = 0
	   UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal
	   UNION ALL SELECT 'rule ' || rulename FROM pg_rewrite WHERE ev_class = c.oid
	   UNION ALL SELECT 'policy ' || polname FROM pg_policy WHERE polrelid = c.oid
	   UNION ALL SELECT 'child ' || inhrelid::regclass FROM pg_inherits WHERE inhparent = c.oid) AS w
	 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	   AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'paliad_backup') ORDER BY 1};

# Before an attack: listens to the database's notifications and notes the state of its catalog, for nothing_gained().
sub lie_in_wait
{
	my ($node, $database) = @_;
	my $listener = $node->background_psql($database);
	$listener->query_safe('LISTEN lair');
	$listeners{ $node->name . $database } = $listener;
	$shapes{ $node->name . $database } = $node->safe_psql($database, $SHAPE);
	return;
}

sub heard
{
	my ($node, $database) = @_;
	my $listener = delete $listeners{ $node->name . $database };
	my @heard = $listener->query('SELECT 1') =~ /with payload "([^"]*)"/g;
	$listener->quit;
	my %once;
	return map { "told: $_" } grep { !$once{$_}++ } @heard;
}

sub altered
{
	my ($node, $database) = @_;
	my %before = map { $_ => 1 } split /\n/, delete $shapes{ $node->name . $database };
	my %now = map { $_ => 1 } split /\n/, $node->safe_psql($database, $SHAPE);
	return map { "altered: $_" } sort(grep { !$before{$_} } keys %now), sort grep { !$now{$_} } keys %before;
}

# Rows of the extension's own tables that somebody else has written.
sub forged
{
	my ($node, $database) = @_;
	my @tables = split /\n/, $node->safe_psql($database, q{
		SELECT c.oid::regclass FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'r'
		 WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e'
		   AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'paliad_backup')});
	return map { "forged: $_" } map { split /\n/, $node->safe_psql($database, "SELECT '$_' FROM $_ t WHERE t::text LIKE '%forged%'") } @tables;
}

my %read;

# Secrets that were found in artifacts. Each artifact is searched once.
sub in_bundles
{
	my ($node) = @_;
	my @found;
	for my $path (grep { !$read{$_}++ } map { export_dir($node) . "/$_" } grep { /\.zip$/ } artifacts(export_dir($node)))
	{
		IPC::Run::run([ 'unzip', '-Z1', $path ], '>', \my $names);
		for my $entry (grep { !/\.xlsx$/ } split /\n/, $names)
		{
			IPC::Run::run([ 'unzip', '-p', $path, $entry ], '>', \my $text);
			push @found, map { "came out: $1 in $entry" } grep { $_ } $text =~ /(a secret|key of the vault|letter in the vault|forged)/;
		}
	}
	return @found;
}

# Checks that nobody has more rights than before, that nothing was read, forged or altered, and that no notification or
# artifact has a secret. Then resets everything for the next attack.
sub nothing_gained
{
	my ($node, $database, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	wait_for_workers($node);
	my @gains = (
		(map { "superuser: $_" } split /\n/,
			$node->safe_psql('postgres', "SELECT rolname FROM pg_roles WHERE rolsuper AND rolname <> 'postgres' ORDER BY 1")),
		(split /\n/, $node->safe_psql($database, "SELECT DISTINCT 'taken: ' || way || ': ' || said || ', as ' || by FROM lair.loot ORDER BY 1")),
		# The audit log belongs to app_owner, who may read it: only secrets in it count.
		(map { "written: $_" } split /\n/, $node->safe_psql($database,
			"SELECT DISTINCT substring(t::text, 'key of the vault|letter in the vault') FROM paliad.system_audit_log t WHERE t::text LIKE '%in the vault%' OR t::text LIKE '%of the vault%'")),
		heard($node, $database), altered($node, $database), forged($node, $database), in_bundles($node));
	$node->safe_psql('postgres', 'ALTER ROLE app_owner NOSUPERUSER; ALTER ROLE mallory NOSUPERUSER');
	$node->safe_psql($database, 'TRUNCATE lair.loot');
	return is(join("\n", @gains), '', "$name: nobody has gained anything");
}

# --- calls -------------------------------------------------------------------

# The SQLSTATE of the error that `sql` ends with, '' where it succeeds.
sub state_of
{
	my $error = attempt(@_)->{error};
	return $error ? $error->{state} : '';
}

# Makes a backup, which must succeed; returns its row.
sub done_ok
{
	my ($node, $database, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	wait_for_workers($node);
	my $result = attempt($node, $database, 'SELECT paliad_backup_run()');
	is($result->{error} ? "$result->{error}{state} $result->{error}{message}" : 'done', 'done', "$name: a backup is made")
	  or return undef;
	return row($node, $database, $result->{out});
}

# Calls each function of the extension that reads or writes for its caller, as a superuser, and ignores the results.
# `id` is a backup's; the functions are in `schema`.
sub call_everything
{
	my ($node, $database, $id, $options, $schema) = @_;
	my $prefix = ($schema // 'public') . '.';
	my @calls = (
		'* FROM paliad_backup_sheets()', '* FROM paliad_backup_status()', '* FROM paliad_backup_progress()',
		'* FROM paliad_backup_expire(true)', '* FROM paliad_backup_orphans()',
		(map { s/ID/'$id'::uuid/gr } '* FROM paliad_backup_contents(ID)', '* FROM paliad_backup_left_out(ID)',
			"* FROM paliad_backup_rows(ID, 'matters'::text)", '* FROM paliad_backup_verify(ID)',
			'* FROM paliad_backup_drill(ID)', '* FROM paliad_backup_diff(ID)', '* FROM paliad_backup_diff(ID, ID)',
			'paliad_backup_hold(ID, true::boolean)', 'paliad_backup_hold(ID, false::boolean)', 'paliad_backup_cancel(ID)',
			'paliad_backup_read(ID, 0::bigint, 10::int)', 'length(paliad_backup_download(ID))',
			"* FROM paliad_backup_restore(ID, 'made'::text, false::boolean)"),
		"* FROM paliad_backup_current_rows('matters'::text)", 'paliad_backup_start()', 'paliad_backup_run()');
	for my $call (@calls)
	{
		wait_for_workers($node) if $call =~ /_(start|run)\(/;
		attempt($node, $database, 'SELECT ' . ($call =~ s/(?=paliad_backup_)/$prefix/r), $options);
	}
	wait_for_workers($node);
	return;
}

my $PAUSE = <<'SQL';
CREATE TYPE public.pause AS ENUM ('first', 'last');
CREATE FUNCTION public.wait_here(public.pause) RETURNS json LANGUAGE plpgsql PARALLEL SAFE SET search_path = pg_catalog AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared(CASE $1 WHEN 'first' THEN 4711 ELSE 4712 END); RETURN '"waited"'; END
$$;
CREATE CAST (public.pause AS json) WITH FUNCTION public.wait_here(public.pause);
CREATE TABLE paliad.slow (id int PRIMARY KEY, pause public.pause);
CREATE TABLE paliad.ref_zz_slow (id int PRIMARY KEY, pause public.pause);
INSERT INTO paliad.slow VALUES (1, 'first');
INSERT INTO paliad.ref_zz_slow VALUES (1, 'last');
INSERT INTO paliad.backup_sheet_rules (relation, sort_order) VALUES ('paliad.slow', 1);
SQL

# Adds tables whose readers must wait, in a cast of a superuser's.
sub add_pauses { $_[0]->safe_psql($_[1], $PAUSE); return; }

# Starts a run that waits while it reads: at its first sheet, and after go_on() at its last. Returns the session that
# runs and the one that holds it; the second one's quit() lets the run continue to its end.
sub hold_reading
{
	my ($node, $database) = @_;
	my $holder = $node->background_psql($database, on_error_stop => 0);
	$holder->query_safe('SELECT pg_advisory_lock(4711), pg_advisory_lock(4712)');
	my $session = start_session($node, $database, 'SELECT paliad_backup_run()', "application_name='held'");
	wait_for_lock($node, 'held');
	return ($session, $holder);
}

# Lets the run continue to its last sheet, or to its end where it fails before.
sub go_on
{
	my ($node, $holder) = @_;
	$holder->query_safe('SELECT pg_advisory_unlock(4711)');
	wait_until($node, 'postgres', q{
		SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'held')
		       OR EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4712 AND NOT granted)});
	return;
}

1;
