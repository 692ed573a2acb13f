-- Nothing that lies in the target schema may be found by a name in this file.
SET LOCAL search_path = pg_catalog, pg_temp;

-- The schemas in which objects are made here may belong to others: until this is done none of them gets
-- another name.
LOCK TABLE pg_namespace IN SHARE ROW EXCLUSIVE MODE;
