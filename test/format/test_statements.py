"""Each statement of docs/bundle-format.md is true of every old bundle, and its check fails where the statement is
broken; and the document and the checks have the same statements and members."""

import hashlib
import io
import json
import pathlib
import re
import tempfile
import unittest
import unittest.mock
import zipfile

import description
import scripts
import statements
import workbook

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
BUNDLES = sorted((CHECKOUT / "test/bundles").glob("*.zip"))
TEXT = (CHECKOUT / "docs/bundle-format.md").read_text(encoding="utf-8")


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


class Made:
    """A bundle that is taken apart, changed, and put together again with new digests."""

    def __init__(self):
        self.entries = unpacked((CHECKOUT / "test/bundles/format-1.zip").read_bytes())
        self.manifest = json.loads(self.entries["manifest.json"])
        self.book = unpacked(self.entries["paliad-backup.xlsx"])
        self.name = "bundle.zip"
        self.digests = True               # whether the manifest gets those of what was changed
        self.describe = lambda info: None  # changes an entry's ZipInfo
        self.describe_book = lambda info: None
        self.manifest_text = lambda text: text
        self.finish = lambda data: data   # changes the finished file
        self.statements = None            # becomes statements.json
        self.listed = lambda text: text

    def sheet(self, name):
        return next(sheet for sheet in self.manifest["sheets"] if sheet["sheet"] == name)

    def replace(self, name, old, new, entries=None):
        entries = self.entries if entries is None else entries
        old, new = (text if isinstance(text, bytes) else text.encode() for text in (old, new))
        assert entries[name].count(old) > 0, f"{name} has no {old}"
        entries[name] = entries[name].replace(old, new, 1)

    def replace_in_book(self, name, old, new):
        self.replace(name, old, new, self.book)

    def replace_in_scripts(self, old, new):
        self.replace("schema.sql", old, new)
        self.replace("restore.sql", old, new)

    def warn(self, sheet, column, code):
        self.manifest["warnings"].append({"sheet": sheet, "column": column, "code": code, "count": 1, "text": ""})

    def continue_last_sheet(self):
        """Puts the sheet's two rows on two worksheets."""
        first, second = "xl/worksheets/sheet7.xml", "xl/worksheets/sheet8.xml"
        row = re.search(rb'<row r="3">.*?</row>', self.book[first])[0]
        self.book[second] = re.sub(rb'<row r="2">.*?</row>', b"", self.book[first]).replace(b'3"', b'2"')
        self.book[first] = self.book[first].replace(row, b"")
        self.replace_in_book("xl/workbook.xml", "</sheets>", '<sheet name="ref__countries (2)" sheetId="8"/></sheets>')
        self.sheet("ref__countries")["worksheets"].append("ref__countries (2)")
        self.warn("ref__countries", "", "continued")

    def make_as_1_1(self):
        """What a bundle of today has beside it: other rows of a table with computed columns, a list of statements."""
        self.manifest["extension_version"] = "1.1"
        self.replace("restore.sql", "\nBEGIN;", "\nSET default_transaction_read_only = off;\nBEGIN;")
        columns = ", ".join(f'"{column["name"]}"' for column in self.sheet("matters")["columns"])
        self.replace("restore.sql", "paliad_load (LIKE paliad.matters)",
                     f"paliad_load AS SELECT {columns} FROM paliad.matters WITH NO DATA")
        key = "ALTER TABLE paliad.deadlines ADD CONSTRAINT deadlines_matter_fkey FOREIGN KEY (matter) " \
            "REFERENCES paliad.matters(id)"
        self.replace("restore.sql", f"{key};", f"CALL pg_temp.paliad_add_constraint('{key}', :'keep_broken');")
        self.statements = {
            "before": [{"heading": "Types", "statements": [
                {"text": "CREATE SCHEMA IF NOT EXISTS paliad;", "outside": "paliad", "roles": ["anna"],
                 "acting_roles": ["berta"], "run_as": "berta"},
                {"text": "CREATE TYPE paliad.state AS ENUM ('open', 'closed');"}]}],
            "after": [{"heading": "Keys", "statements": [
                {"text": "ALTER TABLE paliad.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);"},
                {"text": f"{key};", "asks_rows": True}, {"text": "COMMENT ON TABLE paliad.matters IS 'Akten';"}]}],
            "extensions": [{"name": "citext", "needed_by": ["type x"]}], "extension_tables": ["paliad.other"],
            "left_out_of_tables": ["default of at of paliad.other: it needs function paliad.f, which is not carried"]}
        self.entries["statements.json"] = b""
        self.manifest["scripts"].append({"name": "statements.json"})
        self.add_large_objects({77: b"%PDF-1.7\n\0\xff", 3000000000: b""})

    def add_large_objects(self, contents):
        objects = {f"large_objects/{oid}": content for oid, content in contents.items()}
        self.manifest["large_objects"] = [{"oid": oid, "file": {"name": f"large_objects/{oid}"}} for oid in contents]
        at = list(self.entries).index("schema.sql")
        entries = list(self.entries.items())
        self.entries = dict([*entries[:at], *objects.items(), *entries[at:]])
        made = [f"SELECT pg_catalog.lo_create({oid});" for oid in contents]
        self.statements["before"].append(
            {"heading": "Large objects", "statements": [{"text": statement} for statement in made]})
        filled = "".join(f"\\lo_import 'large_objects/{oid}'\n"
                         f"CALL pg_temp.paliad_fill_large_object({oid}, :LASTOID);\n"
                         for oid, content in contents.items() if content)
        self.replace("restore.sql", "\n-- Rows\n", "\n-- Large objects\n\n" + "\n".join(made) + "\n\n-- Rows\n")
        self.replace("restore.sql", "\n-- Keys",
                     "\n-- Contents of large objects\n\n"
                     "CREATE PROCEDURE pg_temp.paliad_fill_large_object(target oid, source oid)\n"
                     f"LANGUAGE plpgsql AS '\nBEGIN\n  ;\nEND';\n{filled}\n-- Keys")

    def rename_sheet(self, old, new):
        sheet = self.sheet(old)
        sheet["sheet"] = new
        for file, name in zip(sheet["files"], (f"csv/{new}.csv", f"json/{new}.json")):
            self.entries = {name if key == file["name"] else key: value for key, value in self.entries.items()}
            file["name"] = name

    def files(self):
        sheets = [file for sheet in self.manifest["sheets"] for file in sheet["files"]]
        objects = [one["file"] for one in self.manifest.get("large_objects", [])]
        return [self.manifest["workbook"], *sheets, *objects, *self.manifest.get("scripts", [])]

    @staticmethod
    def packed(entries, describe):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in entries.items():
                info = zipfile.ZipInfo(name, (2026, 11, 24, 14, 42, 14))
                info.external_attr = 0o100600 << 16
                info.compress_type = zipfile.ZIP_STORED if name.endswith(".xlsx") else zipfile.ZIP_DEFLATED
                describe(info)
                archive.writestr(info, content)
        return made.getvalue()

    def write(self, folder):
        if self.statements is not None:
            self.entries["statements.json"] = self.listed(json.dumps(self.statements)).encode()
        if self.digests:
            self.entries["paliad-backup.xlsx"] = self.packed(self.book, self.describe_book)
            for file in self.files():
                content = self.entries.get(file["name"], b"")
                file.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        text = self.manifest_text(json.dumps(self.manifest, indent=2, ensure_ascii=False) + "\n")
        self.entries["manifest.json"] = text if isinstance(text, bytes) else text.encode()
        path = pathlib.Path(folder) / self.name
        path.write_bytes(self.finish(self.packed(self.entries, self.describe)))
        return path


