# Attacks on a run while it reads: the owner of the app's tables, who is no superuser, tries to get the reader's rights,
# or rows into the bundle that must not be there.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'max_connections = 50');
add_lair($node, 'practice');

# --- code that the planner runs ----------------------------------------------

# The planner calls immutable functions with constant arguments, as the role that plans the query.
for my $case (
	[ "an index's condition", 'CREATE INDEX ON paliad.bait (id) WHERE lair.trap(1) > 0' ],
	[ "an index's expression", 'CREATE INDEX ON paliad.bait ((lair.trap(1) + id))' ],
	[ 'statistics', 'CREATE STATISTICS paliad.stats ON (lair.trap(1) + id), word FROM paliad.bait; ANALYZE paliad.bait' ],
	[ "a partition's check", 'CREATE TABLE paliad.parted (id int PRIMARY KEY) PARTITION BY RANGE (id);'
		  . ' CREATE TABLE paliad.parted_1 PARTITION OF paliad.parted (CHECK (lair.trap(1) > 0)) FOR VALUES FROM (1) TO (9);'
		  . ' INSERT INTO paliad.parted VALUES (1)' ],
	[ "a partition's key", 'CREATE TABLE paliad.parted (id int) PARTITION BY RANGE ((lair.trap(1) + id));'
		  . ' CREATE TABLE paliad.parted_1 PARTITION OF paliad.parted FOR VALUES FROM (1) TO (9); INSERT INTO paliad.parted VALUES (1)' ],
	[ 'an SQL function', 'CREATE FUNCTION lair.in_sql(int) RETURNS int LANGUAGE sql IMMUTABLE AS $$SELECT lair.trap($1)$$;'
		  . ' CREATE INDEX ON paliad.bait (id) WHERE lair.in_sql(1) > 0' ],
	[ 'an operator', 'CREATE OPERATOR lair.~~~ (FUNCTION = lair.trap, RIGHTARG = int);'
		  . ' CREATE INDEX ON paliad.bait (id) WHERE (OPERATOR(lair.~~~) 1) > 0' ],
	[ 'a cast', 'CREATE FUNCTION lair.to_int(lair.mood) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RETURN lair.trap(1); END$$;'
		  . ' CREATE CAST (lair.mood AS int) WITH FUNCTION lair.to_int(lair.mood);'
		  . ' CREATE INDEX ON paliad.bait (id) WHERE ($$good$$::lair.mood)::int > 0' ],
	[ 'a function of its owner', 'CREATE FUNCTION lair.definer(int) RETURNS int LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER AS'
		  . ' $$BEGIN RETURN lair.trap(1); END$$; CREATE INDEX ON paliad.bait (id) WHERE lair.definer(1) > 0' ])
{
	my ($name, $sql) = @$case;
	my $db = add_copy($node);
	as_owner($node, $db, "CREATE TABLE paliad.bait (id int PRIMARY KEY, word text); INSERT INTO paliad.bait VALUES (1, 'taken'); $sql");
	$node->safe_psql($db, 'TRUNCATE lair.loot');
	lie_in_wait($node, $db);
	my $row = done_ok($node, $db, $name);
	is($row ? join(' ', csv_of($row, 'bait')) : undef, '1,taken', "$name: the table is in it");
	attempt($node, $db, 'SELECT * FROM paliad_backup_sheets()');
	try_ok($node, $db, "SELECT paliad_backup_current_rows('bait'::text) ->> 'word'", 'taken', "$name: its rows can be asked for");
	nothing_gained($node, $db, $name);
}

# --- casts that are made while a run reads -----------------------------------

