"""The server, through psql."""

import json
import os
import pathlib
import subprocess

# The settings that a backup uses while it reads, by its specification. Repeated here, because the test must not use the
# tested code.
PINNED = {
    "datestyle": "ISO, YMD",
    "timezone": "UTC",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "search_path": "pg_catalog, pg_temp",
    "client_encoding": "UTF8",
    "row_security": "off",
    "synchronize_seqscans": "off",
    "quote_all_identifiers": "off",
}

# Other values for all of them in the session, which must not affect a backup.
CONTRARY = {
    "datestyle": "German",
    "timezone": "America/St_Johns",
    "intervalstyle": "sql_standard",
    "bytea_output": "escape",
    "extra_float_digits": "0",
    "xmloption": "document",
    "quote_all_identifiers": "on",
}

HERE = pathlib.Path(__file__).resolve().parent


def psql(script, database, *options):
    """Runs a script with psql, by its standard input, and returns the output."""
    done = subprocess.run(
        ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, *options],
        input=script.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE,
        env={**os.environ, "PGCLIENTENCODING": "UTF8"}, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"psql on {database}: {done.stderr.decode()}")
    return done.stdout.decode()


def rows(query, database):
    """A query's rows as dictionaries."""
    text = psql(f"SELECT coalesce(json_agg(to_json(a_row)), '[]') FROM ({query}) AS a_row;", database)
    return json.loads(text)


def value(query, database):
    """The value of a query that returns one row with one column."""
    return psql(query + ";", database).removesuffix("\n")


def create_database(name, script):
    value(f'CREATE DATABASE "{name}"', "postgres")
    psql(f"\\i '{HERE / script}'\n", name, "-o", "/dev/null")


def settings(values, local=False):
    word = "SET LOCAL" if local else "SET"
    return "".join(f"{word} {name} = {quoted(text) if name != 'search_path' else text};\n"
                   for name, text in values.items())


def quoted(text):
    return "'" + str(text).replace("'", "''") + "'"
