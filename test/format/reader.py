"""Reads a bundle: docs/bundle-format.md and Python's standard library, and nothing of ours.

What can't be read raises ValueError, which says where."""

import functools
import io
import json
import pathlib
import re
import struct
import xml.etree.ElementTree
import zipfile
import zlib

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Number(str):
    """A number of JSON, with its own characters; no string is one."""

    def __repr__(self):
        return f"number {str(self)}"


class Members(list):
    """An object of JSON as pairs, in their order: a `json` document may have a member twice."""


class Header:
    """An entry's own header, before its content."""

    def __init__(self, data, offset):
        fields = struct.unpack_from("<4s5H3L2H", data, offset)
        (self.mark, _, self.flags, self.method, _, _, self.crc, self.stored_bytes, self.bytes,
         name, extra) = fields
        self.name = data[offset + 30:offset + 30 + name]
        self.extra = data[offset + 30 + name:offset + 30 + name + extra]
        self.content_at = offset + 30 + name + extra


class Zip:
    """Attributes: data (the whole file), entries (of zipfile), start_of_directory."""

    def __init__(self, data):
        self.data = data
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise ValueError(str(error)) from error
        self.entries = self._archive.infolist()
        self.start_of_directory = self._archive.start_dir

    def names(self):
        return [entry.filename for entry in self.entries]

    def header(self, entry):
        return Header(self.data, entry.header_offset)

    def content(self, name):
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError) as error:
            raise ValueError(f"{name}: {error}") from error


class Bundle:
    """Attributes, each read when it is first used: zip, manifest, workbook."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    @functools.cached_property
    def zip(self):
        return Zip(self.path.read_bytes())

    @functools.cached_property
    def manifest(self):
        return json.loads(self.text("manifest.json"), object_pairs_hook=without_doubles)

    @functools.cached_property
    def workbook(self):
        return Workbook(Zip(self.zip.content(self.manifest["workbook"]["name"])))

    @functools.cached_property
    def files(self):
        """The manifest's descriptions of files, in its order."""
        sheets = [file for sheet in self.manifest["sheets"] for file in sheet["files"]]
        objects = [one["file"] for one in self.manifest.get("large_objects", [])]
        return [self.manifest["workbook"], *sheets, *objects, *self.manifest.get("scripts", [])]

    def text(self, name):
        """The entry's text, which must be UTF-8 without a byte order mark."""
        text = self.zip.content(name).decode()
        if text.startswith("\ufeff"):
            raise ValueError(f"{name} begins with a byte order mark")
        return text

    @functools.lru_cache(maxsize=None)
    def csv(self, sheet):
        """The CSV file of the sheet of that name, as rows of raw values, the header first."""
        return csv_rows(self.text(f"csv/{sheet}.csv"))

    @functools.lru_cache(maxsize=None)
    def rows(self, sheet):
        """The rows of the sheet of that name, as values; NULL is None."""
        raw_rows = self.csv(sheet)[1:]
        if not next(one for one in self.manifest["sheets"] if one["sheet"] == sheet)["columns"]:
            return [[] for _ in raw_rows]
        return [[value_of(raw) for raw in row] for row in raw_rows]

    @functools.lru_cache(maxsize=None)
    def json(self, sheet):
        """The JSON file of the sheet of that name, as one object for each row."""
        lines = self.text(f"json/{sheet}.json").split("\n")
        return [json_value(line.removesuffix(",")) for line in lines[1:-2]]


