"""The statements about schema.sql, restore.sql and README.txt."""

import re

import reader
from names import column_names


FIRST_WORDS = (
    "CREATE SCHEMA IF NOT EXISTS", "CREATE EXTENSION IF NOT EXISTS", "CREATE SEQUENCE", "CREATE TYPE",
    "CREATE DOMAIN", "CREATE TABLE", "CREATE UNLOGGED TABLE", "ALTER TABLE", "ALTER SEQUENCE", "ALTER INDEX",
    "ALTER DOMAIN", "CREATE INDEX", "CREATE UNIQUE INDEX", "CREATE STATISTICS", "SELECT pg_catalog.setval(",
    "COMMENT ON",
)
FIRST_TOKENS = [re.findall(r"\w+|[.(]", words) for words in FIRST_WORDS]


def scripts(bundle):
    return ["schema.sql", "restore.sql"] if "scripts" in bundle.manifest else []


def without_head(text):
    """The script behind its three lines of comment."""
    return text.split("\n", 3)[3]


def S1(bundle):
    for name in scripts(bundle)[:1]:
        reader.sql_statements(bundle.text(name))
    return iter(())


def S2(bundle):
    for name in scripts(bundle):
        head = bundle.text(name).split("\n")[:3]
        if any(not line.startswith("-- ") for line in head) \
                or bundle.manifest["started_at"] not in head[0] or bundle.manifest["id"] not in head[0]:
            yield f"{name} begins with {head}"
    for name in scripts(bundle)[:1]:
        statements = reader.sql_statements(bundle.text(name))
        if [statement[0] for statement in statements[:9]].count("SET") != 8:
            yield "there are not eight SET statements first"
        for statement in statements[8:]:
            if not any(statement[:len(tokens)] == tokens for tokens in FIRST_TOKENS):
                yield f"there is a statement {' '.join(statement[:6])}"


def tables_of(script):
    """The tables that a script makes, as it names them."""
    for statement in reader.sql_statements(script):
        words = [token for token in statement[:6] if token != "UNLOGGED"]
        if words[:2] == ["CREATE", "TABLE"]:
            yield "".join(words[2:5])


def S3(bundle):
    made = {table for name in scripts(bundle)[:1] for table in tables_of(bundle.text(name))}
    for sheet in bundle.manifest["sheets"] if scripts(bundle) else []:
        if sheet["relation"] not in made:
            yield f"{sheet['relation']} is not made"


def loading_piece(bundle):
    """restore.sql's piece that schema.sql has not; None where they differ otherwise."""
    schema, restore = (without_head(bundle.text(name)) for name in scripts(bundle))
    begin, end = "\\set ON_ERROR_STOP on\n\\encoding UTF8\nBEGIN;\n", "\nCOMMIT;\n"
    if not restore.startswith(begin) or not restore.endswith(end):
        return None
    restore = restore[len(begin):-len(end)]
    longer = len(restore) - len(schema)
    for at in (found.start() for found in re.finditer("\n-- Rows\n\n", restore)):
        if restore[:at] + restore[at + longer:] == schema:
            return restore[at:at + longer]
    return None


def S4(bundle):
    if scripts(bundle) and loading_piece(bundle) is None:
        yield "restore.sql is not schema.sql and a piece with rows"


def loading_of(sheet):
    """A regular expression for what loads the sheet."""
    relation = re.escape(sheet["relation"])
    file = re.escape(sheet["files"][0]["name"].replace("'", "''"))
    source = rf" FROM '{file}' WITH \(FORMAT csv, HEADER\)\n"
    return (rf"\\copy {relation}{source}|CREATE TEMPORARY TABLE paliad_load \(LIKE {relation}\);\n"
            rf"\\copy pg_temp\.paliad_load{source}(?:INSERT INTO {relation} \((?P<columns>.*?)\)\n"
            r"  OVERRIDING SYSTEM VALUE SELECT (?P=columns) FROM pg_temp\.paliad_load;\n)?"
            r"DROP TABLE pg_temp\.paliad_load;\n")


def is_some_of(columns, sheet):
    """Whether it is a list of columns of the sheet, in their order."""
    listed = re.findall(r'"(?:[^"]|"")*"', columns)
    own = iter(['"' + name.replace('"', '""') + '"' for name in column_names(sheet)])
    return ", ".join(listed) == columns and all(name in own for name in listed)


def S5(bundle):
    rest = loading_piece(bundle).removeprefix("\n-- Rows\n\n") if scripts(bundle) else ""
    for sheet in bundle.manifest["sheets"] if scripts(bundle) else []:
        loading = re.match(loading_of(sheet), rest, re.DOTALL)
        if loading is None or not is_some_of(loading["columns"] or "", sheet):
            yield f"{sheet['relation']} is not loaded in its place: {rest[:200]!r}"
            return
        rest = rest[loading.end():]
    if rest:
        yield f"something else is loaded: {rest[:200]!r}"


def R1(bundle):
    text = bundle.text("README.txt")
    german, _, english = text.partition("Backup of a database\n")
    if not german.startswith("Datensicherung einer Datenbank\n") or "\r" in text:
        yield "it is not German, in lines that end with a line feed"
    for part in (german, english):
        if bundle.manifest["id"] not in part or bundle.manifest["workbook"]["name"] not in part:
            yield "it doesn't name the backup and its workbook in both languages"
