# A bundle is UTF-8, in whatever encoding the database is; text that can't be converted is an error that says where it
# is.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use JSON::PP ();
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

# This file is UTF-8, and its strings are bytes, as the output of psql and unzip is.
$ENV{PGCLIENTENCODING} = 'UTF8';
my $node = new_server('main');
my $run = 'SELECT paliad_backup_run()';

sub add_encoded
{
	my ($database, $encoding) = @_;
	add_practice($node, $database, "ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'");
}

sub entry_of
{
	my ($row, $entry) = @_;
	my ($path) = $row->{storage_uri} =~ m{^file://(.*)$};
	my $content = '';
	IPC::Run::run([ 'unzip', '-p', $path, $entry ], \'', \$content) or die "no $entry in $path";
	return $content;
}

# A part of the workbook of a backup.
sub workbook_part
{
	my ($row, $part) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/workbook.xlsx';
	append_to_file($file, entry_of($row, 'paliad-backup.xlsx'));
	my $content = '';
	IPC::Run::run([ 'unzip', '-p', $file, $part ], \'', \$content) or die "no $part in the workbook";
	return $content;
}

# Makes a database of that encoding with a table, a column, a label and values named `word`, and checks its backup.
sub encoded_ok
{
	my ($encoding, $word) = @_;
	my $database = 'practice_' . lc $encoding;
	add_encoded($database, $encoding);
	$node->safe_psql($database, <<"SQL");
CREATE TYPE paliad."stage $word" AS ENUM ('$word');
CREATE TABLE paliad."fees $word" (id int PRIMARY KEY, "$word" text, other jsonb, many text[], stage paliad."stage $word");
INSERT INTO paliad."fees $word" VALUES (1, '$word', '{"$word": "<$word>"}', '{$word,b}', '$word');
UPDATE paliad.users SET email = '$word\@kanzlei.example' WHERE id = '$ADMIN';
INSERT INTO paliad.backup_sheet_rules (relation, excluded, note) VALUES ('paliad.matters', true, 'note $word');
SQL
	my $result = attempt($node, $database, "SET request.jwt.claim.sub = '$ADMIN'; $run");
	is($result->{error}, undef, "$encoding: a backup is made") or diag(explain($result));
	my $row = row($node, $database, $result->{out});
	is($row->{requested_by_email}, "$word\@kanzlei.example", "$encoding: the catalog's text");
	is($row->{row_counts}{"fees $word"}, 1, "$encoding: a sheet's name");

	is(entry_of($row, 'csv/fees *'),
		$node->safe_psql($database, qq(COPY paliad."fees $word" TO STDOUT (FORMAT csv, HEADER))) . "\n", "$encoding: CSV");
	is_deeply(JSON::PP->new->decode(entry_of($row, 'json/fees *')),
		[ { id => 1, $word => $word, other => { $word => "<$word>" }, many => [ $word, 'b' ], stage => $word } ],
		"$encoding: JSON");
	my $manifest = JSON::PP->new->decode(entry_of($row, 'manifest.json'));
	my ($listed) = grep { $_->{columns}[1]{name} eq $word } @{ $manifest->{sheets} };
	ok($listed, "$encoding: the manifest's columns") or diag(explain($manifest->{sheets}));
	like(entry_of($row, 'manifest.json'), qr/note \Q$word\E/, "$encoding: the manifest's notes");
	like(workbook_part($row, 'xl/workbook.xml'), qr/<sheet name="fees \Q$word\E"/, "$encoding: a worksheet's name");
	like(workbook_part($row, 'xl/worksheets/*'), qr/<t[^>]*>\Q$word\E</, "$encoding: a worksheet's cell");
	is($node->safe_psql($database, "SELECT sheet, columns[2] FROM paliad_backup_sheets() WHERE relation LIKE '%fees%'"),
		"fees $word|$word", "$encoding: the list of sheets");
	is($node->safe_psql($database, "SELECT count(*) FROM paliad.backups WHERE"
			. " encode(sha256(paliad_backup_download(id)), 'hex') = sha256"), 1, "$encoding: the file is read back");

	$node->safe_psql($database, qq(INSERT INTO paliad.backup_sheet_rules VALUES ('paliad."fees $word"');)
		  . qq(DROP TABLE paliad."fees $word"));
	my $error = attempt($node, $database, $run)->{error};
	wait_for_workers($node);
	is(last_row($node, $database)->{error} =~ s/\n.*//sr, $error->{message}, "$encoding: an error's text");
	like($error->{message}, qr/paliad\."fees \Q$word\E"/, "$encoding: it names the table");
}

encoded_ok(@$_) for
  [ 'UTF8',      'Müller-Łódź 100 € 特許' ],
  [ 'LATIN1',    'Müller ÄÖÜß' ],
  [ 'LATIN9',    'Müller 100 €' ],
  [ 'WIN1252',   'Müller „100 €“' ],
  [ 'EUC_JP',    '特許庁' ],
  [ 'SQL_ASCII', 'Müller 100 €' ];
agrees($node, 'whatever the encoding');

# --- names that are settings or roles ----------------------------------------

{
	$node->safe_psql('practice_latin9', <<'SQL');
TRUNCATE paliad.backup_sheet_rules;
CREATE SCHEMA "büro";
CREATE TABLE "büro".akten (id int PRIMARY KEY);
CREATE ROLE "jürgen" SUPERUSER;
SQL
	my $result = attempt($node, 'practice_latin9',
		qq(SET SESSION AUTHORIZATION "jürgen"; SET paliad_backup.schemas = 'büro'; $run));
	is($result->{error}, undef, 'a schema and a login with umlauts') or diag(explain($result));
	my $row = row($node, 'practice_latin9', $result->{out});
	is_deeply([ $row->{requested_by_email}, $row->{row_counts} ], [ 'jürgen', { akten => 0 } ], 'are as they should be');
	fails_ok($node, 'practice_latin9', "SET paliad_backup.schemas = 'straße'; $run", {
		state => '3F000', message => 'schema "straße" of paliad_backup.schemas does not exist',
		hint => 'Correct paliad_backup.schemas, or create the schema.' }, 'and one that is not there');
}
agrees($node, 'names with umlauts');

# postgresql.conf is read as UTF-8 for all databases.
{
	my $umlaut = PostgreSQL::Test::Utils::tempdir() . '/bücher';
	$node->append_conf('postgresql.conf', "paliad_backup.export_dir = '$umlaut'");
	$node->reload;
	wait_until($node, 'practice_utf8', "SELECT current_setting('paliad_backup.export_dir') = '$umlaut'");
	for my $database (qw(practice_utf8 practice_latin9 practice_sql_ascii))
	{
		$node->safe_psql($database, 'TRUNCATE paliad.backup_sheet_rules');
		my $row = row($node, $database, run_backup($node, $database));
		is(index($row->{storage_uri}, "file://$umlaut/"), 0, "$database: a directory with umlauts");
		is($node->safe_psql($database, "SELECT encode(sha256(paliad_backup_download('$row->{id}')), 'hex')"),
			$row->{sha256}, "$database: and the file in it");
	}
	is(scalar artifacts($umlaut), 3, 'a directory with umlauts holds three');
}

# A path may have characters that the database's encoding lacks: the error message comes all the same.
{
	my $dash = PostgreSQL::Test::Utils::tempdir() . '/a–b';
	append_to_file($dash, '');
	$node->append_conf('postgresql.conf', "paliad_backup.export_dir = '$dash'");
	$node->reload;
	wait_until($node, 'practice_utf8', "SELECT current_setting('paliad_backup.export_dir') = '$dash'");
	my %error = map { $_ => attempt($node, "practice_$_", $run)->{error} } qw(utf8 latin9);
	is($error{utf8}{message}, qq(export directory "$dash" is not a directory), 'a file in place of the directory: the error names it');
	is($error{latin9}{message}, $error{utf8}{message} =~ s/–/???/r, 'and says so where it can not be named');
	is($error{latin9}{state}, $error{utf8}{state}, 'with the same SQLSTATE');
	unlink $dash;
}

# A setting made in a session is in the database's encoding, so this path is not UTF-8.
{
	my $umlaut = PostgreSQL::Test::Utils::tempdir() . '/bücher';
	my $error = attempt($node, 'practice_latin9', "SET paliad_backup.export_dir = '$umlaut'; $run")->{error};
	is_error($error, {
		state => '22023', message => 'paliad_backup.export_dir is not UTF-8',
		detail => 'A path in another encoding could not be written in paliad.backups.',
		hint => 'Name a directory whose path is in ASCII or UTF-8; in a database of another encoding'
		  . ' set it with ALTER SYSTEM or in postgresql.conf.' }, 'a directory that is not UTF-8');
}

# --- what can't be converted -------------------------------------------------

# SQL_ASCII accepts any bytes; these are LATIN1.
add_encoded('bytes', 'SQL_ASCII');

sub refused_ok
{
	my ($columns, $table, $where, $name) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $message = 'invalid byte sequence for encoding "UTF8": 0xfc';
	my $context = qq(SQL statement "SELECT $columns FROM ONLY $table ORDER BY id"\n$where of $table);
	is_error(attempt($node, 'bytes', $run)->{error}, { state => '22021', message => $message, context => $context }, $name);
	wait_for_workers($node);
	my $row = last_row($node, 'bytes');
	is_deeply([ @$row{qw(status error)} ], [ 'failed', "$message\n$context" ], "$name: the catalog says the same");
}

$node->safe_psql('bytes', <<'SQL');
INSERT INTO paliad.matters VALUES (3, E'M\xfcller');
CREATE TABLE paliad.papers (id int PRIMARY KEY, content jsonb, tags text[]);
INSERT INTO paliad.papers VALUES (1, jsonb_build_object('by', E'M\xfcller'), '{}'), (2, '{}', ARRAY[E'M\xfcller']);
SQL
refused_ok('id, title', 'paliad.matters', 'row 3, column "title"', 'a byte in text');
$node->safe_psql('bytes', "INSERT INTO paliad.backup_sheet_rules (relation, omit_columns) VALUES ('paliad.matters', '{title}')");
refused_ok('id, content, tags', 'paliad.papers', 'row 1, column "content"', 'a byte in jsonb');
$node->safe_psql('bytes', 'DELETE FROM paliad.papers WHERE id = 1');
refused_ok('id, content, tags', 'paliad.papers', 'row 1, column "tags"', 'a byte in an array');
$node->safe_psql('bytes', 'DELETE FROM paliad.papers');
is(row($node, 'bytes', run_backup($node, 'bytes'))->{status}, 'done', 'without those columns and rows a run works');

# Names that can't be converted: no error could show them.
for my $case (
	[ 'a table', qq(DO \$\$ BEGIN EXECUTE E'CREATE TABLE paliad."m\\xfcll" (id int)'; END \$\$),
		qq(DO \$\$ BEGIN EXECUTE E'DROP TABLE paliad."m\\xfcll"'; END \$\$) ],
	[ 'a column', qq(DO \$\$ BEGIN EXECUTE E'ALTER TABLE paliad.papers ADD "m\\xfcll" int'; END \$\$),
		qq(DO \$\$ BEGIN EXECUTE E'ALTER TABLE paliad.papers DROP "m\\xfcll"'; END \$\$) ])
{
	my ($name, $make, $remove) = @$case;
	$node->safe_psql('bytes', $make);
	my $error = attempt($node, 'bytes', $run)->{error};
	wait_for_workers($node);
	is_deeply([ @$error{qw(state message)} ],
		[ '22021', 'invalid byte sequence for encoding "UTF8": 0xfc' ], "a byte in the name of $name");
	my $row = last_row($node, 'bytes');
	is($row->{status}, 'failed', "a byte in the name of $name: the row has failed");
	like($row->{error}, qr/^\Q$error->{message}\E/, "a byte in the name of $name: the row says why");
	$node->safe_psql('bytes', $remove);
}

# A requester whose address can't be converted: the error comes before the backup has begun.
$node->safe_psql('bytes', "UPDATE paliad.users SET email = E'M\\xfcller' WHERE id = '$ADMIN'");
my $before = $node->safe_psql('bytes', 'SELECT count(*) FROM paliad.backups');
fails_ok($node, 'bytes', "SET request.jwt.claim.sub = '$ADMIN'; $run",
	{ state => '22021', message => 'invalid byte sequence for encoding "UTF8": 0xfc' },
	'a byte in the address of who asks');
is($node->safe_psql('bytes', 'SELECT count(*) FROM paliad.backups'), $before, 'leaves no row');
done_testing();