def without_doubles(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError(f"an object has a member twice: {[name for name, _ in pairs]}")
    return members


# --- CSV -----------------------------------------------------------------------

CSV_VALUE = re.compile(r'("[^"]*(?:""[^"]*)*"|[^",\r\n]*)([,\n])')


def csv_rows(text):
    """Rows of values with their quotes, which distinguish NULL from the empty text."""
    rows, row, at = [], [], 0
    while at < len(text):
        value = CSV_VALUE.match(text, at)
        if value is None:
            raise ValueError(f"row {len(rows)}: no value of CSV: {text[at:at + 40]!r}")
        row.append(value[1])
        if value[2] == "\n":
            rows.append(row)
            row = []
        at = value.end()
    return rows


def value_of(raw):
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw or None


# --- JSON ----------------------------------------------------------------------

def refuse(word):
    raise ValueError(f"{word} is no JSON")


def json_value(text):
    """The value of a JSON text: numbers keep their characters, objects are lists of pairs."""
    return json.loads(text, object_pairs_hook=Members, parse_int=Number, parse_float=Number,
                      parse_constant=refuse)


# --- the workbook ----------------------------------------------------------------

class Cell:
    """Attributes: kind ("n", "b", "s", "inlineStr"), text (as XML holds it), is_formula."""

    def __init__(self, element):
        self.kind = element.get("t", "n")
        self.is_formula = element.find(MAIN + "f") is not None
        inline = self.kind == "inlineStr"
        value = element.find(f"{MAIN}is/{MAIN}t" if inline else MAIN + "v")
        self.text = "" if value is None else value.text or ""


class Workbook:
    """Attributes: zip, titles (of the worksheets, in their order)."""

    def __init__(self, archive):
        self.zip = archive
        self.titles = [sheet.get("name") for sheet in self._parse("xl/workbook.xml").iter(MAIN + "sheet")]

    def _parse(self, name):
        try:
            return xml.etree.ElementTree.fromstring(self.zip.content(name))
        except xml.etree.ElementTree.ParseError as error:
            raise ValueError(f"{name}: {error}") from error

    @functools.cached_property
    def shared(self):
        """The texts that cells of kind "s" refer to by index."""
        if "xl/sharedStrings.xml" not in self.zip.names():
            return []
        return ["".join(part.text or "" for part in item.iter(MAIN + "t"))
                for item in self._parse("xl/sharedStrings.xml").iter(MAIN + "si")]

    @functools.lru_cache(maxsize=None)
    def rows(self, title):
        """(number, {index of the column: Cell}) of each row of the worksheet."""
        sheet = self._parse(f"xl/worksheets/sheet{self.titles.index(title) + 1}.xml")
        return [(int(row.get("r")), {column_of(cell, row): Cell(cell) for cell in row.iter(MAIN + "c")})
                for row in sheet.iter(MAIN + "row")]

    def text_of(self, cell):
        return unescaped(self.shared[int(cell.text)] if cell.kind == "s" else cell.text)


def column_of(cell, row):
    """A cell's column, counted from 0; its reference (B12) names its row too."""
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
    if number != row.get("r"):
        raise ValueError(f"cell {cell.get('r')} stands in row {row.get('r')}")
    return functools.reduce(lambda place, letter: place * 26 + ord(letter) - 64, letters, 0) - 1


def unescaped(text):
    return re.sub(r"_x([0-9A-F]{4})_", lambda escape: chr(int(escape[1], 16)), text)


# --- SQL -----------------------------------------------------------------------

SQL_TOKEN = re.compile(r"""\s+|--[^\n]*
    |(?P<token>"(?:[^"]|"")*" | [Ee]'(?:[^'\\]|''|\\.)*' | '(?:[^']|'')*'
              |[A-Za-z_\x80-\U0010ffff][A-Za-z_0-9$\x80-\U0010ffff]* | [0-9][0-9.]* | [^"'$])""",
                       re.VERBOSE | re.DOTALL)


def sql_tokens(text):
    """Tokens, and an empty one for what stands between them."""
    at = 0
    while at < len(text):
        token = SQL_TOKEN.match(text, at)
        if token is None or text.startswith("/*", at):
            raise ValueError(f"no token of a bundle's SQL: {text[at:at + 40]!r}")
        yield token["token"] or ""
        at = token.end()


def sql_statements(text):
    """Lists of tokens, without the semicolons."""
    statements = [[]]
    for token in sql_tokens(text):
        if token == ";":
            statements.append([])
        elif token:
            statements[-1].append(token)
    if statements.pop():
        raise ValueError("the last statement has no semicolon")
    return statements


def psql_variables(text):
    """What psql takes for its variables."""
    behind_colon = False
    for token in sql_tokens(text):
        if behind_colon and re.match(r"[\"'{\w\x80-\U0010ffff]", token):
            yield token
        behind_colon = token == ":" and not behind_colon
