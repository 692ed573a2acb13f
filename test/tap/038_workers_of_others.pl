# A background worker counts as the system only where it is one of this library's. The worker of logical replication
# runs triggers of any user.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;

my $node = new_server('main', streaming => 1, conf => "wal_level = logical\n");
add_practice($node, 'practice');

$node->safe_psql('postgres', 'CREATE DATABASE sender TEMPLATE template0');
$node->safe_psql('sender', 'CREATE TABLE public.news (id int PRIMARY KEY); CREATE PUBLICATION news FOR TABLE public.news;'
	  . " SELECT pg_create_logical_replication_slot('news', 'pgoutput')");

# The app's role may call the functions for its users, but here no user has signed in.
$node->safe_psql('practice', <<'SQL');
CREATE ROLE app_role;
GRANT USAGE ON SCHEMA paliad, auth TO app_role;
GRANT SELECT ON paliad.users TO app_role;
GRANT EXECUTE ON FUNCTION paliad_backup_sheets() TO app_role;
CREATE TABLE public.news (id int PRIMARY KEY);
CREATE TABLE public.told (whom text, what text);
GRANT INSERT ON public.told TO app_role;
CREATE FUNCTION public.ask() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.told SELECT current_user, count(*) FROM public.paliad_backup_sheets();
  RETURN NULL;
EXCEPTION WHEN insufficient_privilege THEN
  INSERT INTO public.told VALUES (current_user, SQLERRM);
  RETURN NULL;
END
$$;
ALTER FUNCTION public.ask() OWNER TO app_role;
CREATE TRIGGER ask AFTER INSERT ON public.news FOR EACH ROW EXECUTE FUNCTION public.ask();
ALTER TABLE public.news ENABLE ALWAYS TRIGGER ask;
SQL
$node->safe_psql('practice', "CREATE SUBSCRIPTION news CONNECTION 'host=" . $node->host . ' port=' . $node->port
	  . " dbname=sender user=postgres' PUBLICATION news WITH (create_slot = false, slot_name = 'news', copy_data = false)");

$node->safe_psql('sender', 'INSERT INTO public.news VALUES (1)');
ok($node->poll_query_until('practice', 'SELECT count(*) = 1 FROM public.told'), 'the trigger has run in the worker');
is($node->safe_psql('practice', 'SELECT whom, what FROM public.told'), 'app_role|only an administrator may use backups',
	'and was told nothing');

$node->safe_psql('practice', 'ALTER SUBSCRIPTION news DISABLE; ALTER SUBSCRIPTION news SET (slot_name = NONE); DROP SUBSCRIPTION news');
done_testing();
