#!/usr/bin/env python3
"""Makes docs/benchmark.md and docs/benchmark.svg of what measure.py printed: report.py TSV DOCS SERVER"""
import csv
import os
import statistics
import sys
from pathlib import Path

import plot

HEAD = """# What a backup costs

Made by `scripts/bench`; don't edit it by hand. {cpus} processors ({model}), {server}.

*seconds* is the time from the start of the client program to its end: the median of {rounds} rounds{but}.
Each round runs all programs in turn, and each begins when nothing is left to be written to disk. *MiB* is the most
private memory that any one process, of the server or the client, had.

`paliad_backup` makes workbook, CSV and JSON, forces the bundle to disk and reads it back from there. The table has it
with 0, 1 and 2 workers. If nobody sets `paliad_backup.workers`, one processor stays free for the session, and there are
two workers at most: on this machine {workers}. `pg_dump` makes a format of its own. `COPY` writes CSV to /dev/null, so
it only reads the rows and makes text of them. The scripts ([bench/export.py](../bench/export.py),
[bench/export.mjs](../bench/export.mjs)) are what one would write without this extension: XlsxWriter in
constant_memory mode, csv, json and zipfile; exceljs in streaming mode and archiver.

![time over rows](benchmark.svg)
"""


def model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown"


def medians(rows):
    found = {}
    for row in rows:
        found.setdefault((row["database"], int(row["rows"])), {}).setdefault(row["contender"], []).append(row)
    return {key: {name: (statistics.median(seconds_of(runs)), span(seconds_of(runs)),
                         max(int(run["kib"]) for run in runs)) for name, runs in contenders.items()}
            for key, contenders in found.items()}


def seconds_of(runs):
    return [float(run["seconds"]) for run in runs]


def span(seconds):
    return f"{min(seconds):.2f} to {max(seconds):.2f}" if len(seconds) > 1 else ""


def table(key, contenders):
    database, rows = key
    dump, floor = contenders["pg_dump -Fc"][0], contenders["COPY to /dev/null"][0]
    title = "Ten columns" if database.startswith("table") else "The sample organisation, 49 tables"
    lines = [f"\n## {title}: {rows:,} rows\n", "| | seconds | least to most | of pg_dump -Fc | of COPY | MiB |", "|---|---|---|---|---|---|"]
    lines += [f"| {name} | {seconds:.2f} | {least_to_most} | {seconds / dump:.2f} | {seconds / floor:.1f} | {kib / 1024:.0f} |"
              for name, (seconds, least_to_most, kib) in contenders.items()]
    return "\n".join(lines) + "\n"


def main(tsv, docs, server):
    with open(tsv, newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = medians(rows)
    rounds = max(sum(1 for row in rows if row["contender"] == "pg_dump -Fc" and row["database"] == database)
                 for database in {row["database"] for row in rows})
    but = " (10,000,000 rows: one)" if any(count == 10_000_000 for _, count in found) else ""
    cpus = len(os.sched_getaffinity(0))
    head = HEAD.format(cpus=cpus, workers=min(2, cpus - 1), model=model(), server=server, rounds=rounds, but=but)
    Path(docs, "benchmark.md").write_text(head + "".join(table(*item) for item in found.items()))
    points = {}
    for (database, count), contenders in found.items():
        if database.startswith("table"):
            for name, (seconds, *_) in contenders.items():
                points.setdefault(name, []).append((count, seconds))
    Path(docs, "benchmark.svg").write_text(plot.svg(points))


main(*sys.argv[1:])
