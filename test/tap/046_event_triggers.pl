# An event trigger runs whenever a restore makes something. Where it ends a restore or a drill, the error names it.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', conf => 'session_preload_libraries = paliad_backup');
add_practice($node, 'practice');
my $id = $node->safe_psql('practice', 'SET client_min_messages = error; SELECT paliad_backup_run()');
my $named = 'Event triggers of this database may run whenever a restore makes something: "No DDL".';

$node->safe_psql('practice', <<'SQL');
CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_schemas(false) IS NOT NULL AND tg_tag = 'CREATE TABLE' THEN
    RAISE EXCEPTION 'tables are made by migrations alone';
  END IF;
END $$;
CREATE EVENT TRIGGER "No DDL" ON ddl_command_end EXECUTE FUNCTION public.refuse();
ALTER EVENT TRIGGER "No DDL" ENABLE ALWAYS;
CREATE EVENT TRIGGER asleep ON ddl_command_end EXECUTE FUNCTION public.refuse();
ALTER EVENT TRIGGER asleep DISABLE;
SQL

my $restored = attempt($node, 'practice', "SELECT paliad_backup_restore('$id', 'back')")->{error};
is($restored->{message}, 'tables are made by migrations alone', 'a restore ends with its error');
is($restored->{detail}, $named, 'which names it, and none that is disabled');
is($node->safe_psql('practice', "SELECT count(*) FROM pg_namespace WHERE nspname = 'back'"), 0, 'nothing stays');

my $drilled = $node->safe_psql('practice',
	"SELECT item || ': ' || detail FROM paliad_backup_drill('$id') WHERE NOT ok");
is($drilled, "tables: tables are made by migrations alone ($named)", 'and so does a drill');

$node->safe_psql('practice', 'ALTER EVENT TRIGGER "No DDL" DISABLE');
$node->safe_psql('practice', 'CREATE SCHEMA paliad_clients');
my $taken = attempt($node, 'practice', "SELECT paliad_backup_restore('$id', 'paliad_clients')")->{error};
unlike($taken->{detail} // '', qr/Event triggers/, 'an error where none is enabled speaks of none');
is($node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_restore('$id', 'back')"),
	$node->safe_psql('practice', "SELECT count(*) FROM paliad_backup_sheets() WHERE included"), 'without it everything is restored');

agrees($node, 'after all of it');
done_testing();
