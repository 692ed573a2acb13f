-- The settings: defaults, who sets them, and what they refuse.
SET client_min_messages = warning;
LOAD 'paliad_backup';

SHOW paliad_backup.schemas;
SHOW paliad_backup.lock_timeout;
SHOW paliad_backup.workers;
SHOW paliad_backup.rate_limit;
SELECT name, vartype, unit, context, min_val, max_val FROM pg_settings
 WHERE name IN ('paliad_backup.export_dir', 'paliad_backup.schemas', 'paliad_backup.lock_timeout',
                'paliad_backup.workers', 'paliad_backup.rate_limit') ORDER BY name;
SELECT name, boot_val FROM pg_settings WHERE name IN ('paliad_backup.schemas', 'paliad_backup.lock_timeout', 'paliad_backup.workers',
                'paliad_backup.rate_limit') ORDER BY 1;
SELECT name FROM pg_settings WHERE name LIKE 'paliad\_backup.%' AND short_desc = '';

-- The nights' settings are the server's: nobody sets them for a session. (It may be in use, and have others.)
SELECT name, boot_val, unit, context FROM pg_settings
 WHERE name ~ '^paliad_backup.(schedule|databases|catch_up|retention_|drill_)' ORDER BY name COLLATE "C";
SET paliad_backup.schedule = '@hourly';
\echo :SQLSTATE
ALTER SYSTEM SET paliad_backup.schedule = '0 3 * *';
\echo :SQLSTATE
ALTER SYSTEM SET paliad_backup.databases = 'a b';
\echo :SQLSTATE
-- (Each major version says it in other words.)
\set VERBOSITY sqlstate
ALTER SYSTEM SET paliad_backup.catch_up = -1;
\set VERBOSITY default
ALTER SYSTEM SET paliad_backup.retention_keep = -1;
\echo :SQLSTATE

-- A list of schemas must be one.
SET paliad_backup.schemas = '';
\echo :SQLSTATE
SET paliad_backup.schemas = 'a b';
\echo :SQLSTATE
SET paliad_backup.schemas = 'a,';
\echo :SQLSTATE
SET paliad_backup.schemas = '"a';
\echo :SQLSTATE
SET paliad_backup.schemas = 'paliad, pg_catalog';
\echo :SQLSTATE
SET paliad_backup.schemas = 'information_schema';
\echo :SQLSTATE
SET paliad_backup.schemas = 'PG_TOAST';
\echo :SQLSTATE
SHOW paliad_backup.schemas;

-- What is no system schema, though it nearly looks like one.
SET paliad_backup.schemas = 'pgx, "Information_Schema"';
SHOW paliad_backup.schemas;
RESET paliad_backup.schemas;

SET paliad_backup.lock_timeout = '2min';
SHOW paliad_backup.lock_timeout;
SET paliad_backup.lock_timeout = 0;
SHOW paliad_backup.lock_timeout;
SET paliad_backup.rate_limit = '20MB';
SHOW paliad_backup.rate_limit;
RESET paliad_backup.rate_limit;
\set VERBOSITY sqlstate
SET paliad_backup.lock_timeout = -1;
SET paliad_backup.lock_timeout = 'soon';
SET paliad_backup.workers = -1;
SET paliad_backup.workers = 65;
SET paliad_backup.workers = 'many';
SET paliad_backup.rate_limit = -1;
SET paliad_backup.rate_limit = 'slow';
RESET paliad_backup.lock_timeout;

-- For a superuser alone; where the backups lie is not for everybody either.
CREATE ROLE regress_stranger;
SET ROLE regress_stranger;
SET paliad_backup.export_dir = '/tmp';
SET paliad_backup.schemas = 'public';
SET paliad_backup.lock_timeout = 0;
SET paliad_backup.workers = 0;
SET paliad_backup.rate_limit = 0;
SHOW paliad_backup.export_dir;
SHOW paliad_backup.schemas;
RESET ROLE;
DROP ROLE regress_stranger;
