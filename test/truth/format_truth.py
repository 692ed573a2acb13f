"""Checks the bundle against its specification, docs/bundle-format.md, with a reader that was written from it."""

import pathlib
import subprocess
import sys

STATEMENTS = pathlib.Path(__file__).resolve().parents[1] / "format/statements.py"


def check_format(checks, snapshot, backup):
    done = subprocess.run([sys.executable, "-B", STATEMENTS, backup.path], stdout=subprocess.PIPE,
                          text=True, check=False)
    checks.check(f"{snapshot.database}: the bundle is as docs/bundle-format.md has it",
                 [] if done.returncode == 0 else [done.stdout])
