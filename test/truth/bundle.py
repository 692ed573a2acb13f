"""A backup's zip, unpacked, with its manifest."""

import csv
import hashlib
import io
import json
import pathlib
import subprocess
import sys


csv.field_size_limit(sys.maxsize)


class Bundle:
    """Attributes: path (the zip), folder (unpacked), manifest."""

    def __init__(self, path, folder):
        self.path = pathlib.Path(path)
        self.folder = pathlib.Path(folder)
        subprocess.run(["unzip", "-q", self.path, "-d", self.folder], check=True)
        self.manifest = json.loads(self.read("manifest.json"))

    def read(self, name):
        return (self.folder / name).read_bytes()

    def sheet(self, name):
        return next(sheet for sheet in self.manifest["sheets"] if sheet["sheet"] == name)

    def csv_rows(self, name):
        text = self.read(f"csv/{name}.csv").decode()
        return list(csv.reader(io.StringIO(text, newline="")))


def sha256(data):
    return hashlib.sha256(data).hexdigest()
