"""The objects in pg_depend: each must be restored, or the backup must name it."""

import json
import re

import server

# Each object by the server's description of it. Parts of other objects (columns, a key's index, inherited objects) are
# not listed, nor is this extension. Objects in schemas that are not backed up need not be restored.
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
    """The words of each object that the manifest names as not carried."""
    for item in manifest["not_carried"]:
        arguments = item.get("object_arguments", {})
        yield words(arguments.get("name", item["object"])) | words(arguments.get("table", ""))
    for item in manifest["excluded"]:
        yield words(item["relation"])


def unaccounted(before, after, manifest, other_schemas):
    """The objects that were not restored, where neither the object nor one that it belongs to is named."""
    lists = [*named(manifest), *map(words, other_schemas)]
    missing = before - after
    return sorted(one for one in missing if not any(names <= words(one) for names in lists))