def failure_of(made):
    """(label, complaint) of the check that fails; the last check's label and None where none does."""
    with tempfile.TemporaryDirectory() as folder:
        return list(statements.results(made.write(folder)))[-1]


# --- the ways to break a bundle: the label, what is complained of, the change -----------

def described(name, **members):
    """Sets members of the entry's ZipInfo."""
    def change(made):
        made.describe = lambda info: [setattr(info, key, value) for key, value in members.items()
                                      if info.filename == name]
    return change


def finished(change):
    def set_finish(made):
        made.finish = change
    return set_finish


def called(name):
    return lambda made: setattr(made, "name", name)


def patched(at, byte):
    return finished(lambda data: data[:at] + bytes([byte]) + data[at + 1:])


def in_manifest(change):
    """Changes only the manifest, and leaves the digests in it unchanged."""
    def apply(made):
        made.digests = False
        change(made.manifest)
    return apply


def manifest_text(change):
    def apply(made):
        made.manifest_text = change
    return apply


def sheet_with(name, **members):
    return lambda made: made.sheet(name).update(members)


def replaced(*arguments):
    return lambda made: made.replace(*arguments)


def replaced_everywhere(name, old, new):
    return lambda made: made.entries.update({name: made.entries[name].replace(old, new)})


def book_replaced(*arguments):
    return lambda made: made.replace_in_book(*arguments)


