#!/usr/bin/env python3
"""Runs the contenders in turn and prints what each took: database, rows, contender, seconds, KiB.

measure.py FOLDER POSTMASTER-PID ROUNDS DATABASE:ROWS...   (libpq's environment leads to the server)

Seconds are wall time of the whole client program. KiB is the most private memory (RssAnon) of any one
process of it: the client, or a server process that it made work."""
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Debian's Python: it has the libraries.
SCRIPTS = {"Python script": ["/usr/bin/python3", HERE / "export.py"], "Node script": ["node", "export.mjs"]}


def psql(database, *statements):
    return ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", "SET client_min_messages = warning"] + [
        part for statement in statements for part in ("-c", statement)]


def contenders(folder, database):
    """Command, and whether it is one of the slow scripts."""
    backup = lambda workers: psql(database, "LOAD 'paliad_backup'", f"SET paliad_backup.workers = {workers}",
                                  "SELECT paliad_backup_run()")
    out = str(folder / "out")
    copies = "SELECT format('COPY (SELECT * FROM ONLY %s ORDER BY 1) TO ''/dev/null'' (FORMAT csv, HEADER)'," \
             " oid::regclass) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'paliad'::regnamespace \\gexec"
    yield from ((f"paliad_backup, {n} workers", backup(n)) for n in (0, 1, 2))
    yield "pg_dump -Fc", ["pg_dump", "-Fc", "-n", "paliad", "-f", out, database]
    yield "pg_dump -Fd -j2", ["pg_dump", "-Fd", "-j2", "-n", "paliad", "-f", out, database]
    yield "COPY to /dev/null", ["sh", "-c", f'echo "$1" | psql -qX -v ON_ERROR_STOP=1 -d {database}', "sh", copies]
    for name, command in SCRIPTS.items():
        yield name, [*command, database, out]


def text_of(path):
    """Nothing where its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def children(pid):
    return {int(child) for task in Path(f"/proc/{pid}/task").glob("*") for child in text_of(task / "children").split()}


def descendants(pid):
    return {pid}.union(*map(descendants, children(pid)))


def private_kib(pid):
    _, found, rest = text_of(Path(f"/proc/{pid}/status")).partition("RssAnon:")
    return int(rest.split()[0]) if found else 0


class Memory(threading.Thread):
    """Samples the server's processes that came after it was made, and a client with its children. It looks at
    no others: going over all processes of the machine took a fifth of a processor from what is measured."""

    def __init__(self, postmaster, client):
        super().__init__(daemon=True)
        self.postmaster, self.client, self.peak, self.over = postmaster, client, 0, threading.Event()
        self.idle = children(postmaster)

    def run(self):
        while not self.over.wait(0.02):
            pids = descendants(self.client) | (children(self.postmaster) - self.idle)
            self.peak = max([self.peak, *map(private_kib, pids)])


def measure(folder, command, postmaster):
    subprocess.run(["rm", "-rf", folder / "out"], check=True)
    os.sync()  # what one contender leaves to be written is not the next one's to wait for
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    memory = Memory(postmaster, process.pid)
    memory.start()
    status = process.wait()
    seconds = time.monotonic() - began
    memory.over.set()
    memory.join()
    if status != 0:
        sys.exit(f"failed: {command}")
    return seconds, memory.peak


def main(folder, postmaster, rounds, *databases):
    folder = Path(folder)
    if not children(postmaster):
        sys.exit("/proc doesn't list the server's processes (CONFIG_PROC_CHILDREN)")
    exports = Path(os.environ["BENCH_EXPORT_DIR"])
    print("database", "rows", "contender", "seconds", "kib", sep="\t")
    for place in databases:
        database, rows = place.split(":")
        # Of the longest table one round takes longer than all the rest.
        for turn in range(int(rounds) if int(rows) < 10_000_000 else 1):
            for name, command in contenders(folder, database):
                if name in SCRIPTS and int(rows) > int(os.environ["BENCH_MOST_SCRIPT_ROWS"]):
                    continue
                seconds, kib = measure(folder, command, int(postmaster))
                print(database, rows, name, f"{seconds:.3f}", kib, sep="\t", flush=True)
                for old in exports.glob("*.zip"):
                    old.unlink()


main(*sys.argv[1:])
