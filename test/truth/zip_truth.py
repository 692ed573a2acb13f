"""Reads the zip with other programs."""

import re
import shutil
import stat
import subprocess
import zipfile

import server
from bundle import sha256
from checks import same_elsewhere

# The program of Debian's 7zip is 7zz up to bookworm, and 7z since then.
SEVEN_ZIP = shutil.which("7z") or "7zz"


def check_zip(checks, snapshot, backup):
    name = f"{snapshot.database}: zip"
    for tool in (["unzip", "-tqq"], [SEVEN_ZIP, "t"]):
        done = subprocess.run([*tool, backup.path], capture_output=True, check=False)
        checks.equal(f"{name} passes {tool[0]}", done.returncode, 0)
    with zipfile.ZipFile(backup.path) as archive:
        entries = archive.infolist()
    sheets = [sheet.name for sheet in snapshot.sheets]
    objects = server.rows("SELECT oid, encode(sha256(lo_get(oid)), 'hex') AS sha256"
                          "  FROM pg_largeobject_metadata ORDER BY oid", snapshot.database)
    checks.equal(f"{name}'s entries", [entry.filename for entry in entries],
                 ["README.txt", "paliad-backup.xlsx", "manifest.json",
                  *(f"csv/{sheet}.csv" for sheet in sheets),
                  *(f"json/{sheet}.json" for sheet in sheets),
                  *(f"large_objects/{one['oid']}" for one in objects),
                  "schema.sql", "restore.sql", "statements.json"])
    checks.equal(f"{name}'s large objects",
                 [sha256(backup.read(f"large_objects/{one['oid']}")) for one in objects],
                 [one["sha256"] for one in objects])
    checks.equal(f"{name}'s names differ everywhere", same_elsewhere(e.filename for e in entries), [])
    checks.equal(f"{name}'s modes", {oct(entry.external_attr >> 16) for entry in entries}, {"0o100600"})
    checks.equal(f"{name}'s own mode", stat.S_IMODE(backup.path.stat().st_mode), 0o600)
    checks.equal(f"{name}'s folder's mode", stat.S_IMODE(backup.path.parent.stat().st_mode), 0o700)
    checks.check(f"{name}'s name", [] if re.fullmatch(
        r"paliad-backup-\d{8}T\d{6}Z-[0-9a-f]{8}\.zip", backup.path.name) else [backup.path.name])