for my $case (
	[ 'a cast', 'felt lair.mood', "'good'" ],
	[ "a cast of an array's elements", 'felt lair.mood[]', "'{good}'" ],
	[ "a cast of an attribute", 'felt lair.day', "'(good)'" ],
	[ 'a cast under a domain', 'felt lair.deep', "'{good}'" ])
{
	my ($name, $column, $value) = @$case;
	my $db = add_copy($node);
	as_owner($node, $db, "CREATE TYPE lair.day AS (felt lair.mood); CREATE DOMAIN lair.deep AS lair.mood[];"
		  . " CREATE TABLE paliad.diary (id int PRIMARY KEY, $column); INSERT INTO paliad.diary VALUES (1, $value);"
		  . ' CREATE FUNCTION lair.to_json(lair.mood) RETURNS json LANGUAGE plpgsql AS $$DECLARE said text; BEGIN PERFORM lair.pay($w$cast$w$);'
		  . ' BEGIN SELECT secret INTO said FROM vault.keys; EXCEPTION WHEN insufficient_privilege THEN said := $w$nothing$w$; END;'
		  . ' RETURN to_json(said); END$$');
	add_pauses($node, $db);
	lie_in_wait($node, $db);
	my ($session, $holder) = hold_reading($node, $db);
	as_owner($node, $db, 'CREATE CAST (lair.mood AS json) WITH FUNCTION lair.to_json(lair.mood)');
	$holder->quit;
	finish($session);
	nothing_gained($node, $db, "$name made during a run");
	lie_in_wait($node, $db);
	attempt($node, $db, "SELECT paliad_backup_current_rows('diary'::text)");
	done_ok($node, $db, "$name that is there");
	nothing_gained($node, $db, "$name that is there");
}

# --- names that are given to other objects meanwhile -------------------------

my $swap = 'ALTER SCHEMA paliad RENAME TO kept; ALTER SCHEMA other RENAME TO paliad';
my $back = 'ALTER SCHEMA paliad RENAME TO other; ALTER SCHEMA kept RENAME TO paliad';

