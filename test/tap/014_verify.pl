# The check of an artifact finds nothing wrong with a good one, and says where a damaged one is damaged.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
$node->safe_psql('practice', <<'SQL');
CREATE TYPE paliad.mood AS ENUM ('good', 'bad');
CREATE TABLE paliad.entries (id int PRIMARY KEY, title text, due date, at timestamptz, amount numeric(10,2), extra jsonb,
                             moods paliad.mood[], mood paliad.mood, raw bytea, done boolean);
INSERT INTO paliad.entries
  SELECT i, CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE E'Akte "' || i || E'",\nMüller <&> ' END,
         date '1890-01-01' + i * 50, timestamptz '2026-01-01 00:00Z' + i * interval '1.5 second',
         (i - 500) / 3.0, jsonb_build_object('n', i, 'list', jsonb_build_array(1, null, '"]')),
         ARRAY['good', 'bad']::paliad.mood[], 'bad', decode(lpad(to_hex(i), 8, '0'), 'hex'), i % 2 = 0
    FROM generate_series(1, 1000) i;
SQL
my $id = run_backup($node, 'practice');
my $row = row($node, 'practice', $id);
my ($path) = $row->{storage_uri} =~ m{^file://(.*)$};
my $good = slurp_file($path);

sub put
{
	my ($content) = @_;
	open my $file, '>:raw', $path or die "$path: $!";
	print $file $content;
	close $file;
}

sub complaints
{
	return $node->safe_psql('practice', "SELECT item || ': ' || detail FROM paliad_backup_verify('$id') WHERE NOT ok");
}

# --- good --------------------------------------------------------------------

is(complaints(), '', 'nothing to complain of');
is($node->safe_psql('practice', "SELECT detail FROM paliad_backup_verify('$id') WHERE item = 'sheet entries'"),
	'1000 rows, the same in CSV, JSON and workbook', 'the three formats say the same');
is($node->safe_psql('practice', "SELECT verified_ok, verified_at > finished_at FROM paliad.backups"), 't|t', 'the catalog keeps it');
{
	my $result = attempt($node, 'practice', "UPDATE paliad.backups SET verified_at = NULL; BEGIN READ ONLY;"
		  . " SELECT bool_and(ok) FROM paliad_backup_verify('$id'); COMMIT");
	is($result->{out}, 't', 'in a transaction that can\'t write it works as well');
	is($result->{reports}[0]{message}, 'the result is not kept in paliad.backups: this transaction can\'t write', 'and says what it can\'t');
	is(row($node, 'practice', $id)->{verified_at}, undef, 'then the catalog has nothing new');
}

# --- damaged -----------------------------------------------------------------

srand(20261124);
for my $round (1 .. 60)
{
	my $at = int rand length $good;
	my $bad = $good;
	substr($bad, $at, 1) ^= chr(1 + int rand 255);
	put($bad);
	like(complaints(), qr/^file: its SHA-256 is /, "the byte at $at is found out");
}
put(substr $good, 0, -1);
like(complaints(), qr/^file: it has \d+ bytes; the catalog says \d+\nzip: /, 'a byte that is missing');
put("$good\0");
like(complaints(), qr/^file: it has /, 'a byte too many');
put('');
like(complaints(), qr/^file: it has 0 bytes; the catalog says \d+\nzip: /, 'an empty file');
put('no zip at all');
like(complaints(), qr/^zip: /m, 'no zip');
is($node->safe_psql('practice', 'SELECT verified_ok FROM paliad.backups'), 'f', 'the catalog keeps that too');
unlink $path;
like(complaints(), qr/^file: artifact ".*" is missing$/, 'a file that is gone');
symlink '/etc/hostname', $path or die;
like(complaints(), qr/^file: /, 'a link in its place');
unlink $path;

# The artifact of another backup under this one's name.
my $other = run_backup($node, 'practice');
my ($other_path) = row($node, 'practice', $other)->{storage_uri} =~ m{^file://(.*)$};
put(slurp_file($other_path));
like(complaints(), qr/^manifest: it is the manifest of backup $other$/m, 'another backup\'s file');
put($good);
chmod 0600, $path;
is(complaints(), '', 'and the good one again');

# --- wrong use ---------------------------------------------------------------

fails_ok($node, 'practice', "SELECT * FROM paliad_backup_verify('00000000-0000-4000-8000-0000000000ee')",
	{ state => '42704', message => 'there is no backup 00000000-0000-4000-8000-0000000000ee',
	  hint => 'paliad.backups lists the backups with their ids.' }, 'an unknown id');
$node->safe_psql('practice', "SET client_min_messages = error; SELECT paliad_backup_delete('$other')");
is(attempt($node, 'practice', "SELECT * FROM paliad_backup_verify('$other')")->{error}{state}, '58P01', 'one that was removed');
is(attempt($node, 'practice', "CREATE ROLE stranger; GRANT EXECUTE ON FUNCTION paliad_backup_verify(uuid) TO stranger;"
		. " SET ROLE stranger; SELECT * FROM paliad_backup_verify('$id')")->{error}{state}, '42501', 'not everybody may');
agrees($node, 'at the end');

done_testing();
