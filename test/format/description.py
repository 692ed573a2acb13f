"""The statements about manifest.json."""

import datetime
import re

from names import column_names


ROWS_OF_A_WORKSHEET = 1_048_575

# The members of manifest.json: path, type, whether it may be missing. A test compares them with docs/bundle-format.md.
MEMBERS = (
    ("format_version", "count", False), ("id", "uuid", False), ("kind", "text", False),
    ("requested_by", "text", False), ("database", "text", False), ("installation", "uuid", True),
    ("server_version", "text", False), ("extension_version", "text", False), ("snapshot", "text", False),
    ("started_at", "time", False), ("settings", "object", False), ("workbook", "file", False),
    ("scripts", "array", True), ("scripts[]", "file", False),
    ("sheets", "array", False), ("sheets[].sheet", "name", False), ("sheets[].relation", "name", False),
    ("sheets[].kind", "text", False), ("sheets[].rows", "count", False), ("sheets[].query", "text", False),
    ("sheets[].columns", "array", False), ("sheets[].columns[].name", "name", False),
    ("sheets[].columns[].type", "name", False), ("sheets[].omitted_columns", "array", False),
    ("sheets[].omitted_columns[]", "name", False), ("sheets[].worksheets", "array", False),
    ("sheets[].worksheets[]", "name", False), ("sheets[].files", "array", False),
    ("sheets[].files[]", "file", False),
    ("large_objects", "array", True), ("large_objects[].oid", "count", False),
    ("large_objects[].file", "file", False),
    ("excluded", "array", False), ("excluded[].relation", "name", False), ("excluded[].reason", "text", False),
    ("excluded[].code", "name", True), ("excluded[].arguments", "object", True),
    ("not_carried", "array", True), ("not_carried[].object", "name", False),
    ("not_carried[].object_code", "name", True), ("not_carried[].object_arguments", "object", True),
    ("not_carried[].reason", "text", False), ("not_carried[].code", "name", True),
    ("not_carried[].arguments", "object", True),
    ("warnings", "array", False), ("warnings[].sheet", "text", False), ("warnings[].column", "text", False),
    ("warnings[].code", "name", False), ("warnings[].arguments", "object", True),
    ("warnings[].count", "count", False), ("warnings[].text", "text", False),
)

SETTINGS = {"datestyle": "ISO, YMD", "timezone": "UTC", "intervalstyle": "postgres", "bytea_output": "hex",
            "extra_float_digits": "1", "search_path": "pg_catalog, pg_temp", "encoding": "UTF8"}


def M1(bundle):
    if not isinstance(bundle.manifest, dict):
        yield "it is no object"
    if not bundle.text("manifest.json").endswith("\n"):
        yield "it ends without a line break"


def is_text_like(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_time(value):
    try:
        return f"{datetime.datetime.strptime(value, '%Y-%m-%dT%H:%M:%SZ'):%Y-%m-%dT%H:%M:%SZ}" == value
    except (TypeError, ValueError):
        return False


TYPES = {
    "count": lambda value: type(value) is int and 0 <= value < 2**63,  # True is an int, too
    "text": lambda value: isinstance(value, str),
    "name": lambda value: isinstance(value, str) and value != "",
    "uuid": is_text_like(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "time": is_time,
    "file": lambda value: isinstance(value, dict) and TYPES["name"](value.get("name"))
                          and TYPES["count"](value.get("bytes")) and TYPES["digest"](value.get("sha256")),
    "digest": is_text_like(r"[0-9a-f]{64}"),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def values_at(node, path, where=""):
    """Yields (place, value) for each value at the path; the value of a missing member is None."""
    if not path:
        yield where, node
    elif path.startswith("[]"):
        for place, item in enumerate(node or []):
            yield from values_at(item, path[2:], f"{where}[{place}]")
    elif isinstance(node, dict):
        name, rest = re.fullmatch(r"\.?(\w+)(.*)", path).groups()
        yield from values_at(node.get(name), rest, f"{where}.{name}".removeprefix("."))
    else:
        yield where, node


def M2(bundle):
    for path, kind, optional in MEMBERS:
        for place, value in values_at(bundle.manifest, path):
            if value is None and not optional:
                yield f"{place} is missing"
            elif value is not None and not TYPES[kind](value):
                yield f"{place} is no {kind}: {value!r}"
    if ("scripts" in bundle.manifest) != ("not_carried" in bundle.manifest):
        yield "there is one of scripts and not_carried"
    for name, value in bundle.manifest["settings"].items():
        if not isinstance(value, str):
            yield f"settings.{name} is no text"


def M3(bundle):
    if bundle.manifest["format_version"] != 1:
        yield f"format_version is {bundle.manifest['format_version']}"
    if bundle.manifest["kind"] not in ("on_demand", "scheduled"):
        yield f"kind is {bundle.manifest['kind']!r}"
    for sheet in bundle.manifest["sheets"]:
        if sheet["kind"] not in ("entity", "ref"):
            yield f"the kind of {sheet['sheet']} is {sheet['kind']!r}"


def M4(bundle):
    sheets = bundle.manifest["sheets"]
    lists = [[sheet["sheet"] for sheet in sheets], [name for sheet in sheets for name in sheet["worksheets"]]]
    lists += [column_names(sheet) + sheet["omitted_columns"] for sheet in sheets]
    for names in lists:
        yield from (f"{name!r} is there twice" for name in set(names) if names.count(name) > 1)


def M5(bundle):
    name = bundle.manifest["workbook"]["name"]
    if "/" in name or not name.endswith(".xlsx"):
        yield f"the workbook is called {name!r}"
    lists = [(sheet["files"], [f"csv/{sheet['sheet']}.csv", f"json/{sheet['sheet']}.json"])
             for sheet in bundle.manifest["sheets"]]
    if "scripts" in bundle.manifest:
        # Older bundles lack statements.json.
        scripts = ["schema.sql", "restore.sql", "statements.json"]
        lists.append((bundle.manifest["scripts"], scripts[:max(2, len(bundle.manifest["scripts"]))]))
    for files, want in lists:
        if [file["name"] for file in files] != want:
            yield f"there are {[file['name'] for file in files]}, not {want}"


def M6(bundle):
    columns = {sheet["sheet"]: column_names(sheet) + sheet["omitted_columns"]
               for sheet in bundle.manifest["sheets"]}
    for warning in bundle.manifest["warnings"]:
        if warning["sheet"] and warning["sheet"] not in columns:
            yield f"a warning is of the sheet {warning['sheet']!r}"
        elif warning["column"] and warning["column"] not in columns.get(warning["sheet"], []):
            yield f"a warning is of the column {warning['column']!r} of {warning['sheet']!r}"


def M7(bundle):
    for sheet in bundle.manifest["sheets"]:
        pages = len(sheet["worksheets"])
        if not max(0, pages - 1) <= sheet["rows"] <= pages * ROWS_OF_A_WORKSHEET or not pages:
            yield f"{sheet['sheet']} has {sheet['rows']} rows on {pages} worksheets"


def M8(bundle):
    settings = bundle.manifest["settings"]
    for name, value in SETTINGS.items():
        if settings.get(name) != value:
            yield f"{name} is {settings.get(name)!r}"
    if "lc_monetary" not in settings:
        yield "there is no lc_monetary"


def M9(bundle):
    last = 0
    for one in bundle.manifest.get("large_objects", []):
        if not last < one["oid"] < 2**32 or one["file"]["name"] != f"large_objects/{one['oid']}":
            yield f"behind the large object {last} there is {one['oid']} as {one['file']['name']!r}"
        last = one["oid"]
