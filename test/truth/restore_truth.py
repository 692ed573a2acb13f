"""Restores a bundle, by restore.sql in a new database and by paliad_backup_restore in the server, and compares the
result with the original."""

import json
import subprocess

import restored_rows
import restored_shape
import server


def run_script(checks, database, backup, target):
    """Runs restore.sql as the bundle's README says."""
    server.value(f'CREATE DATABASE "{target}" TEMPLATE template0 ENCODING \'UTF8\'', "postgres")
    done = subprocess.run(["psql", "-X", "-q", "-d", target, "-o", "/dev/null", "-f", "restore.sql"],
                          cwd=backup.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return checks.equal(f"{database}: restore.sql runs without a word",
                        [done.returncode, done.stdout.decode(), done.stderr.decode()], [0, "", ""])


class Place:
    """A database, or a schema of it into which everything was restored. Names of its schemas need no
    quotes."""

    def __init__(self, name, schema=None, schemas=()):
        self.name = name
        self.schema = schema
        self.schemas = schemas

    def there(self, relation):
        return f"{self.schema}.{relation.split('.', 1)[1]}" if self.schema else relation

    def plain(self, text):
        """The text without the schemas' names, for a comparison with another place's."""
        for schema in self.schemas:
            text = text.replace(f"{schema}.", "")
        return text


def check_script(checks, database, backup):
    target = f"{database}_brought_back"
    if run_script(checks, database, backup, target):
        compare(checks, f"{database}: restore.sql", backup.manifest, Place(database), Place(target))


def check_server(checks, database, backup, identity):
    """Restores into a new schema of the same database. Names of its schemas need no quotes."""
    target = f"back_{identity[:8]}"
    script = ("SET client_min_messages = warning;"
              f" SELECT count(*) FROM public.paliad_backup_restore('{identity}', '{target}');")
    way = f"{database}: restore in the server"
    sheets = server.psql(script, database).split()
    checks.equal(f"{way} names every sheet", sheets, [str(len(backup.manifest["sheets"]))])
    compare(checks, way, backup.manifest, Place(database, schemas=own_schemas(database)),
            Place(database, target, [target]), left_out_of_tables(backup))


def own_schemas(database):
    return [row["nspname"] for row in server.rows(
        "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg|back)_' AND nspname <> 'information_schema'", database)]


def left_out_of_tables(backup):
    """The objects that schema.sql lacks. A default is compared with its column."""
    lines = json.loads(backup.read("statements.json")).get("left_out_of_tables", [])
    return [line.partition(": ")[0].removeprefix("default of ") for line in lines]


def compare(checks, way, manifest, source, target, left_out=()):
    restored_rows.check(checks, way, manifest, source, target)
    restored_shape.check(checks, way, manifest, source, target, left_out)
