# An audit log can't prevent a backup: whatever its owner attaches to it, raises in it or makes of its ids, the backup
# goes on without an entry, and says so. So does the next one.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => "paliad_backup.lock_timeout = '5s'");
my $run = 'SELECT paliad_backup_run()';

# Makes a practice whose audit log belongs to app_owner, who is no superuser; then he runs the SQL.
sub practice
{
	my ($name, $sql, $options) = @_;
	add_practice($node, $name, $options);
	$node->safe_psql('postgres', "DO \$\$ BEGIN CREATE ROLE app_owner LOGIN; EXCEPTION WHEN duplicate_object THEN END \$\$");
	$node->safe_psql($name, 'ALTER SCHEMA paliad OWNER TO app_owner; ALTER TABLE paliad.system_audit_log OWNER TO app_owner;'
		  . ' GRANT CREATE ON SCHEMA public TO app_owner');
	$node->safe_psql($name, $sql, extra_params => [ '-U', 'app_owner' ]);
	return;
}

sub goes_on_ok
{
	my ($database, $name, $entry) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	for my $time ('first', 'second')
	{
		my $result = attempt($node, $database, $run);
		ok($result->{ok}, "$name: the $time backup") or diag(explain($result->{error}));
		my $row = row($node, $database, $result->{out} || '00000000-0000-4000-8000-000000000000');
		is($row->{status}, 'done', "$name: it is done");
		is(defined $row->{audit_id}, $entry, "$name: with or without an entry") if defined $entry;
	}
	my $id = last_row($node, $database)->{id};
	my $held = attempt($node, $database, "SELECT paliad_backup_hold('$id'::uuid, true)");
	ok($held->{ok}, "$name: hold") or diag(explain($held->{error}));
	is($node->safe_psql($database, "SELECT held FROM paliad.backups WHERE id = '$id'"), 't', "$name: it is held");
	wait_for_workers($node);
	unlike(slurp_file($node->logfile), qr/terminated by signal/, "$name: no process has crashed");
	return;
}

my $trigger = sub {
	my ($when, $body) = @_;
	return "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS \$\$BEGIN $body END\$\$;"
	  . " CREATE TRIGGER t $when ON paliad.system_audit_log FOR EACH ROW EXECUTE FUNCTION public.f()";
};

# An error message of any length: a hundred million letters once took a minute, and three times as many didn't fit into
# jsonb.
practice('long', $trigger->('BEFORE INSERT', q{RAISE EXCEPTION E'\\u00e9%', repeat(E'\\u00e9', 10000000) USING DETAIL = repeat('d', 10000000);}), "ENCODING 'UTF8'");
goes_on_ok('long', 'a trigger raises a long message', '');
{
	# 4096 bytes at most, without a part of a character.
	is($node->safe_psql('long', q{
		SELECT DISTINCT substr(text, length('the audit log did not accept this backup''s entry; the backup continues without it: ') + 1) = repeat(E'\u00e9', 2048)
		  FROM paliad.backups CROSS JOIN LATERAL jsonb_to_recordset(warnings) AS warning (code text, text text)
		 WHERE code = 'no_audit'}), 't', 'the warning has the beginning of it');
	cmp_ok(-s $node->logfile, '<', 1_000_000, "and so has the server's log");
}

# An audit log can't pretend that the backup was canceled or that the server is shutting down.
for my $state (qw(57014 57p01))
{
	my $raise = "RAISE EXCEPTION 'no' USING ERRCODE = '" . uc($state) . "';";
	practice("insert_$state", $trigger->('BEFORE INSERT', $raise));
	goes_on_ok("insert_$state", "a trigger raises $state on INSERT", '');
	practice("update_$state", $trigger->('BEFORE UPDATE', $raise));
	goes_on_ok("update_$state", "a trigger raises $state on UPDATE", 1);
}

practice('taken', $trigger->('AFTER INSERT', 'DELETE FROM paliad.system_audit_log WHERE id = NEW.id; RETURN NULL;'));
goes_on_ok('taken', 'a trigger takes the entry away again', '');

practice('silent', $trigger->('BEFORE INSERT', 'RETURN NULL;'));
goes_on_ok('silent', 'a trigger leaves the entry out', '');

my $made_anew = sub {
	my ($id) = @_;
	return 'ALTER TABLE paliad.system_audit_log RENAME TO old_log; CREATE TABLE paliad.system_audit_log ('
	  . " id $id PRIMARY KEY, event_type text NOT NULL, actor_id uuid, actor_email text NOT NULL,"
	  . " metadata jsonb NOT NULL DEFAULT '{}', created_at timestamptz NOT NULL DEFAULT now())";
};
practice('numbered', $made_anew->('bigint GENERATED ALWAYS AS IDENTITY'));
goes_on_ok('numbered', 'an audit log whose ids are numbers', '');

# The values that the recorder reads there are not those that it wrote.
practice('casting', 'SELECT 1');
my $first = run_backup($node, 'casting');
my $audit_id = row($node, 'casting', $first)->{audit_id};
$node->safe_psql('casting',
	"CREATE TYPE public.mark AS ENUM ('00000000-0000-4000-8000-0000000000aa');"
	  . " CREATE FUNCTION public.to_uuid(public.mark) RETURNS uuid LANGUAGE sql IMMUTABLE AS \$\$SELECT '$audit_id'::uuid\$\$;"
	  . ' CREATE CAST (public.mark AS uuid) WITH FUNCTION public.to_uuid(public.mark) AS IMPLICIT; '
	  . $made_anew->("public.mark DEFAULT '00000000-0000-4000-8000-0000000000aa'")
	  . "; INSERT INTO paliad.system_audit_log (event_type, actor_email, metadata) VALUES ('backup_created', 'x', '{\"status\": \"running\"}')",
	extra_params => [ '-U', 'app_owner' ]);
goes_on_ok('casting', 'an audit log whose ids are cast');

# --- artifacts of another database -------------------------------------------

# Both write into one directory. A user who may write to the catalog of one can't read artifacts of the other.
{
	my $theirs = row($node, 'taken', run_backup($node, 'taken'));
	for my $maker ('NULL::uuid', '(SELECT id FROM paliad.backup_installations LIMIT 1)')
	{
		$node->safe_psql('silent', "INSERT INTO paliad.backups (id, kind, status, requested_by_email, storage_uri, size_bytes, started_at, finished_at, installation)"
			  . " SELECT '$theirs->{id}', 'on_demand', 'done', 'x', '$theirs->{storage_uri}', $theirs->{size_bytes}, '$theirs->{started_at}', now(), $maker"
			  . ' ON CONFLICT (id) DO UPDATE SET installation = EXCLUDED.installation');
		is_deeply(
			[ map { attempt($node, 'silent', "SELECT $_")->{error}{state} // 'no error' }
				  "length(paliad_backup_download('$theirs->{id}'::uuid))", "length(paliad_backup_read('$theirs->{id}'::uuid, 0::bigint, 9))",
				"count(*) FROM paliad_backup_rows('$theirs->{id}'::uuid, 'matters'::text)",
				"count(*) FROM paliad_backup_contents('$theirs->{id}'::uuid)" ],
			[ ('42501') x 4 ], "another database's artifact, with installation $maker: nothing is read");
	}
}

done_testing();