def book_changed(name, pattern, new):
    def apply(made):
        made.book[name], count = re.subn(pattern, new, made.book[name])
        assert count > 0, f"{name} has no {pattern}"
    return apply


def scripts_replaced(*arguments):
    return lambda made: made.replace_in_scripts(*arguments)


def as_1_1(*changes):
    def apply(made):
        made.make_as_1_1()
        for change in changes:
            change(made)
    return apply


def in_statements(change):
    return as_1_1(lambda made: change(made.statements))


def added(name):
    return lambda made: made.entries.update({name: b"new"})


def first_last(made):
    made.entries["README.txt"] = made.entries.pop("README.txt")


def crc_of_content(data):
    at = data.index(b"PK\3\4", data.index(b"paliad-backup.xlsx") + 18)  # the workbook's first entry
    return data[:at + 10] + bytes([data[at + 10] ^ 1]) + data[at + 11:]


MATTERS, DEADLINES, USERS = "xl/worksheets/sheet4.xml", "xl/worksheets/sheet2.xml", "csv/users.csv"

BROKEN = [
    ("Z1", "the file ends at", finished(lambda data: data + b"x")),
    ("Z1", "README.txt begins at 4 and not at 0", finished(lambda data: b"PK\3\4" + data)),
    ("Z1", "has a comment", described("schema.sql", comment=b"c")),
    ("Z1", "File is not a zip file", finished(lambda data: data[:-1])),
    ("Z2", "README.txt has method 0", described("README.txt", compress_type=zipfile.ZIP_STORED)),
    ("Z2", "README.txt has an extra field", described("README.txt", extra=b"UT\1\0x")),
    ("Z2", "the two headers of README.txt differ", patched(14, 0)),
    ("Z3", "README.txt has the flags", patched(7, 8)),
    ("Z3", "have two names", patched(30, ord("r"))),
    ("Z4", "'../x' is no relative path", added("../x")),
    ("Z4", "'/x' is no relative path", added("/x")),
    ("Z4", "'csv/\\\\x' is no relative path", added("csv/\\x")),
    ("Z4", "'ReadMe.txt' and 'README.txt' are one", added("ReadMe.txt")),
    ("Z4", "are one", lambda made: made.entries.update({"mu\u0308.txt": b"", "m\u00fc.txt": b""})),
    ("Z5", "README.txt has mode 100644", described("README.txt", external_attr=0o100644 << 16)),
    ("Z5", "of system 0", described("README.txt", create_system=0)),
    ("D2", "Bad CRC-32", finished(crc_of_content)),
    ("M1", "has a member twice", manifest_text(lambda text: text.replace("{", '{"id": "", ', 1))),
    ("M1", "byte order mark", manifest_text(lambda text: "\ufeff" + text)),
    ("M1", "without a line break", manifest_text(str.strip)),
    ("M1", "codec can't decode", manifest_text(lambda text: text.encode("utf-16"))),
    ("M1", "Expecting", manifest_text(lambda text: text[:-9])),
    ("M1", "it is no object", manifest_text(lambda text: f"[{text}]\n")),
    ("M2", "settings.timezone is no text", lambda made: made.manifest["settings"].update(timezone=1)),
    ("M2", "one of scripts and not_carried", lambda made: made.manifest.pop("not_carried")),
    ("M3", "format_version is 2", lambda made: made.manifest.update(format_version=2)),
    ("M3", "kind is 'manual'", lambda made: made.manifest.update(kind="manual")),
    ("M3", "the kind of users is 'table'", sheet_with("users", kind="table")),
    ("M4", "'id' is there twice", sheet_with("users", omitted_columns=["id"])),
    ("M4", "'users' is there twice", sheet_with("empty", worksheets=["users"])),
    ("M5", "the workbook is called",
     in_manifest(lambda manifest: manifest["workbook"].update(name="a/b.xlsx"))),
    ("M5", "there are ['json/users.json'", lambda made: made.sheet("users")["files"].reverse()),
    ("M5", "there are ['restore.sql'", lambda made: made.manifest["scripts"].reverse()),
    ("M6", "of the sheet 'none'", lambda made: made.manifest["warnings"][0].update(sheet="none")),
    ("M6", "of the column 'none'", lambda made: made.manifest["warnings"][0].update(column="none")),
    ("M7", "empty has 1048576 rows on 1", sheet_with("empty", rows=1_048_576)),
    ("M7", "on 0 worksheets", sheet_with("empty", worksheets=[])),
    ("M7", "has 0 rows on 2", sheet_with("empty", worksheets=["a", "b"])),
    ("M8", "timezone is 'Europe/Berlin'",
     lambda made: made.manifest["settings"].update(timezone="Europe/Berlin")),
    ("M8", "no lc_monetary", lambda made: made.manifest["settings"].pop("lc_monetary")),
    ("F1", "the file is called", called("paliad-backup-20261124T144216Z-49271a76.zip")),
    ("F1", "the file is called", called("paliad-backup-20261124T144215Z-49271a77.zip")),
    ("Z6", "schema.sql is of", described("schema.sql", date_time=(2026, 11, 24, 14, 42, 16))),
    ("Z7", "csv/users.csv is missing", lambda made: made.entries.pop(USERS)),
    ("Z7", "notes.txt is unknown", added("notes.txt")),
    ("Z8", "the order is", first_last),
    ("D1", "csv/users.csv has 34 bytes",
     in_manifest(lambda manifest: manifest["sheets"][4]["files"][0].update(bytes=33))),
    ("D1", "paliad-backup.xlsx has",
     in_manifest(lambda manifest: manifest["workbook"].update(sha256="0" * 64))),
    ("D1", "restore.sql has", in_manifest(lambda manifest: manifest["scripts"][1].update(sha256="0" * 64))),
    ("N1", "'co|n' is too long", lambda made: made.rename_sheet("empty", "co|n")),
    ("N1", "is too long", lambda made: made.rename_sheet("empty", "x" * 81)),
    ("N1", "'empty.' is too long", lambda made: made.rename_sheet("empty", "empty.")),
    ("N1", "'Aux.x' is a device", lambda made: made.rename_sheet("empty", "Aux.x")),
    ("N2", "'users' is of kind ref", sheet_with("users", kind="ref")),
    ("N3", "is too long", sheet_with("users", worksheets=["x" * 32])),
    ("N3", "is too long", sheet_with("users", worksheets=["a[b"])),
    ("N3", "'HISTORY' is Excel's own", sheet_with("users", worksheets=["HISTORY"])),
    ("N3", "are one", sheet_with("users", worksheets=["Empty"])),
    ("C1", "no line feed", replaced(USERS, "role\n", "role")),
    ("C1", "byte order mark", replaced(USERS, "id", "\ufeffid")),
    ("C1", "can't decode", replaced("csv/matters.csv", "ü", b"\xfc")),
    ("C3", "'\"t\"' has quotes", replaced("csv/deadlines.csv", ",t", ',"t"')),
    ("C3", "no value of CSV", replaced("csv/deadlines.csv", ",t", ',t"t')),
    ("C3", "no value of CSV", replaced("csv/deadlines.csv", "\n", "\r\n")),
    ("C2", "the header is ['Id'", replaced(USERS, "id", "Id")),
    ("C2", "there are 4 values", replaced("csv/deadlines.csv", ",t", ",t,t")),
    ("C4", "has 3 rows", replaced("csv/deadlines.csv", "28,t\n", "28,t\n2,2027-02-28,t\n")),
    ("J1", "on lines of their own", replaced("json/users.json", "[\n", "[ \n")),
    ("J1", "a comma is missing", replaced("json/deadlines.json", "},\n", "}\n")),
    ("J1", "a comma is missing", replaced("json/deadlines.json", "}\n]", "},\n]")),
    ("J1", "Expecting", replaced("json/deadlines.json", ',"done":true', ',\n"done":true')),
    ("J2", "not the columns for members", replaced("json/deadlines.json", '"done":true', '"Done":true')),
    ("J2", "not the columns for members", replaced("json/deadlines.json", '"matter":1,', "")),
    ("J3", "deadlines has 1 rows",
     replaced("json/deadlines.json", '{"matter":1,"due":"2027-01-31","done":false},\n', "")),
    ("J4", "CSV has '1', JSON '1'", replaced("json/deadlines.json", '"matter":1', '"matter":"1"')),
    ("J4", "CSV has 'f', JSON True", replaced("json/deadlines.json", "false", "true")),
    ("J4", "JSON number 1234.5", replaced("json/matters.json", "1234.50", "1234.5")),
    ("J4", "CSV has None", replaced("json/matters.json", '"fee":null', '"fee":0')),
    ("J4", "CSV has ''", replaced("json/matters.json", '"title":""', '"title":null')),
    ("J4", "2026-11-24 03:00", replaced("json/matters.json", "24T03", "24 03")),
    ("J4", "extra: CSV has", replaced("json/matters.json", "1.50}", "1.5}")),
    ("J4", "tags: CSV has", replaced("json/matters.json", '["a","b,c"]', '"{a}"')),
    ("W1", "has method 0",
     lambda made: setattr(made, "describe_book", lambda info: setattr(info, "compress_type", 0))),
    ("W1", "the worksheets are", book_replaced("xl/workbook.xml", 'name="users"', 'name="user"')),
    ("W6", "deadlines, row 2: there is a formula",
     book_replaced(DEADLINES, "<v>46418</v>", "<f>1</f><v>46418</v>")),
    ("W2", "a gap", book_changed(DEADLINES, rb'r="([A-C]?)3"', rb'r="\g<1>9"')),
    ("W2", "the first row is", book_replaced("xl/sharedStrings.xml", "<t>done</t>", "<t>Done</t>")),
    ("W2", "the workbook has 3 rows", book_replaced(DEADLINES, "</sheetData>", '<row r="4"></row></sheetData>')),
    ("W3", "the workbook '46419'", book_replaced(DEADLINES, "<v>46418</v>", "<v>46419</v>")),
    ("W3", "the workbook '1234.5'", book_replaced(MATTERS, "<v>1234.50</v>", "<v>1234.5</v>")),
    ("W3", "the workbook has no cell", book_changed(MATTERS, rb'<c r="D2".*?</c>', b"")),
    ("W3", "CSV has None", book_replaced(MATTERS, '<row r="3">', '<row r="3"><c r="D3"><v>0</v></c>')),
    ("W3", "'2026-11-24' is text",
     book_changed(MATTERS, rb'(<c r="F2" s="\d+")><v>.*?</v>', rb'\1 t="inlineStr"><is><t>2026-11-24</t></is>')),
    ("W4", "matters, row 1, title", book_replaced(MATTERS, "Łódź", "Lodz")),
    ("W5", "warned is of", lambda made: made.manifest["warnings"].pop()),
    ("W5", "warned is of", lambda made: made.manifest["warnings"][0].update(count=3)),
    ("W5", "it goes on",
     lambda made: made.manifest["warnings"].append({**made.manifest["warnings"][0], "code": "continued"})),
    ("S1", "no token", scripts_replaced("gen_random_uuid()", "$$x$$")),
    ("S1", "no token", scripts_replaced("gen_random_uuid()", "/* */ 1")),
    ("S1", "no semicolon", scripts_replaced("IS 'Akten';", "IS 'Akten'")),
    ("S1", 'takes "USER" in', as_1_1(scripts_replaced("IS 'Akten';", "IS 'Akten' ::x[1: 2:\"USER\"];"))),
    ("S2", "begins with", replaced("restore.sql", "49271a76", "49271a77")),
    ("S2", "no SET statements", replaced_everywhere("schema.sql", b"\nSET ", b"\n--")),
    ("S2", "a statement SET x", scripts_replaced("COMMENT ON TABLE paliad.matters IS 'Akten'", "SET x = 1")),
    ("S2", "a statement DROP TABLE",
     scripts_replaced("COMMENT ON TABLE paliad.matters IS 'Akten'", "DROP TABLE x")),
    ("S3", "paliad.empty is not made", scripts_replaced("CREATE TABLE paliad.empty", "CREATE TABLE paliad.leer")),
    ("S4", "not one transaction", replaced("restore.sql", "\nBEGIN;", "\nABORT;")),
    ("S4", "not one transaction", replaced("restore.sql", "\nCOMMIT;", "\nROLLBACK;")),
    ("S4", "as those of its version",
     replaced("restore.sql", "\nBEGIN;", "\nSET default_transaction_read_only = off;\nBEGIN;")),
    ("S4", "no section with rows", replaced("restore.sql", "\n-- Rows\n", "\n-- Lines\n")),
    ("S5", "paliad.empty is not loaded",
     replaced("restore.sql", r"\copy paliad.empty FROM", r"\copy paliad.users FROM")),
    ("S5", "paliad.matters is not loaded", 
     replaced_everywhere("restore.sql", b'"id", "title"', b'"title", "id"')),
    ("S5", "something else is loaded",
     replaced("restore.sql", "\n\n-- Keys", "\nDELETE FROM paliad.users;\n\n-- Keys")),
    ("S5", "paliad.matters is not loaded",
     as_1_1(replaced("restore.sql", '"state", "fee", "vat"', '"state", "fee"'))),
    ("S6", "has a member twice", as_1_1(lambda made: setattr(made, "listed", lambda text: '{"after": [],' + text[1:]))),
    ("S6", "byte order mark", as_1_1(lambda made: setattr(made, "listed", lambda text: "\ufeff" + text))),
    ("S6", "lacks in its place: 'CREATE TYPE",
     in_statements(lambda listed: listed["before"][0]["statements"][1].update(text="CREATE TYPE paliad.state;"))),
    ("S6", "lacks in its place: 'CREATE SCHEMA",
     in_statements(lambda listed: listed["before"][0]["statements"].reverse())),
    ("S6", "lacks in its place: 'ALTER TABLE paliad.deadlines",
     in_statements(lambda listed: listed["after"][0]["statements"][1].pop("asks_rows"))),
    ("M9", "behind the large object 3000000000 there is 77",
     as_1_1(lambda made: made.manifest["large_objects"].append(made.manifest["large_objects"][0]))),
    ("M9", "there is 78 as", as_1_1(lambda made: made.manifest["large_objects"][0].update(oid=78))),
    ("M9", "behind the large object 0 there is 0",
     as_1_1(lambda made: made.manifest["large_objects"][0].update(oid=0))),
    ("M9", "there is 4294967296 as",
     as_1_1(lambda made: made.manifest["large_objects"][1].update(oid=2**32))),
    ("Z7", "large_objects/3000000000 is unknown to the manifest",
     as_1_1(lambda made: made.manifest["large_objects"].pop())),
    ("Z8", "the order is",
     as_1_1(lambda made: made.entries.update({"large_objects/77": made.entries.pop("large_objects/77")}))),
    ("S7", "large object 3000000000 is not made",
     as_1_1(replaced("restore.sql", "lo_create(3000000000)", "lo_create(3000000001)"),
            lambda made: made.statements["before"].pop())),
    ("S7", "large objects are not filled",
     as_1_1(replaced("restore.sql", "\\lo_import 'large_objects/77'", "\\lo_import 'large_objects/3000000000'"))),
    ("S7", "large objects are not filled",
     as_1_1(replaced("restore.sql", "object(77, :LASTOID);\n", "object(77, :LASTOID);\nSELECT lo_unlink(77);\n"))),
    ("R1", "doesn't name the backup", replaced_everywhere("README.txt", b"49271a76", b"49271a77")),
    ("R1", "it is not German", replaced("README.txt", "Datensicherung", "Sicherung")),
]


