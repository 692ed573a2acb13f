"""What pg_depend knows of a database: each object is brought back, or the backup names it."""

import json
import re

import server

# By the server's own name of each. What is a part of another comes with that: columns, a key's index, what is
# inherited. This extension stays out, and so may what lies in other schemas than those that are backed up.
OBJECTS = """
SET quote_all_identifiers = off; SET statement_timeout = 0;
WITH RECURSIVE own AS (
  SELECT 'pg_extension'::regclass::oid AS classid, oid AS objid FROM pg_extension WHERE extname = 'paliad_backup'
  UNION
  SELECT d.classid, d.objid FROM own JOIN pg_depend d ON (d.refclassid, d.refobjid) = (own.classid, own.objid)
   WHERE d.deptype IN ('e', 'i', 'a'))
SELECT coalesce(json_agg(DISTINCT i.type || ' ' || i.identity), '[]')
  FROM (SELECT classid, objid FROM pg_depend UNION SELECT refclassid, refobjid FROM pg_depend
         UNION SELECT 'pg_namespace'::regclass, oid FROM pg_namespace
         EXCEPT SELECT classid, objid FROM own) AS d
 CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) AS i
 WHERE d.objid >= 16384 AND i.identity !~ '^pg_(toast|temp)'
   AND NOT EXISTS (SELECT FROM pg_depend p WHERE (p.classid, p.objid) = (d.classid, d.objid) AND p.deptype = 'i')
   AND NOT EXISTS (SELECT FROM pg_constraint c
                    WHERE d.classid = 'pg_constraint'::regclass AND c.oid = d.objid AND NOT c.conislocal AND c.conrelid <> 0);"""


def objects(database):
    return set(json.loads(server.psql(OBJECTS, database)))


def words(text):
    return set(re.findall(r"[\w$]+", text))


def named(manifest):
    """The words of each thing that the manifest names as not brought back."""
    for item in manifest["not_carried"]:
        arguments = item.get("object_arguments", {})
        yield words(arguments.get("name", item["object"])) | words(arguments.get("table", ""))
    for item in manifest["excluded"]:
        yield words(item["relation"])


def unaccounted(before, after, manifest, other_schemas):
    """Of the objects, what has not come back, and neither it nor what it belongs to is named."""
    lists = [*named(manifest), *map(words, other_schemas)]
    missing = before - after
    return sorted(one for one in missing if not any(names <= words(one) for names in lists))
