#!/usr/bin/env python3
"""Makes docs/faults.md from the reports of the fault tests: tables.py REPORTS-FOLDER."""
import csv
import pathlib
import sys

ACTIONS = ["error", "cancel", "SIGTERM session", "SIGTERM recorder",
           "SIGKILL session", "SIGKILL recorder", "immediate stop"]

HEAD = """# What was done to a run, and what was left of it

Made by `scripts/faults` from what the tests in test/faults saw; don't edit it by hand. After each case
the same is checked: catalog, audit log and files agree (a `done` row has its file with the catalog's size
and SHA-256, a `failed` one has none and says why, the export directory holds nothing else), nothing says
`running`, no recorder, lock or shared memory is left, and the next run works. A row that a crash left
`running` is settled by that next run. Cases where that was not so: **{faults}**.
"""


def rows_of(folder, name):
    with open(folder / f"{name}.tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def steps(rows):
    names = list(dict.fromkeys(row["step"] for row in rows))
    found = {(row["step"], row["action"]): row for row in rows}
    cells = [[step, found[step, "error"]["by"]] + [found[step, action]["outcome"] for action in ACTIONS]
             for step in names]
    slowest = max(rows, key=lambda row: int(row["milliseconds"]) if row["action"] == "cancel" else -1)
    return (f"## Each step, ended in each way\n\n{len(rows)} cases; what the catalog said of that run "
            f"afterwards. `no row`: it had not begun.\n\n"
            + table(["step", "process"] + ACTIONS, cells)
            + f"\nFrom pg_cancel_backend to the end of the session took at most {slowest['milliseconds']} ms "
            f"(at {slowest['step']}).\n")


def parallel(rows):
    actions = list(dict.fromkeys(row["action"] for row in rows))
    found = {(row["step"], row["action"]): row["outcome"] for row in rows}
    cells = [[step] + [found[step, action] for action in actions]
             for step in dict.fromkeys(row["step"] for row in rows)]
    return (f"## With parallel workers\n\n{len(rows)} cases, ended while workers and session wait at a step.\n\n"
            + table(["step"] + actions, cells))


def full_disk(rows):
    cells = [[row["limit"], row["bytes"], row["outcome"], row["sqlstate"]] for row in rows]
    return ("## No room\n\nA backup of about 2.6 MB onto file systems of many sizes, and under limits on the "
            "size of a file (RLIMIT_FSIZE).\n\n"
            + table(["limit", "bytes", "outcome", "SQLSTATE"], cells))


def load(rows):
    row = rows[-1]
    return ("## One instant under load\n\n"
            f"{row['transfers']} transfers between the accounts of five tables in {row['seconds']} s; "
            f"meanwhile {row['backups']} backups, one after another. Sums over all accounts, in CSV, JSON and "
            f"workbook: {row['sums']}; wrong: **{row['wrong']}**.\n")


def memory(rows):
    counts = list(dict.fromkeys(row["rows"] for row in rows))
    found = {(row["rows"], row["process"]): row["kilobytes"] for row in rows}
    cells = [[f"{int(count):,}"] + [found.get((count, process), "none") for process in ("session", "recorder", "worker")]
             for count in counts]
    return ("## Memory\n\nThe most private memory (RssAnon, in KiB) that a process had during a run.\n\n"
            + table(["rows", "session", "recorder", "parallel worker"], cells))


def main():
    folder = pathlib.Path(sys.argv[1])
    parts = [steps(rows_of(folder, "steps")), parallel(rows_of(folder, "parallel")),
             full_disk(rows_of(folder, "full_disk")), load(rows_of(folder, "load")), memory(rows_of(folder, "memory"))]
    print(HEAD.format(faults=sys.argv[2]) + "\n" + "\n".join(parts), end="")


main()
