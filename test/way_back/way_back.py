"""Restores a database by its backup's restore.sql alone, and compares the two by pg_dump. Needs a server
(PG... variables) and its programs in PATH."""

import json
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "truth"))

# pylint: disable=wrong-import-position
import bundle
import dumps
import objects
import server

# The words before the identifiers in the name of a dump's entry.
LEADING_WORDS = re.compile(r"^(?:ACCESS METHOD|EVENT TRIGGER|FOREIGN DATA WRAPPER|LARGE OBJECT|MATERIALIZED VIEW"
                           r"|OPERATOR CLASS|OPERATOR FAMILY|TEXT SEARCH \w+|DEFAULT PRIVILEGES FOR|[A-Z]+) (?=\S)")


def back_up(database):
    """Makes a backup; returns its row in the catalog."""
    identity = server.value("SET client_min_messages = warning; SELECT public.paliad_backup_run()", database)
    return server.rows(f"SELECT * FROM paliad.backups WHERE id = '{identity}'", database)[0]


def unpack(row, folder):
    return bundle.Bundle(row["storage_uri"].removeprefix("file://"), folder)


def bring_back(backup, target, variables=()):
    """Runs restore.sql as the bundle's README says; returns whether psql succeeded, and its messages."""
    options = [option for variable in variables for option in ("-v", variable)]
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *options, "-d", target, "-o", "/dev/null",
                           "-f", "restore.sql"],
                          cwd=backup.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode == 0, done.stderr.decode()


def identifiers(difference):
    """The identifiers that a list must have to name it."""
    name = re.sub(r"^USER MAPPING (.+) SERVER ", r"\1 ", difference.name)
    name = LEADING_WORDS.sub("", name)
    arguments = re.search(r"\(.*\)$", name)
    return objects.words(name[:arguments.start()] if arguments else name) or {difference.kind.lower()}


def names_it(item, difference):
    """Whether an item of not_carried names this object."""
    said = " ".join([item["object"], json.dumps(item.get("object_arguments", {}), ensure_ascii=False)])
    return identifiers(difference) <= objects.words(said)


def named_reason(manifest, difference):
    """The code with which the backup says that this is not restored; None where it doesn't say so."""
    for item in manifest["not_carried"]:
        if names_it(item, difference):
            return item.get("code", item["reason"])
    # An object of a relation that was left out is left out with it.
    for entry in manifest["excluded"]:
        if re.findall(r"[\w$]+", entry["relation"])[-1] in identifiers(difference):
            return entry.get("code", entry["reason"])
    return None


def drill_complaints(database, identity):
    wrong = server.rows(f"SELECT * FROM public.paliad_backup_drill('{identity}') WHERE NOT ok", database)
    return [f"{fact['item']}: {fact['detail']}" for fact in wrong]


def compare(source, target, manifest):
    """The number of pg_dump's entries of the source, and the differences, each with the code of the item of
    not_carried that names it, or None."""
    before, after = (dumps.entries(dumps.dump(name)) for name in (source, target))
    return len(before), [(difference, named_reason(manifest, difference))
                    for difference in dumps.differences(before, after)]


OWN_SCHEMAS = """
SELECT n.nspname FROM pg_namespace n
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'paliad_backup_internal')
 ORDER BY 1"""


def other_schemas(database):
    """The schemas that the database's backups leave out."""
    listed = server.value("LOAD 'paliad_backup'; SHOW paliad_backup.schemas", database)
    backed_up = re.findall(r'"((?:[^"]|"")*)"|([^\s,"]+)', listed)
    names = {quoted.replace('""', '"') or plain for quoted, plain in backed_up}
    return [row["nspname"] for row in server.rows(OWN_SCHEMAS, database) if row["nspname"] not in names]


def back_up_all_schemas(database):
    """Sets paliad_backup.schemas to all schemas but the server's and the extension's."""
    names = ", ".join(server.quoted('"' + row["nspname"].replace('"', '""') + '"')
                      for row in server.rows(OWN_SCHEMAS, database))
    server.psql(f'LOAD \'paliad_backup\'; ALTER DATABASE "{database}" SET paliad_backup.schemas = {names};', database)