# For each type of the manifest, values that are not of that type.
WRONG = {
    "count": [-1, 1.5, True, "1"], "text": [1], "name": ["", 1], "array": [{}], "object": [[]],
    "uuid": ["49271A76-b315-4ed7-8980-137a7f9e25dd", "49271a76"],
    "time": ["2026-02-30T00:00:00Z", "2026-11-24 14:42:15", 1],
    "file": [{}, {"name": "", "bytes": 0, "sha256": "0" * 64}, {"name": "x", "bytes": 0, "sha256": "A" * 64},
             {"name": "x", "bytes": -1, "sha256": "0" * 64}],
}


class Statements(unittest.TestCase):
    maxDiff = None

    def test_hold_of_every_old_bundle(self):
        self.assertTrue(BUNDLES)
        for path in BUNDLES:
            with self.subTest(path.name):
                self.assertEqual(list(statements.results(path)),
                                 [(check.__name__, None) for check in statements.CHECKS])

    def test_hold_of_what_was_put_together_again(self):
        self.assertEqual(failure_of(Made()), ("R1", None))

    def test_hold_where_there_is_what_nobody_knows(self):
        made = Made()
        made.manifest.update(later=[None])
        made.manifest["sheets"][0].update(later={})
        made.manifest["settings"].update(later="on")
        made.warn("users", "id", "later")
        self.assertEqual(failure_of(made), ("R1", None))

    def test_hold_of_a_sheet_that_goes_on(self):
        """A worksheet of a million rows would take too long, so here the limit is one row."""
        made = Made()
        made.continue_last_sheet()
        with unittest.mock.patch.object(workbook, "ROWS_OF_A_WORKSHEET", 1):
            self.assertEqual(failure_of(made), ("R1", None))
        self.assertEqual(failure_of(made), ("W2", "ref__countries: a worksheet before the last is not full"))

    def test_hold_of_the_first_bundles(self):
        """Those bundles had no scripts. None was kept, so one is made here."""
        made = Made()
        for name in ("scripts", "not_carried"):
            del made.manifest[name]
        for name in ("schema.sql", "restore.sql"):
            del made.entries[name]
        self.assertEqual(failure_of(made), ("R1", None))

    def test_hold_of_what_is_made_now(self):
        made = Made()
        made.make_as_1_1()
        self.assertEqual(failure_of(made), ("R1", None))

    def test_hold_where_rows_come_by_way_of_a_large_object(self):
        made = Made()
        made.make_as_1_1()
        made.replace("restore.sql", r"\copy pg_temp.paliad_load FROM 'csv/matters.csv' WITH (FORMAT csv, HEADER)",
                     "\\if :copies_all\n"
                     "\\copy pg_temp.paliad_load FROM 'csv/matters.csv' WITH (FORMAT csv, HEADER)\n"
                     "\\else\n\\lo_import 'csv/matters.csv'\n"
                     "CALL pg_temp.paliad_load_csv(:LASTOID, 'csv/matters.csv');\n\\endif")
        self.assertEqual(failure_of(made), ("R1", None))
        made.manifest["extension_version"] = "1.0"
        self.assertEqual(failure_of(made)[0], "S4")

    def test_hold_where_every_column_is_computed(self):
        made = Made()
        made.make_as_1_1()
        made.entries["restore.sql"] = re.sub(rb"(INSERT INTO paliad.matters) \(.*\)\n.* FROM", rb"\1 SELECT FROM",
                                             made.entries["restore.sql"])
        self.assertEqual(failure_of(made), ("R1", None))

    def test_hold_where_an_extension_makes_a_table(self):
        made = Made()
        made.replace_in_scripts("CREATE TABLE paliad.empty", "CREATE TABLE paliad.other")
        made.replace("restore.sql", r"\copy paliad.empty FROM 'csv/empty.csv' WITH (FORMAT csv, HEADER)",
                     "-- The rows of paliad.empty come with its extension.")
        self.assertEqual(failure_of(made)[0], "S3")
        made.manifest["not_carried"].append({
            "object": "paliad.empty", "object_code": "object_table", "object_arguments": {"name": "paliad.empty"},
            "reason": "", "code": "extension_table", "arguments": {"extension": "x"}})
        self.assertEqual(failure_of(made), ("R1", None))

    def test_hold_where_a_text_looks_like_the_rows(self):
        made = Made()
        made.replace("restore.sql", "\nCREATE TABLE paliad.empty", "\nSELECT '\n-- Rows\n\n';\nCREATE TABLE paliad.empty")
        self.assertEqual(failure_of(made), ("R1", None))

    def test_are_broken_one_by_one(self):
        for label, complaint, change in BROKEN:
            with self.subTest(label, complaint=complaint):
                made = Made()
                change(made)
                self.assertEqual(failure_of(made)[0], label, failure_of(made)[1])
                self.assertIn(complaint, failure_of(made)[1])

    def test_can_all_fail(self):
        self.assertEqual({label for label, _, _ in BROKEN}, {check.__name__ for check in statements.CHECKS})

    def test_want_every_member_of_its_type(self):
        for path, kind, optional in description.MEMBERS:
            for value in WRONG[kind] if optional else [None, *WRONG[kind]]:
                with self.subTest(path, value=value):
                    made = Made()
                    made.digests = False
                    made.manifest["not_carried"] = [{"object": "function f()", "reason": "", "code": "x", "arguments": {},
                                                      "object_code": "x", "object_arguments": {}}]
                    made.manifest["sheets"][0]["omitted_columns"] = ["x"]
                    made.manifest["large_objects"] = [
                        {"oid": 1, "file": {"name": "large_objects/1", "bytes": 0, "sha256": "0" * 64}}]
                    set_first(made.manifest, path, value)
                    self.assertEqual(failure_of(made)[0], "M2", failure_of(made))


    def test_want_every_member_of_the_statements_of_its_type(self):
        behind = [(path.replace("before", "after"), *rest) for path, *rest in scripts.MEMBERS if "before[]" in path]
        for path, kind, optional in (*scripts.MEMBERS, *behind):
            for value in {**WRONG, "true": [False, 1, "true"]}[kind] if optional else [None, *WRONG[kind]]:
                with self.subTest(path, value=value):
                    made = Made()
                    made.make_as_1_1()
                    for part in ("before", "after"):
                        made.statements[part][0]["statements"][0].update(outside="x", roles=["x"], acting_roles=["x"], run_as="x")
                    set_first(made.statements, path, value)
                    self.assertEqual(failure_of(made)[0], "S6", failure_of(made))


