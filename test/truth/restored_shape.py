"""Everything besides the rows: each object must be the same in both databases, or the backup must name it as not
carried, by the name that it has here."""

import json

import server

# The tables whose rows were backed up, with their partitions, and what may stand in a restored database.
MEMBERS = """
WITH members (id) AS MATERIALIZED (
  SELECT to_regclass(r)::oid FROM unnest($tables) AS r
  UNION SELECT t.relid FROM unnest($tables) AS r CROSS JOIN LATERAL pg_partition_tree(to_regclass(r)) AS t
   WHERE (SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(r))
  EXCEPT SELECT to_regclass(r)::oid FROM unnest($gone) AS r)
"""

QUERIES = {
    "tables": """
SELECT c.oid::regclass::text AS name,
       json_build_array(CASE WHEN c.relkind = 'p' THEN 'partitioned' ELSE c.relpersistence::text END,
                        ARRAY(SELECT o FROM unnest(c.reloptions) o ORDER BY 1),
                        ARRAY(SELECT o FROM pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid ORDER BY 1),
                        pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), format_type(nullif(c.reloftype, 0), NULL),
                        ARRAY(SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid ORDER BY inhseqno),
                        obj_description(c.oid, 'pg_class')) AS facts
  FROM members JOIN pg_class c ON c.oid = id""",
    "columns": """
SELECT format('%I of %s', a.attname, a.attrelid::regclass) AS name,
       json_build_array(format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                        pg_get_expr(adbin, adrelid), (SELECT collname FROM pg_collation WHERE oid = a.attcollation),
                        a.attstorage, nullif(a.attstattarget, -1),
                        ARRAY(SELECT o FROM unnest(a.attoptions) o WHERE o LIKE 'n\_distinct%' ORDER BY 1), col_description(a.attrelid, a.attnum),
                        row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum)) AS facts
  FROM members JOIN pg_attribute a ON a.attrelid = id
  LEFT JOIN pg_attrdef ON adrelid = a.attrelid AND adnum = a.attnum
 WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT format('%s.%s', id::regclass, a.attname) = ANY ($omitted)""",
    "constraints": """
SELECT format('constraint %I of %s', k.conname, k.conrelid::regclass) AS name,
       json_build_array(pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred, k.contype = 'c' AND k.connoinherit,
                        (SELECT reloptions FROM pg_class i WHERE i.oid = k.conindid AND k.contype IN ('p', 'u', 'x'))) AS facts
  FROM members JOIN pg_constraint k ON k.conrelid = id 
 WHERE k.contype IN ('p', 'u', 'x', 'c', 'f')
   -- What the server derives of a partitioned table's, under names of its choice.
   AND NOT (k.contype = 'f' AND k.conparentid <> 0)""",
    "indexes": """
SELECT format('index %s', i.indexrelid::regclass) AS name,
       json_build_array(replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), i.indisvalid, (SELECT h.inhparent::regclass::text FROM pg_inherits h JOIN pg_index p ON p.indexrelid = h.inhparent
                          WHERE h.inhrelid = i.indexrelid AND p.indisvalid)) AS facts
  FROM members JOIN pg_index i ON i.indrelid = id
 WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))""",
    "statistics": """
SELECT format('statistics %I.%I', n.nspname, s.stxname) AS name, to_json(pg_get_statisticsobjdef(s.oid)) AS facts
  FROM members JOIN pg_statistic_ext s ON s.stxrelid = id JOIN pg_namespace n ON n.oid = s.stxnamespace""",
    "sequences": """
SELECT c.oid::regclass::text AS name,
       json_build_array(format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
                        pg_sequence_last_value(c.oid), 
                        (SELECT id::regclass::text FROM members WHERE id = d.refobjid)) AS facts
  FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                       AND d.deptype IN ('a', 'i')
 WHERE c.relnamespace IN (SELECT relnamespace FROM members JOIN pg_class m ON m.oid = id)
   AND coalesce(d.refobjid IN (SELECT id FROM members), true)
    OR c.oid IN (SELECT u.refobjid FROM pg_attrdef f JOIN members ON id = f.adrelid
                   JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = f.oid AND u.deptype = 'n')""",
    "types": """
SELECT format('type %s', t.oid::regtype) AS name,
       json_build_array(t.typtype, (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
                        format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typnotnull, t.typdefault,
                        (SELECT collname FROM pg_collation WHERE oid = t.typcollation),
                        (SELECT array_agg(format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation)
                                          ORDER BY a.attnum)
                           FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
                        (SELECT json_build_array(format_type(rngsubtype, NULL), opcname, rngcollation::regcollation, rngsubdiff,
                                                 format_type(rngmultitypid, NULL))
                           FROM pg_range JOIN pg_opclass o ON o.oid = rngsubopc WHERE rngtypid = t.oid),
                        obj_description(t.oid, 'pg_type')) AS facts
  FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE $here AND t.oid >= 16384 AND t.typtype IN ('e', 'd', 'c', 'r') AND coalesce(c.relkind = 'c', true)""",
    "constraints of types": """
SELECT format('constraint %I of type %s', conname, contypid::regtype) AS name,
       json_build_array(pg_get_constraintdef(k.oid), convalidated) AS facts
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE $here AND contypid >= 16384 AND contype = 'c'""",
}


def array(texts):
    return "ARRAY[" + ", ".join(server.quoted(text) for text in texts) + "]::text[]"


def facts(place, query, lists):
    """The query's rows, by name. `lists` are the texts that replace $names in the query."""
    here = f"n.nspname = ANY ({array(place.schemas)})" if place.schemas else "true"
    query = (MEMBERS + query).replace("$here", here)
    for name, texts in lists.items():
        query = query.replace(f"${name}", array(map(place.there, texts)))
    script = server.settings(server.PINNED)
    script += f"SELECT coalesce(json_agg(f), '[]') FROM ({query}) AS f;"
    return {row["name"]: row["facts"] for row in json.loads(place.plain(server.psql(script, place.name)))}


def check(tally, way, manifest, source, target, left_out=()):
    """`left_out` are objects that need not be in the target, besides those that are not carried."""
    lost = {source.plain(name) for name in [*left_out, *(entry["object"] for entry in manifest["not_carried"])]}
    lists = {"tables": [sheet["relation"] for sheet in manifest["sheets"]],
             "gone": [entry["object"] for entry in manifest["not_carried"]
                      if entry["reason"] == "its rows are in the partitioned table"],
             "omitted": [f"{sheet['relation']}.{column}" for sheet in manifest["sheets"]
                         for column in sheet["omitted_columns"]]}
    types = set(facts(target, QUERIES["types"], lists))
    for what, query in QUERIES.items():
        before, after = facts(source, query, lists), facts(target, query, lists)
        if "types" in what:  # of those that no table needs nobody speaks
            before = {name: fact for name, fact in before.items() if name.split(" of ")[-1] in types}
        wrong = [f"{name}: was {before.get(name)!r}, became {after.get(name)!r}"
                 for name in sorted(before.keys() | after.keys())
                 if name not in lost and before.get(name) != after.get(name)]
        tally.check(f"{way}: the {what} are the same, or said not to be carried", wrong)
