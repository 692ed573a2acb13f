# Restores by restore.sql alone, compared by pg_dump (test/way_back): comes_back() makes a database from a piece of SQL,
# backs it up, restores it into an empty one, and compares the two; cases_of() reads such pieces from
# test/way_back/cases. With WAY_BACK_CONTROL=1 pg_dump itself restores them, which shows that no case fails because of
# the comparison.
package WayBack;

use strict;
use warnings;

use Exporter 'import';
use FindBin;
use IPC::Run ();
use JSON::PP ();
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(way_back_server way_back_kinds cases_of base_comes_back comes_back new_target judge faults_of_control psql_in);

my $HERE = "$FindBin::RealBin/../way_back";

# Schemas for the objects of the cases.
my $SCHEMAS = 'paliad, kanzlei, auth';

my $ROLES = <<'SQL';
CREATE ROLE app_owner; CREATE ROLE lawyer; CREATE ROLE clerk; CREATE ROLE partner; CREATE ROLE departed; CREATE ROLE retired;
CREATE ROLE "Dr. Groß"; CREATE ROLE "a""b";
SQL

# Starts a server with the roles, and with the database that each case begins with.
sub way_back_server
{
	make_money_locale();
	my $node = new_server('main', conf => join "\n",
		'fsync = off', 'session_preload_libraries = paliad_backup', "paliad_backup.schemas = '$SCHEMAS'",
		'max_prepared_transactions = 0', 'autovacuum = off');
	$node->safe_psql('postgres', $ROLES);
	$node->safe_psql('postgres', "CREATE DATABASE practice TEMPLATE template0 ENCODING 'UTF8'");
	psql_in($node, 'practice', slurp_file("$HERE/../truth/application.sql") . 'CREATE SCHEMA kanzlei;');
	add_extension($node, 'practice');
	return $node;
}

sub way_back_kinds { return map { m{([^/]+)\.sql$} } sort glob "$HERE/cases/*.sql"; }

# The cases of a kind, each { name, sql, options }. `--- NAME` begins a case; `--: WORD TEXT` is an option (comes_back).
sub cases_of
{
	my ($kind) = @_;
	my @cases;
	for my $line (split /^/, slurp_file("$HERE/cases/$kind.sql"))
	{
		if ($line =~ /^--- (.*)/) { push @cases, { name => "$kind: $1", sql => '', options => {} }; }
		elsif ($line =~ /^--: (\w+)(?: (.*))?/) { push @{ $cases[-1]{options}{$1} }, $2; }
		else { $cases[-1]{sql} .= $line; }
	}
	return @cases;
}

# --- databases ---------------------------------------------------------------

# Runs SQL with psql, and dies where that fails. `variables` are psql's.
sub psql_in
{
	my ($node, $database, $sql, %variables) = @_;
	my ($out, $err) = ('', '');
	my @command = ($node->installed_command('psql'), '-Xqt', '-o', '/dev/null', '-v', 'ON_ERROR_STOP=1',
		(map { ('-v', "$_=$variables{$_}") } keys %variables), '-d', $node->connstr($database), '-f', '-');
	IPC::Run::run(\@command, '<', \$sql, '>', \$out, '2>', \$err) or die "SQL in $database failed: $err";
	return;
}

