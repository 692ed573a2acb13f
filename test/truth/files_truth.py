"""CSV against COPY, JSON against row_to_json, and the manifest against the files."""

import json

import bundle
import server


def check_csv(checks, snapshot, backup):
    for sheet in snapshot.sheets:
        have = backup.read(f"csv/{sheet.name}.csv")
        checks.check(f"{snapshot.database}: csv of {sheet.relation} is what COPY writes",
                     [] if have == sheet.csv.read_bytes() else [f"{len(have)} bytes differ"])


def unescaped(line):
    """The value of a line in COPY's text format."""
    return (line.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r")
            .replace("\\t", "\t").replace("\\b", "\b").replace("\\f", "\f")
            .replace("\\v", "\v").replace("\0", "\\"))


def one_line(row):
    """The row on one line: raw line breaks are white space in JSON."""
    return row.replace("\n", " ").replace("\r", " ")


def compare_in_server(sheet, lines):
    """The server compares as jsonb the rows whose texts differ."""
    rows = (unescaped(line) for line in sheet.rows.read_bytes().decode().split("\n"))
    pairs = [(have, want) for have, want in zip(lines, rows) if have != one_line(want)]
    script = ["CREATE TEMP TABLE pair (n int, have jsonb, want jsonb);",
              "COPY pair FROM STDIN (FORMAT csv);"]
    for number, (have, want) in enumerate(pairs):
        fields = (text.replace('"', '""') for text in (have, want))
        script.append(",".join([str(number), *(f'"{field}"' for field in fields)]))
    script += ["\\.", "SELECT n FROM pair WHERE have IS DISTINCT FROM want;"]
    return script


def check_json(checks, snapshot, backup):
    for sheet in snapshot.sheets:
        text = backup.read(f"json/{sheet.name}.json").decode()
        body = text.split("\n")
        lines = [line.removesuffix(",") for line in body[1:-2]]
        want = sheet.rows.read_bytes().count(b"\n")
        name = f"{snapshot.database}: json of {sheet.relation}"
        checks.equal(f"{name} is an array, a row a line", [body[0], *body[-2:], len(lines)],
                     ["[", "]", "", want])
        checks.check(f"{name} is what row_to_json writes",
                     server.psql("\n".join(compare_in_server(sheet, lines)) + "\n",
                                 snapshot.database).split())
        checks.equal(f"{name} parses as a whole", len(json.loads(text, parse_int=str)), want)


def check_manifest(checks, snapshot, backup):
    name = f"{snapshot.database}: manifest"
    manifest = backup.manifest
    for file in [manifest["workbook"], *(f for s in manifest["sheets"] for f in s["files"])]:
        data = backup.read(file["name"])
        checks.equal(f"{name} of {file['name']}", [len(data), bundle.sha256(data)],
                     [file["bytes"], file["sha256"]])
    checks.equal(f"{name} lists the sheets", [s["sheet"] for s in manifest["sheets"]],
                 [s.name for s in snapshot.sheets])
    checks.equal(f"{name} lists what is left out",
                 {e["relation"]: e["reason"] for e in manifest["excluded"]}, snapshot.exclusions)
    checks.equal(f"{name} counts the rows", [s["rows"] for s in manifest["sheets"]],
                 [s.rows.read_bytes().count(b"\n") for s in snapshot.sheets])


def check_catalog(checks, snapshot, backup, row):
    name = f"{snapshot.database}: catalog"
    checks.equal(f"{name} and file", [row["size_bytes"], row["sha256"]],
                 [backup.path.stat().st_size, bundle.sha256(backup.path.read_bytes())])
    checks.equal(f"{name} counts", [row["sheet_count"], row["row_counts"]],
                 [len(snapshot.sheets), {s["sheet"]: s["rows"] for s in backup.manifest["sheets"]}])
    checks.equal(f"{name} has the manifest's warnings", row["warnings"], backup.manifest["warnings"])


def check_ledger(checks, snapshot):
    """Every table of the schemas must be a sheet or be in the ledger."""
    tables = server.rows("SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c"
                         " JOIN pg_namespace n ON n.oid = c.relnamespace"
                         " WHERE n.nspname = 'paliad' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
                         snapshot.database)
    known = {s.relation for s in snapshot.sheets} | set(snapshot.exclusions)
    checks.equal(f"{snapshot.database}: nothing is missing",
                 sorted(t["name"] for t in tables if t["name"] not in known), [])
    checks.equal(f"{snapshot.database}: every query is ordered",
                 [s.query for s in snapshot.sheets if " ORDER BY " not in s.query], [])
    checks.equal(f"{snapshot.database}: nothing names paliadin",
                 [s.query for s in snapshot.sheets if "paliadin" in s.query.lower()], [])
