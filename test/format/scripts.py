"""The statements about schema.sql, restore.sql, statements.json and README.txt."""

import itertools
import json
import re

import description
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


def is_of_1_0(bundle):
    return bundle.manifest["extension_version"] == "1.0"


def without_head(text):
    """The script without its three lines of comment."""
    return text.split("\n", 3)[3]


def S1(bundle):
    for name in scripts(bundle)[:1]:
        reader.sql_statements(bundle.text(name))
        for variable in [] if is_of_1_0(bundle) else reader.psql_variables(bundle.text(name)):
            yield f"psql takes {variable} in {name} for a variable"


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
    """The tables that a script makes, named as in the script."""
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


BEGIN = re.compile(r"\\set ON_ERROR_STOP on\n\\encoding UTF8\n"
                   r"((?:SET statement_timeout = 0;\n)?(?:DO '.*';\n)?SET default_transaction_read_only = off;\n(?:SET \w+_timeout = 0;\n)*(?:DO '.*';\n)?)?BEGIN;\n")


def S4(bundle):
    for name in scripts(bundle)[1:]:
        restore = without_head(bundle.text(name))
        begin = BEGIN.match(restore)
        if begin is None or not restore.endswith("\nCOMMIT;\n"):
            yield "restore.sql is not one transaction for psql"
        elif is_of_1_0(bundle) != (begin[1] is None):
            yield "restore.sql doesn't begin as those of its version"
        if "\n-- Rows\n\n" not in restore:
            yield "restore.sql has no section with rows"


def quoted(names):
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


def way_round(sheet, copy, of_1_0):
    """A regular expression for the statements that load a sheet through a temporary table."""
    relation = re.escape(sheet["relation"])
    copied = rf"\\copy pg_temp\.paliad_load{copy['source']}"
    by_pieces = (rf"\\if :copies_all\n{copied}\\else\n\\lo_import '{copy['file']}'\n"
                 rf"CALL pg_temp\.paliad_load_csv\(:LASTOID, '{copy['file']}'\);\n\\endif\n")
    made, source, nothing = (rf"\(LIKE {relation}\)", copied, "") if of_1_0 else (
        rf"AS SELECT {re.escape(quoted(column_names(sheet)))} FROM {relation} WITH NO DATA", f"{copied}|{by_pieces}",
        rf"INSERT INTO {relation} SELECT FROM pg_temp\.paliad_load;\n")
    return (rf"CREATE TEMPORARY TABLE paliad_load {made};\n(?:{source})"
            rf"(?:INSERT INTO {relation} \((?P<columns>.*?)\)\n"
            rf"  OVERRIDING SYSTEM VALUE SELECT (?P=columns) FROM pg_temp\.paliad_load;\n|{nothing})"
            r"DROP TABLE pg_temp\.paliad_load;\n")


def loading_of(sheet, by_extension, of_1_0):
    """A regular expression for the statements that load the sheet."""
    if by_extension:
        return "-- The rows of {} come with its extension\\.\n(?P<columns>(?!))?".format(
            re.escape(re.sub("[\r\n]", " ", sheet["relation"])))
    relation = re.escape(sheet["relation"])
    file = re.escape(sheet["files"][0]["name"].replace("'", "''"))
    source = rf" FROM '{file}' WITH \(FORMAT csv, HEADER\)\n"
    return rf"\\copy {relation}{source}|" + way_round(sheet, {"file": file, "source": source}, of_1_0)


def is_some_of(columns, sheet):
    """Whether it is a list of columns of the sheet, in their order."""
    listed = re.findall(r'"(?:[^"]|"")*"', columns)
    own = iter([quoted([name]) for name in column_names(sheet)])
    return ", ".join(listed) == columns and all(name in own for name in listed)


def wrong_loading(bundle, rest):
    """What is wrong with the section of rows at the beginning of `rest`; None where it is right."""
    for sheet in bundle.manifest["sheets"]:
        loading = re.match(loading_of(sheet, sheet["relation"] in extension_tables(bundle), is_of_1_0(bundle)),
                           rest, re.DOTALL)
        if loading is None or not is_some_of(loading["columns"] or "", sheet):
            return f"{sheet['relation']} is not loaded in its place: {rest[:200]!r}"
        rest = rest[loading.end():]
    if not re.match(r"\n-- [^\n]+\n\n|\nCOMMIT;\n\Z", rest):
        return f"something else is loaded: {rest[:200]!r}"
    return None


