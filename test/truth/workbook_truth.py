"""The workbook, read back by openpyxl and by LibreOffice."""

import datetime
import decimal
import re
import subprocess
import zipfile

import openpyxl

from checks import same_elsewhere

MOST_UNITS = 32767  # of UTF-16 in a cell
ESCAPED = re.compile(r"_x([0-9A-F]{4})_")
REFUSED = re.compile(r"[\[\]:*?/\\［］：＊？／＼￥]|^['’＇]|['’＇]$")  # by Excel, in a worksheet's name
MARK = "CSV, JSON]"  # how a cut cell ends


def unescaped(text):
    """Decodes _xHHHH_, which openpyxl doesn't do in inline strings."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def units(text):
    return len(text.encode("utf-16-le")) // 2


def plain_time(text):
    return datetime.datetime.fromisoformat(text.removesuffix("+00"))


def holds(cell, want):
    """Whether a cell has the value `want` of the CSV."""
    value = cell.value
    if cell.data_type == "f":
        return False
    if isinstance(value, bool):
        return want == ("t" if value else "f")
    if isinstance(value, (int, float)):
        return decimal.Decimal(repr(value)) == decimal.Decimal(want)
    if isinstance(value, datetime.datetime):
        return abs(value - plain_time(want)) < datetime.timedelta(milliseconds=1)
    if value is None:
        return want == ""
    text = unescaped(value)
    if text == want:
        return True
    kept = text[:text.rfind(" [")]
    return text.endswith(MARK) and units(text) <= MOST_UNITS and want.startswith(kept)


def rows_of(workbook, sheet):
    for title in sheet["worksheets"]:
        rows = workbook[title].iter_rows(min_row=2)
        yield from rows


def wrong_cells(workbook, sheet, wanted):
    names = [column["name"] for column in sheet["columns"]]
    if not names:
        return
    # Headers are shared strings, which some versions of openpyxl decode.
    cells = next(workbook[sheet["worksheets"][0]].iter_rows())
    header = [name if cell.value == name else unescaped(cell.value) for cell, name in zip(cells, names)]
    if header != names:
        yield f"header: {[(a, b) for a, b in zip(header, names) if a != b]!r}"
    count = 0
    for row, want in zip(rows_of(workbook, sheet), wanted):
        count += 1
        for cell, text in zip(row, want + [""] * len(row)):
            if not holds(cell, text):
                yield f"{cell.coordinate}: have {cell.value!r} ({cell.data_type}), want {text!r}"


def csv_values(backup, sheet):
    rows = backup.csv_rows(sheet["sheet"])[1:]
    # A row with a single NULL is an empty line in CSV.
    return [row if row else [""] for row in rows]


def check_with_openpyxl(checks, snapshot, backup):
    workbook = openpyxl.load_workbook(backup.folder / "paliad-backup.xlsx")
    titles = [title for sheet in backup.manifest["sheets"] for title in sheet["worksheets"]]
    name = f"{snapshot.database}: workbook"
    checks.equal(f"{name}'s worksheets", workbook.sheetnames[1:], titles)
    checks.equal(f"{name}'s names are Excel's",
                 [title for title in titles if units(title) > 31 or REFUSED.search(title)], [])
    checks.equal(f"{name}'s names differ everywhere", same_elsewhere(workbook.sheetnames), [])
    for sheet in backup.manifest["sheets"]:
        checks.check(f"{name}: {sheet['relation']}",
                     wrong_cells(workbook, sheet, csv_values(backup, sheet)))
    overview = workbook[workbook.sheetnames[0]]
    links = {link.location.rsplit("!", 1)[0].strip("'").replace("''", "'")
             for row in overview.iter_rows() for link in [cell.hyperlink for cell in row] if link}
    checks.equal(f"{name}'s overview links to all", sorted(set(titles) - links), [])


def check_with_libreoffice(checks, snapshot, backup, folder):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                    "--convert-to", "ods", "--outdir", folder,
                    backup.folder / "paliad-backup.xlsx"], capture_output=True, check=True)
    with zipfile.ZipFile(folder / "paliad-backup.ods") as archive:
        content = archive.read("content.xml").decode()
    tables = re.findall(r"<table:table table:name=", content)
    checks.equal(f"{snapshot.database}: LibreOffice sees the worksheets", len(tables),
                 1 + sum(len(sheet["worksheets"]) for sheet in backup.manifest["sheets"]))
    # LibreOffice saves a boolean cell as the formula TRUE() or FALSE().
    checks.equal(f"{snapshot.database}: LibreOffice sees no formula",
                 set(re.findall(r'table:formula="([^"]*)"', content)) - {"of:=TRUE()", "of:=FALSE()"},
                 set())
