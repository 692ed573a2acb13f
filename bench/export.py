#!/usr/bin/env python3
"""The export that one would write in Python: workbook, CSV and JSON of every table, in one zip.
export.py DATABASE ZIP"""
import csv
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import psycopg2
import xlsxwriter

TABLES = """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'paliad'::regnamespace
             AND relname <> 'backups' ORDER BY relname"""


def rows_of(connection, table):
    with connection.cursor(name="rows") as cursor:
        cursor.itersize = 5000
        cursor.execute(f'SELECT * FROM paliad."{table}" ORDER BY 1')
        first = cursor.fetchone()
        yield [column.name for column in cursor.description]
        if first is not None:
            yield first
            yield from cursor


def cell(value):
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)


def write_table(connection, table, folder, workbook):
    worksheet = workbook.add_worksheet(table[:31])
    rows = rows_of(connection, table)
    header = next(rows)
    with open(folder / f"{table}.csv", "w", newline="") as csv_file, open(folder / f"{table}.json", "w") as json_file:
        writer = csv.writer(csv_file)
        writer.writerow(header)
        worksheet.write_row(0, 0, header)
        for number, row in enumerate(rows, 1):
            writer.writerow(row)
            worksheet.write_row(number, 0, [cell(value) for value in row])
            json_file.write(",\n" if number > 1 else "[")
            json_file.write(json.dumps(dict(zip(header, row)), default=str, ensure_ascii=False))
        json_file.write("]\n")


def main(database, target):
    with psycopg2.connect(dbname=database) as connection, tempfile.TemporaryDirectory() as name:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        folder = Path(name)
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            tables = [row[0] for row in cursor]
        with xlsxwriter.Workbook(folder / "backup.xlsx", {"constant_memory": True, "nan_inf_to_errors": True}) as workbook:
            for table in tables:
                write_table(connection, table, folder, workbook)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in sorted(folder.iterdir()):
                bundle.write(file, file.name)


main(*sys.argv[1:])
