"""Writes a bundle anew as a server of another version would have: later_bundle.py BUNDLE TARGET SERVER_VERSION ID."""
import json
import os
import sys
import zipfile

bundle, target, version, identifier = sys.argv[1:]
with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
    for entry in old.infolist():
        content = old.read(entry)
        if entry.filename == "manifest.json":
            manifest = json.loads(content)
            manifest.update(server_version=version, id=identifier, started_at="2026-01-01T03:00:00Z")
            content = json.dumps(manifest, ensure_ascii=False).encode()
        new.writestr(entry.filename, content)
os.chmod(target, 0o600)
