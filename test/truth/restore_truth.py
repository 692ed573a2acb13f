"""A bundle's way back: restore.sql in a new database, and this compared with the old one."""

import subprocess

import restored_rows
import restored_shape
import server


def run_script(checks, database, backup, target):
    """As the bundle's reader is told to."""
    server.value(f'CREATE DATABASE "{target}" TEMPLATE template0 ENCODING \'UTF8\'', "postgres")
    done = subprocess.run(["psql", "-X", "-q", "-d", target, "-o", "/dev/null", "-f", "restore.sql"],
                          cwd=backup.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return checks.equal(f"{database}: restore.sql runs without a word",
                        [done.returncode, done.stdout.decode(), done.stderr.decode()], [0, "", ""])


def check_script(checks, database, backup):
    target = f"{database}_brought_back"
    if run_script(checks, database, backup, target):
        compare(checks, f"{database}: restore.sql", backup.manifest, database, target)


def compare(checks, way, manifest, source, target):
    restored_rows.check(checks, way, manifest, source, target)
    restored_shape.check(checks, way, manifest, source, target)