def set_first(document, path, value):
    """Sets the first member of that path; None takes it out, where it is no item of an array."""
    *way, last = re.findall(r"\w+|\[\]", path)
    for step in way:
        document = document[0 if step == "[]" else step]
    if last == "[]":
        document[0] = value
    elif value is None:
        del document[last]
    else:
        document[last] = value


class Text(unittest.TestCase):
    """Tests docs/bundle-format.md itself."""

    def table_after(self, mark):
        """The cells of the first table after the mark, without its header."""
        lines = TEXT[TEXT.index(mark):].split("\n")
        first = next(number for number, line in enumerate(lines) if line.startswith("| "))
        rows = []
        for line in lines[first + 2:]:
            if not line.startswith("|"):
                break
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        return rows

    def test_has_a_label_for_each_check(self):
        self.assertEqual(sorted(re.findall(r"^\*\*([A-Z]\d)\*\*", TEXT, re.MULTILINE)),
                         sorted(check.__name__ for check in statements.CHECKS))

    def test_lists_the_members(self):
        self.assertEqual([(row[0].strip("`"), row[1], row[2] != "") for row in self.table_after("**M2**")],
                         list(description.MEMBERS))

    def test_lists_the_members_of_the_statements(self):
        self.assertEqual([(row[0].strip("`"), row[1], row[2] != "") for row in self.table_after("**S6**")],
                         list(scripts.MEMBERS))

    def test_lists_the_settings(self):
        self.assertEqual({row[0].strip("`"): row[1].strip("`") for row in self.table_after("**M8**")},
                         description.SETTINGS)

    def test_lists_the_statements_of_sql(self):
        listed = [words for row in self.table_after("**S2**") for words in re.findall(r"`([^`]+)`", row[0])]
        self.assertEqual(listed, list(scripts.FIRST_WORDS))

    def test_says_how_old_bundles_differ(self):
        rows = self.table_after("What differs between the bundles")
        self.assertEqual([row[0].strip("`") for row in rows], [path.name for path in BUNDLES] + ["made now"])
        for path, row in zip(BUNDLES, rows):
            with zipfile.ZipFile(path) as archive:
                manifest = json.loads(archive.read("manifest.json"))
                first = ", ".join(f"`{name}`" for name in archive.namelist()[:3])
                restore = archive.read("restore.sql").decode()
            self.assertEqual(row[1:-1], [manifest["extension_version"], first, *("yes" if name in manifest else "no"
                                         for name in ("installation", "scripts"))])
            self.assertEqual(row[-1], "tables alone" if "-- Types, sequences, tables" in restore else "everything")
            self.assertEqual(manifest["format_version"], 1)


if __name__ == "__main__":
    unittest.main()
