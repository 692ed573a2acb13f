# An artifact belongs to the installation that made it: a copy of a database, however it was made, can read the
# original's artifacts, but removes none of them until an admin takes the original over.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# Retention keeps one artifact, so it would remove all others.
my $conf = <<'CONF';
paliad_backup.retention_days = 0
paliad_backup.retention_keep = 1
CONF
my $node = new_server('main', streaming => 1, conf => $conf);
add_practice($node, $_) for qw(practice other);
my $dir = export_dir($node);

sub path_of { return row($node, 'practice', $_[0])->{storage_uri} =~ s{^file://}{}r; }

# Those of the original's artifacts whose files are missing.
sub missing { return [ grep { !-e path_of($_) } @_ ]; }

sub error_of
{
	my ($server, $database, $sql) = @_;
	return attempt($server, $database, $sql)->{error} // { state => 'no error', message => '' };
}

sub manifest_of
{
	my ($id) = @_;
	my $manifest = '';
	IPC::Run::run([ 'unzip', '-p', path_of($id), 'manifest.json' ], \'', \$manifest) or die "no manifest";
	return JSON::PP->new->decode($manifest);
}

# --- who made it -------------------------------------------------------------

# The original's backups at the time of the copy; set anew for each copy.
my @made;

sub make_some { @made = map { run_backup($node, 'practice') } 1 .. 4; return; }

make_some();
my $installation = row($node, 'practice', $made[0])->{installation};
like($installation, qr/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a row has its maker');
is(manifest_of($made[0])->{installation}, $installation, 'and so has the manifest');
is(row($node, 'practice', $made[3])->{installation}, $installation, 'which stays the same');
$node->restart;
is(row($node, 'practice', run_backup($node, 'practice'))->{installation}, $installation, 'over a restart too');
{
	my $id = run_backup($node, 'other');
	my $own = row($node, 'other', $id)->{installation};
	isnt($own, $installation, 'another database of the server is another one');
	wait_alone($node, 'other');
	$node->safe_psql('postgres', 'ALTER DATABASE other RENAME TO renamed');
	is(row($node, 'renamed', run_backup($node, 'renamed'))->{installation}, $own, 'which stays the same under another name');
	try_ok($node, 'renamed', "SELECT DISTINCT ok FROM paliad_backup_verify('$id')", 't', 'and finds nothing wrong with its older ones');
	attempt($node, 'renamed', "SELECT paliad_backup_delete('$id')");
	ok(!-e (row($node, 'renamed', $id)->{storage_uri} =~ s{^file://}{}r), 'and may remove them');
}

# --- copies ------------------------------------------------------------------

# Checks what a copy must do and must not do. `database` in `server` was copied when the original had the backups @made.
sub copy_ok
{
	my ($server, $database, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	reads_ok($server, $database, $name);
	removes_nothing_ok($server, $database, $name);
	settles_nothing_ok($server, $database, $name);
	own_ok($server, $database, $name);
	is($node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_expire() WHERE reason ~ 'missing'"), 0,
		"$name: and the original has all of its own");
	return;
}

sub reads_ok
{
	my ($server, $database, $name) = @_;
	my $id = $made[1];
	try_ok($server, $database, "SELECT DISTINCT ok FROM paliad_backup_verify('$id')", 't', "$name: verify reads it");
	try_ok($server, $database, "SELECT count(*) FROM paliad_backup_rows('$id', 'matters')", 2, "$name: rows");
	try_ok($server, $database, "SELECT count(*) FROM paliad_backup_restore('$id', 'brought_back') WHERE sheet = 'matters'",
		1, "$name: restore");
	try_ok($server, $database, "SELECT encode(sha256(paliad_backup_download('$id')), 'hex')",
		row($node, 'practice', $id)->{sha256}, "$name: download");
	return;
}

sub removes_nothing_ok
{
	my ($server, $database, $name) = @_;
	my $list = join ', ', map { "'$_'" } @made;
	is($server->safe_psql($database, "SELECT count(*) FROM paliad_backup_expire(true) WHERE id IN ($list)"
			. " AND action = 'keep' AND reason ~ 'another installation'"), scalar @made,
		"$name: retention keeps them all, and says why");
	is($server->safe_psql($database, 'SELECT artifacts, artifact_bytes FROM paliad.backup_status'), '0|0',
		"$name: the status counts none of them");
	attempt($server, $database, 'SELECT * FROM paliad_backup_expire(false)');
	wait_for_workers($server);
	is_deeply(missing(@made), [], "$name: retention removes none");
	my $id = $made[2];
	my $error = error_of($server, $database, "SELECT paliad_backup_delete('$id')");
	is($error->{state}, '55000', "$name: delete refuses");
	like($error->{message} . ($error->{detail} // ''), qr/installation/, "$name: because another installation made it");
	like($error->{hint} // '', qr/paliad_backup_take_over/, "$name: and says what an admin can do");
	is(error_of($server, $database, "SELECT paliad_backup_hold('$id', true)")->{state}, '55000', "$name: hold refuses");
	is($server->safe_psql($database, "SELECT held, deleted_at FROM paliad.backups WHERE id = '$id'"), 'f|',
		"$name: the row is as it was");
	is_deeply(missing(@made), [], "$name: they are all there");
	return;
}

# Remains of runs and removals that look like a crash of the original's are not the copy's to clean up: its rows are
# old.
sub settles_nothing_ok
{
	my ($server, $database, $name) = @_;
	my ($removed, $running) = @made[0, 1];
	# As if copied while the original removed it; the original has imported it since.
	$server->safe_psql($database, "UPDATE paliad.backups SET deleted_at = now(), removing = true WHERE id = '$removed'");
	# As if copied while it was made; then the original committed `done` and crashed before it removed the draft's name.
	$server->safe_psql($database, "UPDATE paliad.backups SET status = 'running', storage_uri = NULL WHERE id = '$running'");
	my ($draft) = map { s{([^/]+)$}{.$1.draft}r } path_of($running);
	link path_of($running), $draft or diag("can't link: $!");
	$server->safe_psql($database, 'SELECT paliad_backup_run()');
	wait_for_workers($server);
	is_deeply(missing(@made), [], "$name: a run settles nothing of the original's");
	unlink $draft;
	return;
}

sub own_ok
{
	my ($server, $database, $name) = @_;
	my $own = $server->safe_psql($database, 'SELECT paliad_backup_run()');
	my $row = row($server, $database, $own);
	isnt($row->{installation} // '', $installation // '', "$name: what it makes is its own");
	is($server->safe_psql($database, 'SELECT artifacts FROM paliad.backup_status'),
		$server->safe_psql($database, "SELECT count(*) FROM paliad.backups WHERE status = 'done' AND deleted_at IS NULL"
			. " AND to_jsonb(backups) ->> 'installation' = '" . ($row->{installation} // '') . "'"),
		"$name: and is counted");
	try_ok($server, $database, "SELECT paliad_backup_hold('$own', true); SELECT paliad_backup_hold('$own', false)", "\n",
		"$name: can be held");
	attempt($server, $database, "SELECT paliad_backup_delete('$own')");
	ok(!-e ($row->{storage_uri} =~ s{^file://}{}r), "$name: and removed");
	is_deeply(missing(@made), [], "$name: alone");
	return;
}

sub clone
{
	my ($name, %options) = @_;
	make_some();
	$node->backup($name);
	my $clone = PostgreSQL::Test::Cluster->new($name);
	$clone->init_from_backup($node, $name, %options);
	$clone->start;
	return $clone;
}

wait_alone($node, 'practice');
$node->safe_psql('postgres', 'CREATE DATABASE stage TEMPLATE practice');
copy_ok($node, 'stage', 'a database made from it as its template');
{
	my $original = $node->safe_psql('practice', 'SELECT id FROM paliad.backup_installations');
	my $error = error_of($node, 'stage', "SELECT paliad_backup_take_over('$original')");
	is($error->{state}, '55000', 'a template copy takes over nothing of a database that lives beside it');
	is($error->{message}, qq{installation $original is database "practice" of this server}, 'it names the database');
	is($node->safe_psql('stage', "SELECT count(*) FROM paliad.backup_installations WHERE taken_over_by IS NOT NULL"),
		0, 'nothing was taken over');
}

$node->safe_psql('postgres', 'CREATE DATABASE dumped TEMPLATE template0');
{
	my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump';
	make_some();
	$node->command_ok([ 'pg_dump', '-f', $dump, '-d', $node->connstr('practice') ], 'a dump');
	$node->command_ok([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', $dump, '-d', $node->connstr('dumped') ],
		'restored on the same server');
}
copy_ok($node, 'dumped', 'a dump restored on the same server');

# The same system identifier, the same oid of the database, and the same timeline.
copy_ok(my $alone = clone('alone'), 'practice', 'a base backup started on its own');

my $promoted = clone('promoted', has_streaming => 1);
$node->wait_for_catchup($promoted);
try_ok($promoted, 'practice', "SELECT count(*) FROM paliad_backup_rows('$made[1]', 'matters')", 2, 'a standby reads them');
$promoted->promote;
copy_ok($promoted, 'practice', 'a standby that was promoted');

# A backup that the original made after the copy is an orphan to the copy.
{
	my $later = run_backup($node, 'practice');
	my ($file) = path_of($later) =~ m{([^/]+)$};
	unlike($alone->safe_psql('practice', 'SELECT reason FROM paliad.backup_status'), qr/not in the catalog/,
		'a copy\'s status does not complain of the original\'s later artifacts');
	attempt($alone, 'practice', "SELECT paliad_backup_import('$file')");
	attempt($alone, 'practice', "SELECT paliad_backup_hold('$later', false)");
	attempt($alone, 'practice', "SELECT paliad_backup_delete('$later')");
	attempt($alone, 'practice', 'SELECT * FROM paliad_backup_expire(false)');
	wait_for_workers($alone);
	is_deeply(missing($later), [], 'a copy that took one back still doesn\'t remove it');
}

# --- the original ------------------------------------------------------------

# Four for each of the four copies, one after a restart, one after all copies.
my $total = 4 * 4 + 1 + 1;
is($node->safe_psql('practice', 'SELECT artifacts FROM paliad.backup_status'), $total, 'the original counts its own');
is($node->safe_psql('practice', "SELECT string_agg(action, ', ' ORDER BY action) FROM paliad_backup_expire(true)"),
	join(', ', 'keep', ('remove') x ($total - 1)), 'and may remove them, all but the last');

# --- an admin takes over -----------------------------------------------------

my $there = $promoted->safe_psql('practice', "SELECT count(*) FROM paliad.backups WHERE status = 'done'"
	  . " AND deleted_at IS NULL AND to_jsonb(backups) ->> 'installation' = '" . ($installation // '') . "'");
my $take_over = "SELECT paliad_backup_take_over('" . ($installation // $made[0]) . "')";
is(error_of($promoted, 'practice', "CREATE ROLE stranger; SET ROLE stranger; $take_over")->{state}, '42501',
	'nobody takes over who was not granted it');
is(error_of($promoted, 'practice', "RESET ROLE; GRANT EXECUTE ON FUNCTION paliad_backup_take_over(uuid) TO stranger;"
		. " SET ROLE stranger; $take_over")->{message}, 'only an administrator may use backups',
	'nor who is no administrator');
is_deeply(missing(@made), [], 'nothing was removed yet');
try_ok($promoted, 'practice', $take_over, $there, 'an admin takes over what is there');
# It has one of its own, from settles_nothing_ok().
is($promoted->safe_psql('practice', 'SELECT artifacts FROM paliad.backup_status'), $there + 1, 'then they are counted');
attempt($promoted, 'practice', "SELECT paliad_backup_delete('$made[2]')");
is_deeply(missing(@made), [ $made[2] ], 'and can be deleted');
attempt($promoted, 'practice', 'SELECT * FROM paliad_backup_expire(false)');
wait_for_workers($promoted);
is_deeply(missing(@made), [ @made[2, 3] ], 'and retention has its say, about no others');

$_->stop for $alone, $promoted;
done_testing();
