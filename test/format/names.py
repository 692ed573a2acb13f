"""The statements about names: when two names are the same to some program, and how long they may be."""

import re
import unicodedata


def caseless(name):
    """A form that is equal for two names that some program takes for the same. (Invisible characters
    stay, because Python has no list of them.)"""
    name = unicodedata.normalize("NFD", name)
    for _ in range(2):
        name = unicodedata.normalize("NFKD", name.casefold())
    return name.replace("ı", "i").replace("i\u0307", "i")


def not_distinct(names):
    seen = {}
    for name in names:
        if caseless(name) in seen:
            yield f"{name!r} and {seen[caseless(name)]!r} are one"
        seen[caseless(name)] = name


def unsafe(names):
    for name in names:
        if re.search(r"[\0-\x1f\x7f\\]|^.:", name) or {"", ".", ".."} & set(name.split("/")):
            yield f"{name!r} is no relative path"
    yield from not_distinct(names)


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def column_names(sheet):
    return [column["name"] for column in sheet["columns"]]


OVERVIEW = "Übersicht – Overview"


DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9]) *(\..*)?", re.DOTALL)


def N1(bundle):
    for name in (sheet["sheet"] for sheet in bundle.manifest["sheets"]):
        if units(name) > 80 or re.search(r'[<>:"/\\|?*\0-\x1f\x7f]|^\.|[. ]$', name):
            yield f"{name!r} is too long, or has what a file's name can't have"
        if DEVICE.fullmatch(caseless(name)):
            yield f"{name!r} is a device of Windows"


def N2(bundle):
    for sheet in bundle.manifest["sheets"]:
        if sheet["kind"] == "ref" and not sheet["sheet"].startswith("ref__"):
            yield f"{sheet['sheet']!r} is of kind ref"


def N3(bundle):
    names = [name for sheet in bundle.manifest["sheets"] for name in sheet["worksheets"]]
    for name in names:
        if units(name) > 31 or re.search(r"[\[\]:*?/\\［］：＊？／＼￥]|^['’＇]|['’＇]$", name):
            yield f"{name!r} is too long, or has what a worksheet's name can't have"
        if caseless(name) == "history":
            yield f"{name!r} is Excel's own"
    yield from not_distinct([OVERVIEW, *names])