def S5(bundle):
    for name in scripts(bundle)[1:]:
        # The text of a function may contain the section's heading too.
        sections = bundle.text(name).split("\n-- Rows\n\n")
        wrong = [wrong_loading(bundle, "\n-- Rows\n\n".join(sections[at:])) for at in range(1, len(sections))]
        if None not in wrong:
            yield from wrong[-1:]


# The members of statements.json, as description.MEMBERS. `after` has the same members as `before`.
MEMBERS = (
    ("before", "array", False), ("before[].heading", "name", False), ("before[].statements", "array", False),
    ("before[].statements[].text", "name", False), ("before[].statements[].roles", "array", True),
    ("before[].statements[].roles[]", "name", False), ("before[].statements[].acting_roles", "array", True),
    ("before[].statements[].acting_roles[]", "name", False), ("before[].statements[].run_as", "name", True),
    ("before[].statements[].asks_rows", "true", True), ("before[].statements[].outside", "name", True),
    ("after", "array", False),
    ("extensions", "array", False), ("extensions[].name", "name", False), ("extensions[].needed_by", "array", False),
    ("extensions[].needed_by[]", "name", False),
    ("extension_tables", "array", False), ("extension_tables[]", "name", False),
    ("left_out_of_tables", "array", True), ("left_out_of_tables[]", "name", False),
)
TYPES = {**description.TYPES, "true": lambda value: value is True}


def wrong_members(listed):
    both = MEMBERS + tuple((path.replace("before", "after"), *rest) for path, *rest in MEMBERS if "before[]" in path)
    for path, kind, optional in both:
        for place, value in description.values_at(listed, path):
            if value is None and not optional:
                yield f"{place} is missing"
            elif value is not None and not TYPES[kind](value):
                yield f"{place} is no {kind}: {value!r}"


def in_script(statement, behind_rows):
    """The statement as it is in restore.sql."""
    if behind_rows and statement.get("asks_rows"):
        argument = statement["text"].removesuffix(";").replace("'", "''")
        return f"\nCALL pg_temp.paliad_add_constraint('{argument}', :'keep_broken');\n"
    return f"\n{statement['text']}\n"


def S6(bundle):
    if "statements.json" not in bundle.zip.names():
        return
    listed = json.loads(bundle.text("statements.json"), object_pairs_hook=reader.without_doubles)
    yield from wrong_members(listed)
    restore, at = bundle.text("restore.sql"), 0
    for part in ("before", "after"):
        for section in listed[part]:
            for statement in section["statements"]:
                found = restore.find(in_script(statement, part == "after"), at)
                if found < 0:
                    yield f"restore.sql lacks in its place: {statement['text'][:200]!r}"
                at = max(at, found + 1)


FILLING = (r"\n-- Contents of large objects\n\nCREATE PROCEDURE pg_temp\.paliad_fill_large_object"
           r"\(target oid, source oid\)\n(?:(?!END';).*\n)*END';\n{}(?=\n-- |\nCOMMIT;)")


def filling_of(one):
    return rf"\lo_import '{one['file']['name']}'" \
        f"\nCALL pg_temp.paliad_fill_large_object({one['oid']}, :LASTOID);\n"


def S7(bundle):
    objects = bundle.manifest.get("large_objects", [])
    for name in scripts(bundle)[1:]:
        restore = bundle.text(name)
        for one in objects:
            if f"\nSELECT pg_catalog.lo_create({one['oid']});\n" not in restore.rpartition("\n-- Rows\n\n")[0]:
                yield f"large object {one['oid']} is not made before the rows"
        filled = "".join(filling_of(one) for one in objects if one["file"]["bytes"])
        if filled and not re.search(FILLING.format(re.escape(filled)), restore):
            yield "large objects are not filled in a section of their own"


def R1(bundle):
    text = bundle.text("README.txt")
    german, _, english = text.partition("Backup of a database\n")
    if not german.startswith("Datensicherung einer Datenbank\n") or "\r" in text:
        yield "it is not German, in lines that end with a line feed"
    for part in (german, english):
        if bundle.manifest["id"] not in part or bundle.manifest["workbook"]["name"] not in part:
            yield "it doesn't name the backup and its workbook in both languages"
