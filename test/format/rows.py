"""The statements about CSV and JSON."""

import functools
import re

import reader
from names import column_names


def C1(bundle):
    for sheet in bundle.manifest["sheets"]:
        text = bundle.text(sheet["files"][0]["name"])
        if not text.endswith("\n") or "\0" in text:
            yield f"{sheet['sheet']}: the last row has no line feed, or there is a NUL"


def needs_quotes(value, is_alone):
    return value == "" or re.search('[,"\n\r]', value) is not None or (is_alone and value == r"\.")


def C3(bundle):
    for sheet in bundle.manifest["sheets"]:
        for number, row in enumerate(bundle.csv(sheet["sheet"])):
            for raw in row:
                is_quoted = raw.startswith('"')
                if raw and is_quoted != needs_quotes(reader.value_of(raw), len(sheet["columns"]) == 1):
                    yield f"{sheet['sheet']}, row {number}: {raw!r} has quotes or lacks them"


def C2(bundle):
    for sheet in bundle.manifest["sheets"]:
        names = column_names(sheet)
        header = [reader.value_of(raw) for raw in bundle.csv(sheet["sheet"])[0]]
        if header != (names or [None]):
            yield f"{sheet['sheet']}: the header is {header}"
        for number, row in enumerate(bundle.csv(sheet["sheet"])):
            if len(row) != max(1, len(names)) or (not names and row != [""]):
                yield f"{sheet['sheet']}, row {number}: there are {len(row)} values"


def C4(bundle):
    for sheet in bundle.manifest["sheets"]:
        if len(bundle.rows(sheet["sheet"])) != sheet["rows"]:
            yield f"{sheet['sheet']} has {len(bundle.rows(sheet['sheet']))} rows"


def J1(bundle):
    for sheet in bundle.manifest["sheets"]:
        lines = bundle.text(sheet["files"][1]["name"]).split("\n")
        rows = lines[1:-2]
        if [lines[0], *lines[-2:]] != ["[", "]", ""]:
            yield f"{sheet['sheet']}: it is not [ and ] on lines of their own"
        if any(not line.endswith(",") for line in rows[:-1]) or rows and rows[-1].endswith(","):
            yield f"{sheet['sheet']}: a comma is missing at a line's end, or too many"
        if bundle.json(sheet["sheet"]) != reader.json_value("\n".join(lines)):
            yield f"{sheet['sheet']}: a row is not one line"


def J2(bundle):
    for sheet in bundle.manifest["sheets"]:
        for number, row in enumerate(bundle.json(sheet["sheet"]), 1):
            if not isinstance(row, reader.Members) or [name for name, _ in row] != column_names(sheet):
                yield f"{sheet['sheet']}, row {number}: it has not the columns for members"


def J3(bundle):
    for sheet in bundle.manifest["sheets"]:
        if len(bundle.json(sheet["sheet"])) != sheet["rows"]:
            yield f"{sheet['sheet']} has {len(bundle.json(sheet['sheet']))} rows"


NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision")
TIMES = ("date", "timestamp without time zone", "timestamp with time zone")
JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")


@functools.lru_cache(maxsize=None)
def base_of(kind):
    """The type's name without its length; None where the type isn't built in."""
    return None if "." in kind else re.sub(r"\([\d,-]+\)", "", kind)


def is_array(kind):
    return kind.endswith("[]") or kind in ("int2vector", "oidvector")


def json_time(value):
    value = re.sub(r"^(\d+-\d\d-\d\d) (\d)", r"\1T\2", value)
    return re.sub(r"(T.*\+00)", r"\1:00", value)


def json_of(value, base):
    """The JSON value for a value of a built-in type."""
    if base in NUMBERS and JSON_NUMBER.fullmatch(value):
        return reader.Number(value)
    if base == "boolean":
        return {"t": True, "f": False}[value]
    if base in TIMES:
        return json_time(value)
    return reader.json_value(value) if base in ("json", "jsonb") else value


def is_json_of(value, kind, found):
    if value is None:
        return found is None
    if is_array(kind):
        return isinstance(found, list)
    base = base_of(kind)
    return base is None or repr(found) == repr(json_of(value, base))


def J4(bundle):
    for sheet in bundle.manifest["sheets"]:
        pairs = zip(bundle.rows(sheet["sheet"]), bundle.json(sheet["sheet"]))
        for number, (values, members) in enumerate(pairs, 1):
            for column, value, (name, found) in zip(sheet["columns"], values, members):
                if not is_json_of(value, column["type"], found):
                    yield f"{sheet['sheet']}, row {number}, {name}: CSV has {value!r}, JSON {found!r}"
