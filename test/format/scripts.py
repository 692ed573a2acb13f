"""The statements about schema.sql, restore.sql and README.txt."""

import itertools
import re

import reader
from names import column_names


FIRST_WORDS = (
    "CREATE SCHEMA IF NOT EXISTS", "CREATE EXTENSION IF NOT EXISTS", "CREATE COLLATION", "CREATE SEQUENCE",
    "CREATE UNLOGGED SEQUENCE", "CREATE TYPE", "CREATE DOMAIN", "CREATE TABLE", "CREATE UNLOGGED TABLE",
    "ALTER TABLE", "ALTER SEQUENCE", "ALTER INDEX", "ALTER DOMAIN", "CREATE INDEX", "CREATE UNIQUE INDEX",
    "CREATE STATISTICS", "ALTER STATISTICS", "SELECT pg_catalog.setval(", "COMMENT ON", "SECURITY LABEL FOR",
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
        settings = list(itertools.takewhile(lambda statement: statement[0] == "SET", statements))
        if not settings:
            yield "there are no SET statements first"
        for statement in statements[len(settings):]:
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
        if sheet["relation"] not in made | extension_tables(bundle):
            yield f"{sheet['relation']} is not made"


def extension_tables(bundle):
    return {one["object_arguments"]["name"] for one in bundle.manifest["not_carried"]
            if one.get("code") == "extension_table"}


BEGIN = re.compile(r"\\set ON_ERROR_STOP on\n\\encoding UTF8\n(SET default_transaction_read_only = off;\n)?BEGIN;\n")


def S4(bundle):
    for name in scripts(bundle)[1:]:
        restore = without_head(bundle.text(name))
        begin = BEGIN.match(restore)
        if begin is None or not restore.endswith("\nCOMMIT;\n"):
            yield "restore.sql is not one transaction for psql"
        elif (bundle.manifest["extension_version"] == "1.0") != (begin[1] is None):
            yield "restore.sql doesn't begin as those of its version"
        if "\n-- Rows\n\n" not in restore:
            yield "restore.sql has no section with rows"


# Takes the place of \copy where a value has the line `\.`.
BY_LARGE_OBJECT = (r"\\lo_import '{file}'\n\\set paliad_load :LASTOID\nINSERT INTO pg_temp\.paliad_load\n"
                   r"(?:  [^\n]*\n)+SELECT lo_unlink\(:paliad_load\);\n")


def way_round(relation, file, copy, version):
    """A regular expression for rows that go by way of a temporary table."""
    named = (rf"INSERT INTO {relation} \((?P<columns>.*?)\)\n"
             r"  OVERRIDING SYSTEM VALUE SELECT (?P=columns) FROM pg_temp\.paliad_load;\n")
    if version == "1.0":
        return (rf"CREATE TEMPORARY TABLE paliad_load \(LIKE {relation}\);\n"
                rf"\\copy pg_temp\.paliad_load{copy}(?:{named})?DROP TABLE pg_temp\.paliad_load;\n")
    return (rf"CREATE TEMPORARY TABLE paliad_load AS SELECT (?P<all>.*?) FROM {relation} WITH NO DATA;\n"
            rf"(?:\\copy pg_temp\.paliad_load{copy}|{BY_LARGE_OBJECT.format(file=file)})"
            rf"(?:{named}|INSERT INTO {relation} SELECT FROM pg_temp\.paliad_load;\n)"
            r"DROP TABLE pg_temp\.paliad_load;\n")


def loading_of(sheet, by_extension, version):
    """A regular expression for what loads the sheet."""
    if by_extension:
        return "-- The rows of {} come with its extension\\.\n(?P<columns>(?!))?".format(
            re.escape(re.sub("[\r\n]", " ", sheet["relation"])))
    relation = re.escape(sheet["relation"])
    file = re.escape(sheet["files"][0]["name"].replace("'", "''"))
    copy = rf" FROM '{file}' WITH \(FORMAT csv, HEADER\)\n"
    return rf"\\copy {relation}{copy}|{way_round(relation, file, copy, version)}"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def is_some_of(columns, sheet):
    """Whether it is a list of columns of the sheet, in their order."""
    listed = re.findall(r'"(?:[^"]|"")*"', columns)
    own = iter(map(quoted, column_names(sheet)))
    return ", ".join(listed) == columns and all(name in own for name in listed)


def has_right_columns(loading, sheet):
    every = ", ".join(map(quoted, column_names(sheet)))
    return is_some_of(loading["columns"] or "", sheet) and loading.groupdict().get("all", every) in (None, every)


def wrong_loading(bundle, rest):
    """What is wrong with a section of rows, which begins `rest`; None where it is right."""
    version = bundle.manifest["extension_version"]
    for sheet in bundle.manifest["sheets"]:
        way = loading_of(sheet, sheet["relation"] in extension_tables(bundle), version)
        loading = re.match(way, rest, re.DOTALL)
        if loading is None or not has_right_columns(loading, sheet):
            return f"{sheet['relation']} is not loaded in its place: {rest[:200]!r}"
        rest = rest[loading.end():]
    if not re.match(r"\n-- [^\n]+\n\n|\nCOMMIT;\n\Z", rest):
        return f"something else is loaded: {rest[:200]!r}"
    return None


def S5(bundle):
    for name in scripts(bundle)[1:]:
        # The text of a function may look like the section's beginning.
        sections = bundle.text(name).split("\n-- Rows\n\n")
        wrong = [wrong_loading(bundle, "\n-- Rows\n\n".join(sections[at:])) for at in range(1, len(sections))]
        if None not in wrong:
            yield from wrong[-1:]


def R1(bundle):
    text = bundle.text("README.txt")
    german, _, english = text.partition("Backup of a database\n")
    if not german.startswith("Datensicherung einer Datenbank\n") or "\r" in text:
        yield "it is not German, in lines that end with a line feed"
    for part in (german, english):
        if bundle.manifest["id"] not in part or bundle.manifest["workbook"]["name"] not in part:
            yield "it doesn't name the backup and its workbook in both languages"
