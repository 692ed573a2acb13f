"""The output of pg_dump for a database, as entries that can be compared with another database's."""

import collections
import difflib
import os
import re
import subprocess

# One entry of a dump: its kind, schema and name, and its statements.
Entry = collections.namedtuple("Entry", "kind schema name text")

# A difference between two dumps; `before` or `after` is empty where the entry is missing.
Difference = collections.namedtuple("Difference", "kind schema name before after")

HEADER = re.compile(r"^--\n-- (?:Data for )?Name: (.*); Type: (.*?); Schema: (.*?); Owner: (.*)\n--\n", re.M)

# pg_dump writes these where they change, which is in the text of the entry before.
SETTING = re.compile(r"^SET default_(?:tablespace|table_access_method) = .*;\n", re.M)

# Belongs to the extension: the rows of its tables, its rights in the app's schemas, and the audit entries of runs.
OWN_TABLES = {"backups", "backup_sheet_rules", "backup_slots", "backup_installations"}
OWN_RIGHT = re.compile(r"^(?:GRANT|REVOKE) .* (?:TO|FROM) paliad_backup_\w+;\n"
                       r"|^GRANT USAGE ON SCHEMA paliad TO pg_monitor;\n", re.M)
AUDIT_ENTRY = re.compile(r"^INSERT INTO paliad\.system_audit_log (?:\(.*?\) )?VALUES \('[-0-9a-f]+', 'backup_created', .*\n",
                         re.M)

LARGE_OBJECT = re.compile(r"^SELECT pg_catalog\.lo_open\(.*?^SELECT pg_catalog\.lo_close\(0\);$", re.M | re.S)

# Fixed, because a database's own settings would change the text.
SETTINGS = {"quote_all_identifiers": "off", "standard_conforming_strings": "on", "lc_monetary": "C", "bytea_output": "hex",
            "datestyle": "ISO", "timezone": "UTC", "statement_timeout": "0", "lock_timeout": "0",
           "idle_in_transaction_session_timeout": "0", "intervalstyle": "postgres", "xmloption": "content", "array_nulls": "on"}


def dump(database):
    """The text of `pg_dump`: the whole schema with owners and rights, the rows as INSERTs, sequences."""
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    done = subprocess.run(["pg_dump", "--column-inserts", "--dbname", database], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env={**os.environ, "PGOPTIONS": options}, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"pg_dump of {database}: {done.stderr.decode()}")
    return done.stdout.decode()


def entries(text):
    """The entries by kind, schema and name, in the dump's order, without those of the extension."""
    found = {}
    parts = HEADER.split(text.split("\n--\n-- PostgreSQL database dump complete\n")[0])[1:]
    for name, kind, schema, owner, body in zip(*[iter(parts)] * 5):
        if kind == "DEFAULT ACL":  # one name for each role's
            name += f" OF {owner.split(';')[0]}"
        body = plain(kind, schema, name, body)
        if body:
            key = (kind, schema, name)
            before = found[key].text + "\n" if key in found else ""
            found[key] = Entry(kind, schema, name, before + body)
    return found


def plain(kind, schema, name, body):
    """An entry's statements; an empty text where it belongs to the extension."""
    if is_own(kind, schema, name):
        return ""
    body = OWN_RIGHT.sub("", SETTING.sub("", body))
    if kind == "TABLE DATA":
        body = AUDIT_ENTRY.sub("", body)
    # Neither rows nor large objects have an order.
    if kind == "BLOBS":
        return "\n".join(sorted(LARGE_OBJECT.findall(body)))
    lines = body.strip("\n").split("\n")
    return "\n".join(sorted(filter(None, lines)) if kind == "TABLE DATA" else lines)


def is_own(kind, schema, name):
    """Whether it belongs to the extension or the server: rights in pg_catalog aren't backed up."""
    if schema in ("pg_catalog", "information_schema"):
        return True
    if schema == "paliad" and name in OWN_TABLES:
        return True
    return name == "paliad_backup_internal" or name.split(" ")[-1] == "paliad_backup" and (
        kind in ("EXTENSION", "COMMENT"))


def differences(before, after):
    """The differences of two results of entries(). Where all entries are the same, their order is compared."""
    different = []
    for key in [*before, *(key for key in after if key not in before)]:
        one, two = (side[key].text if key in side else "" for side in (before, after))
        if one != two:
            different.append(Difference(*key, one, two))
    if not different and list(before) != list(after):
        orders = ("\n".join(" ".join(key) for key in side) for side in (before, after))
        different.append(Difference("ORDER", "-", "of all entries", *orders))
    return different


def unified(difference):
    """The difference as diff -u shows it."""
    lines = difflib.unified_diff(difference.before.split("\n"), difference.after.split("\n"),
                                 "source", "brought back", lineterm="", n=2)
    return "\n".join([f"{difference.kind} {difference.name} (schema {difference.schema})", *lines])
