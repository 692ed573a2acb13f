-- No name in this script may find an object of the target schema.
SET LOCAL search_path = pg_catalog, pg_temp;

-- The schemas in which this script makes objects may belong to others: none of them can be renamed until it
-- has ended.
LOCK TABLE pg_namespace IN SHARE ROW EXCLUSIVE MODE;