for my $case (
	[ 'forged rows', "CREATE TABLE other.matters (id int PRIMARY KEY, title text); INSERT INTO other.matters VALUES (1, 'forged')" ],
	[ 'a partitioned table', "CREATE TABLE other.matters (id int PRIMARY KEY, title text) PARTITION BY RANGE (id);"
		  . " CREATE TABLE other.one PARTITION OF other.matters FOR VALUES FROM (1) TO (9); INSERT INTO other.matters VALUES (1, 'forged')" ],
	[ 'a child beside its parent', "CREATE TABLE other.matters (LIKE paliad.matters); INSERT INTO other.matters VALUES (1, 'forged');"
		  . ' ALTER TABLE other.matters INHERIT paliad.matters' ],
	[ 'a table named paliadin', '', 'ALTER TABLE paliad.paliadin_turns RENAME said TO title;'
		  . ' ALTER TABLE paliad.paliadin_turns SET SCHEMA other; ALTER TABLE other.paliadin_turns RENAME TO matters;' ])
{
	my ($name, $others, $meanwhile) = @$case;
	my $db = add_copy($node);
	add_pauses($node, $db);
	lie_in_wait($node, $db);
	# A run's snapshot doesn't show rows that are newer.
	as_owner($node, $db, "CREATE SCHEMA other; GRANT USAGE ON SCHEMA other TO PUBLIC; $others");
	$node->safe_psql($db, 'CREATE TABLE other.ref_zz_slow AS TABLE paliad.ref_zz_slow;'
		  . ' CREATE TABLE other.ref_countries AS TABLE paliad.ref_countries; CREATE TABLE other.users AS TABLE paliad.users;'
		  . ' CREATE TABLE other.system_audit_log AS TABLE paliad.system_audit_log');
	my ($session, $holder) = hold_reading($node, $db);
	as_owner($node, $db, ($meanwhile // '') . " $swap");
	go_on($node, $holder);
	as_owner($node, $db, $back);
	$holder->quit;
	my $error = finish($session)->{error};
	is($error && $error->{state}, '40001', "schemas swapped, $name: a run notices") or diag(explain($error));
	wait_for_workers($node);
	nothing_gained($node, $db, "schemas swapped, $name");
	done_ok($node, $db, "schemas as they were, $name");
}

# A run waits for a lock until another table has the name.
{
	my $db = add_copy($node);
	lie_in_wait($node, $db);
	my ($session, $holder) = hold($node, $db, "SELECT paliad_backup_current_rows('matters'::text)");
	$holder->query_safe('ALTER TABLE paliad.matters RENAME TO m; ALTER TABLE paliad.paliadin_turns RENAME said TO title;'
		  . ' ALTER TABLE paliad.paliadin_turns RENAME TO matters; COMMIT');
	$holder->quit;
	my $result = finish($session);
	unlike($result->{out}, qr/a secret/, 'a table renamed under a query of rows: no row of paliadin comes out');
	is($result->{error} && $result->{error}{state}, '40001', 'a table renamed under a query of rows: it is noticed');
	nothing_gained($node, $db, 'a table renamed under a query of rows');
}

# --- partitions that are attached and detached -------------------------------

for my $case (
	[ 'a partition', 'paliad.parted', 'DEFAULT' ],
	[ 'a partition of a partition', 'paliad.parted_1', 'FOR VALUES FROM (10) TO (20)' ])
{
	my ($name, $parent, $bounds) = @$case;
	my $db = add_copy($node);
	as_owner($node, $db, <<'SQL');
CREATE TABLE paliad.parted (id int, said text) PARTITION BY RANGE (id);
CREATE TABLE paliad.parted_1 PARTITION OF paliad.parted FOR VALUES FROM (1) TO (20) PARTITION BY RANGE (id);
CREATE TABLE paliad.paliadin_p (id int, said text);
INSERT INTO paliad.paliadin_p VALUES (15, 'a secret');
SQL
	$bounds = 'FOR VALUES FROM (15) TO (30)' if $parent eq 'paliad.parted';
	as_owner($node, $db, 'DROP TABLE paliad.parted_1') if $parent eq 'paliad.parted';
	add_pauses($node, $db);
	lie_in_wait($node, $db);
	my ($session, $holder) = hold_reading($node, $db);
	as_owner($node, $db, "ALTER TABLE $parent ATTACH PARTITION paliad.paliadin_p $bounds");
	go_on($node, $holder);
	my $detaching = start_session($node, $db, "ALTER TABLE $parent DETACH PARTITION paliad.paliadin_p CONCURRENTLY", 'user=app_owner');
	wait_until($node, $db, "SELECT coalesce((SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = 'paliad.paliadin_p'::regclass), true)");
	$holder->quit;
	my $error = finish($session)->{error};
	finish($detaching);
	is($error && $error->{state}, '40001', "$name named paliadin, attached and detached: a run notices") or diag(explain($error));
	nothing_gained($node, $db, "$name named paliadin, attached and detached");
}

# --- paliadin by structure ---------------------------------------------------

# The reasons in the bundle why columns of a table are left out, by column.
sub left_out
{
	my ($db, $row, $table) = @_;
	return { map { /^column\|(?:paliad\.)?$table\.(\w+)\|(.+)$/ ? ($1 => $2) : /^column\|(\w+) of (?:paliad\.)?$table\|(.+)$/ ? ($1 => $2) : () }
		  split /\n/, $node->safe_psql($db, "SELECT kind, object, reason FROM paliad_backup_left_out('$row->{id}'::uuid)") };
}

sub scripts_of
{
	my ($row) = @_;
	my ($path) = $row->{storage_uri} =~ m{^file://(.*)$};
	IPC::Run::run([ 'unzip', '-p', $path, 'schema.sql', 'restore.sql' ], '>', \my $text);
	return $text;
}

{
	my $db = add_copy($node);
	as_owner($node, $db, <<'SQL');
CREATE TYPE paliad.paliadin_mood AS ENUM ('a secret mood');
CREATE DOMAIN paliad."PALIADIN_word" AS text;
CREATE TYPE paliad.talk AS (id int, turn paliad.paliadin_turns);
CREATE TYPE paliad.talks AS (talks paliad.talk[]);
CREATE DOMAIN paliad.turns AS paliad.paliadin_turns[];
CREATE TYPE paliad.span AS RANGE (subtype = paliad.paliadin_turns, multirange_type_name = paliad.spans);
CREATE SEQUENCE paliad.paliadin_numbers;
CREATE VIEW paliad.paliadin_seen AS TABLE paliad.paliadin_turns;
CREATE TABLE paliad.quotes (
  id int PRIMARY KEY,
  plain text,
  turn paliad.paliadin_turns, turns paliad.paliadin_turns[], domained paliad.turns, talk paliad.talk, talks paliad.talks[],
  span paliad.span, spans paliad.spans, seen paliad.paliadin_seen,
  mood paliad.paliadin_mood, moods paliad.paliadin_mood[], word paliad."PALIADIN_word");
INSERT INTO paliad.quotes
  SELECT 1, 'plain', t, ARRAY[t], ARRAY[t], ROW(1, t)::paliad.talk, ARRAY[ROW(ARRAY[ROW(1, t)::paliad.talk])::paliad.talks],
         paliad.span(t, t, '[]'), paliad.spans(paliad.span(t, t, '[]')), (SELECT s FROM paliad.paliadin_seen s),
         'a secret mood', '{a secret mood}', 'a secret word' FROM paliad.paliadin_turns t;
CREATE TABLE paliad.moods (mood paliad.paliadin_mood PRIMARY KEY);
INSERT INTO paliad.moods VALUES ('a secret mood');
CREATE TABLE paliad.numbered (id int PRIMARY KEY DEFAULT nextval('paliad.paliadin_numbers'));
SQL
	lie_in_wait($node, $db);
	my $row = done_ok($node, $db, 'columns of types named paliadin');
	is($row ? join(' ', csv_of($row, 'quotes')) : '', '1,plain', 'columns of types named paliadin: what is not is there');
	my $reasons = left_out($db, $row, 'quotes');
	is_deeply([ sort keys %$reasons ], [ qw(domained mood moods seen span spans talk talks turn turns word) ],
		'columns of types named paliadin: each is listed as left out, with a reason');
	my $scripts = scripts_of($row);
	for my $name (qw(paliadin_mood PALIADIN_word paliadin_numbers paliadin_seen paliadin_turns))
	{
		unlike($scripts, qr/^[^-\n]*\b(CREATE|ALTER|SELECT|COMMENT)\b[^\n]*\b$name\b/m, "no statement in the scripts names $name");
	}
	nothing_gained($node, $db, 'columns of types named paliadin');
	try_ok($node, $db, "SELECT bool_and(ok) FROM paliad_backup_drill('$row->{id}'::uuid)", 't', 'columns of types named paliadin: it can be restored');
	unlike(attempt($node, $db, "SELECT paliad_backup_current_rows('quotes'::text)")->{out}, qr/secret/, 'nor do their rows tell when they are asked for');
}

# --- what a rule leaves out, by structure ------------------------------------

{
	my $db = add_copy($node);
	as_owner($node, $db, <<'SQL');
CREATE TABLE paliad.staff (id int PRIMARY KEY, name text, pay text);
INSERT INTO paliad.staff VALUES (1, 'anna', 'a secret pay');
CREATE TABLE paliad.away (id int PRIMARY KEY, what text);
INSERT INTO paliad.away VALUES (1, 'a secret kept');
CREATE TABLE paliad.years (id int, pay text) PARTITION BY RANGE (id);
CREATE TABLE paliad.years_1 PARTITION OF paliad.years FOR VALUES FROM (1) TO (9);
INSERT INTO paliad.years VALUES (1, 'a secret pay');
CREATE TYPE paliad.pair AS (was paliad.staff, at date);
CREATE DOMAIN paliad.former AS paliad.staff;
CREATE TABLE paliad.hist (
  id int PRIMARY KEY, plain text, was paliad.staff, list paliad.staff[], former paliad.former, pair paliad.pair, pairs paliad.pair[],
  gone paliad.away, goners paliad.away[], year paliad.years, part paliad.years_1, fine paliad.matters);
INSERT INTO paliad.hist
  SELECT 1, 'plain', s, ARRAY[s], s, ROW(s, '2025-01-01')::paliad.pair, ARRAY[ROW(s, '2025-01-01')::paliad.pair], a, ARRAY[a], y, p, m
    FROM paliad.staff s, paliad.away a, paliad.years y, paliad.years_1 p, paliad.matters m WHERE m.id = 1;
SQL
	$node->safe_psql($db, "INSERT INTO paliad.backup_sheet_rules (relation, omit_columns, excluded) VALUES"
		  . " ('paliad.staff', '{pay}', false), ('paliad.years', '{pay}', false), ('paliad.away', '{}', true)");
	lie_in_wait($node, $db);
	my $row = done_ok($node, $db, 'rows within rows');
	is($row ? join(' ', csv_of($row, 'staff')) : '', '1,anna', 'rows within rows: the column itself is left out');
	is($row ? join(' ', csv_of($row, 'hist')) : '', '1,plain,"(1,""EP 1 000 000"")"', 'rows within rows: what no rule concerns is there');
	is_deeply([ sort keys %{ left_out($db, $row, 'hist') } ], [ qw(former gone goners list pair pairs part was year) ],
		'rows within rows: each is listed as left out, with a reason');
	nothing_gained($node, $db, 'rows within rows');
	unlike(attempt($node, $db, "SELECT paliad_backup_current_rows('hist'::text)")->{out}, qr/secret/, 'nor do they tell when they are asked for');
}

done_testing();
