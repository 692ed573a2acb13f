-- Nothing of the tests stays: neither files, nor the database, nor roles that weren't there before.
SET client_min_messages = warning;
DO $$
BEGIN
  EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', (SELECT 'rm -r -- ' || quote_literal(path) FROM regress_directory));
END
$$;
SELECT coalesce(string_agg(rolname, ',') FILTER (WHERE rolname NOT IN (SELECT rolname FROM regress_roles)), '') AS made,
       current_database() AS database
  FROM pg_roles WHERE rolname LIKE 'paliad\_backup\_%' \gset
\c postgres
SET client_min_messages = warning;
DROP DATABASE :"database" WITH (FORCE);
SELECT set_config('regress.made', :'made', false) \gset
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY string_to_array(current_setting('regress.made'), ',') LOOP
    EXECUTE format('DROP ROLE %I', name);
  END LOOP;
END
$$;