# Makes an empty database, and runs `statements` there.
sub new_target
{
	my ($node, $name, @statements) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8'");
	psql_in($node, $name, "$_;", TARGET => $name, MONEY => money_locale() // '') for @statements;
	return $name;
}

my $MONEY = 'de_DE.utf8';

# A locale with another format of money than C, made for the server's processes; undef where it could not be made.
sub money_locale { return $ENV{LOCPATH} ? $MONEY : undef; }

sub make_money_locale
{
	my $dir = PostgreSQL::Test::Utils::tempdir();
	local $ENV{LC_ALL} = 'C';
	# Where localedef only warns, it fails although it has made the locale.
	eval { IPC::Run::run([ 'localedef', '-i', 'de_DE', '-f', 'UTF-8', "$dir/$MONEY" ], '>', \my $out, '2>&1') };
	$ENV{LOCPATH} = $dir if -e "$dir/$MONEY/LC_MONETARY";
	return;
}

# Why a case can't be run on this server; undef where it can.
sub obstacle
{
	my ($node, $options) = @_;
	for my $extension (map { split ' ' } @{ $options->{needs} // [] })
	{
		return "this PostgreSQL has no extension $extension" unless $node->safe_psql('postgres',
			"SELECT count(*) FROM pg_available_extensions WHERE name = '$extension'");
	}
	my ($since) = @{ $options->{since} // [] };
	return "PostgreSQL has this since $since" if $since && $node->safe_psql('postgres', 'SHOW server_version_num') < 10000 * $since;
	return 'this machine can make no German locale' if $options->{money} && !money_locale();
	return "it is beyond $options->{beyond}[0]" if $ENV{WAY_BACK_CONTROL} && $options->{beyond};
	return;
}

# --- the comparison ----------------------------------------------------------

# Runs a program of test/way_back: whether it succeeded, its output, and its errors.
sub run_program
{
	my ($node, @command) = @_;
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port);
	my ($out, $err) = ('', '');
	my $ok = IPC::Run::run([ 'python3', "$HERE/" . shift @command, @command ], '>', \$out, '2>', \$err);
	return ($ok, $out, $err);
}

# The findings of `run ARGS`.
sub judge
{
	my ($node, @args) = @_;
	my ($ok, $out, $err) = run_program($node, 'run', @args);
	return $ok ? JSON::PP->new->utf8->decode($out) : { crashed => $err };
}

# The control: a database that pg_dump itself restores must not differ.
sub faults_of_control
{
	my ($node, $source, $target) = @_;
	my ($ok, $out, $err) = run_program($node, 'control', $source, $target);
	return $ok ? () : ("control: $err$out");
}

# A database made by `sql` must be restored as it was. Options, each a list:
#   needs     extensions that the server must have         since    the major version that has this
#   schemas   paliad_backup.schemas, where not the default set      psql's variables for restore.sql
#   target    statements for the target before the restore between  a statement in the source after the backup
#   lacks     KIND NAME of a dump's entry that need not come back; not_carried must then name it
#   unnamed   an object of pg_depend that need not come back, though not_carried can't name it
#   ignores   KIND or KIND NAME of entries that are not compared
#   beyond    what can't restore that itself               money    needs a locale with other money: :MONEY
#   says      a message that psql must print               ends     the error that restore.sql must end with
#   undrilled why a drill in the source itself can't do it
sub comes_back
{
	my ($node, $name, $sql, %options) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $obstacle = obstacle($node, \%options);
	SKIP:
	{
		skip "$name: $obstacle", 1 if $obstacle;
		my $control = $ENV{WAY_BACK_CONTROL};
		my @pair = eval { make_pair($node, $sql, $control ? { %options, target => [] } : \%options) };
		my @faults = !@pair ? $@ : $control ? faults_of_control($node, @pair) : faults_of($node, @pair, \%options);
		# Settings of the case must not disturb whoever looks at the database afterwards.
		$node->safe_psql('postgres', "ALTER DATABASE $pair[1] RESET ALL") if @pair;
		return ok(!@faults, $name) || diag(join "\n", map { shortened($_) } @faults);
	}
	return 1;
}

my $databases = 0;

# Makes a database from `sql` and an empty one; returns their names.
sub make_pair
{
	my ($node, $sql, $options) = @_;
	my $source = 'source_' . ++$databases;
	$node->safe_psql('postgres', "CREATE DATABASE $source TEMPLATE practice");
	$node->safe_psql('postgres', "ALTER DATABASE $source SET paliad_backup.schemas = $_")
	  for map { "'" . s/'/''/gr . "'" } @{ $options->{schemas} // [] };
	psql_in($node, $source, $sql, MONEY => money_locale() // '');
	return ($source, new_target($node, "target_$databases", @{ $options->{target} // [] }));
}

# Differences of the database that each case begins with: base_comes_back() reports them once, and the cases don't.
my %differs_anyway;

sub base_comes_back
{
	my ($node) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $found = judge($node, make_pair($node, '', {}));
	%differs_anyway = map { $_->{diff} => 1 } @{ $found->{differing} };
	my @faults = $found->{crashed} // (faults_of_psql($found), map { $_->{diff} } @{ $found->{differing} });
	return ok(!@faults, 'the database that each case begins with') || diag(join "\n", @faults);
}

sub faults_of
{
	my ($node, $source, $target, $options) = @_;
	my @args = (($options->{undrilled} ? () : '--drill'), (map { ('--set', $_) } @{ $options->{set} // [] }),
		(map { ('--between', "$_;") } @{ $options->{between} // [] }), $source, $target);
	my $found = judge($node, @args);
	return "no judgement: $found->{crashed}" if $found->{crashed};
	return faults_of_end($found, @{ $options->{ends} }) if $options->{ends};
	return (faults_of_psql($found, $options->{says}), (map { "drill: $_" } @{ $found->{drill} }),
		(map { "neither brought back nor named: $_" } unaccounted($found, $options)),
		map { faults_of_entry($_, $options) } grep { !$differs_anyway{ $_->{diff} } } @{ $found->{differing} });
}

sub unaccounted
{
	my ($found, $options) = @_;
	my %expected = map { $_ => 1 } @{ $options->{unnamed} // [] };
	return grep { !$expected{$_} } @{ $found->{unaccounted} };
}

# restore.sql must have ended with an error that matches the pattern.
sub faults_of_end
{
	my ($found, $pattern) = @_;
	return 'restore.sql ended well' if $found->{ended_well};
	return $found->{said} =~ /$pattern/ ? () : "restore.sql doesn't speak of $pattern: $found->{said}";
}

sub faults_of_psql
{
	my ($found, $says) = @_;
	return "restore.sql: $found->{said}" unless $found->{ended_well};
	return map { $found->{said} =~ /$_/ ? () : "restore.sql doesn't say $_: $found->{said}" } @$says if $says;
	return $found->{said} =~ /^(?:psql:\S+ )?(?:ERROR|WARNING):/m ? "restore.sql warns: $found->{said}" : ();
}

sub faults_of_entry
{
	my ($entry, $options) = @_;
	my ($kind, $full) = ($entry->{kind}, "$entry->{kind} $entry->{name}");
	return if grep { $_ eq $kind || $_ eq $full } @{ $options->{ignores} // [] };
	return $entry->{diff} unless grep { $_ eq $kind || $_ eq $full } @{ $options->{lacks} // [] };
	return $entry->{code} ? () : "$full doesn't come back, and not_carried doesn't name it";
}

# The first lines of a text; all of them where WAY_BACK_DIFFS is set.
sub shortened
{
	my ($text) = @_;
	my @lines = split /\n/, $text;
	return $text if @lines <= 12 || $ENV{WAY_BACK_DIFFS};
	return join "\n", @lines[ 0 .. 11 ], sprintf '  and %d lines more', @lines - 12;
}

1;
