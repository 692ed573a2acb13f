"""The rows of two databases, table by table, as text and in no order."""

import server

MOST_SHOWN = 3


def identifier(name):
    return '"' + name.replace('"', '""') + '"'


def query_for(sheet, relation, whole):
    """A query of the rows that is not the extension's. For a partitioned table also each row's partition."""
    columns = [identifier(column["name"]) for column in sheet["columns"]]
    if whole:
        columns.insert(0, "(SELECT relname FROM pg_class WHERE oid = whole.tableoid)")
    only = "" if " FROM ONLY " not in sheet["query"] else "ONLY "
    return f"SELECT {', '.join(columns)} FROM {only}{relation} AS whole"


def rows_of(database, queries):
    """The rows of each query, as sorted lines of COPY."""
    mark = "\\="  # COPY's text never has it
    script = [server.settings(server.PINNED)]
    for query in queries:
        script += [f"COPY ({query}) TO STDOUT;", r"\echo '\\='"]
    parts = server.psql("\n".join(script) + "\n", database).split(mark + "\n")
    return [sorted(part.split("\n")[:-1]) for part in parts[:-1]]


def differences(source, target):
    if source == target:
        return
    yield f"{len(source)} rows became {len(target)}"
    yield from (f"lost: {row}" for row in sorted(set(source) - set(target))[:MOST_SHOWN])
    yield from (f"new: {row}" for row in sorted(set(target) - set(source))[:MOST_SHOWN])


def roots_of(relations, database):
    if not relations:
        return set()
    names = ", ".join(server.quoted(relation) for relation in relations)
    query = ("SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS root"
             f"  FROM unnest(ARRAY[{names}]::regclass[]) AS r JOIN pg_class c ON c.oid = pg_partition_root(r)"
             "  JOIN pg_namespace n ON n.oid = c.relnamespace")
    return {row["root"] for row in server.rows(query, database)}


def check(tally, way, manifest, source, target):
    """Without `paliad.system_audit_log`, which changes with every backup."""
    flattened = roots_of([entry["object"] for entry in manifest["not_carried"]
                          if entry["reason"] == "its rows are in the partitioned table"], source.name)
    sheets = [sheet for sheet in manifest["sheets"] if sheet["relation"] != "paliad.system_audit_log"]
    tally.equal(f"{way}: there are tables", len(sheets) > 0, True)

    def rows(place):
        return rows_of(place.name, [
            query_for(sheet, place.there(sheet["relation"]),
                      " ONLY " not in sheet["query"] and sheet["relation"] not in flattened)
            for sheet in sheets])

    for sheet, have, want in zip(sheets, rows(target), rows(source)):
        tally.check(f"{way}: the rows of {sheet['relation']}", differences(want, have))
        tally.equal(f"{way}: the count of {sheet['relation']}", sheet["rows"], len(want))
