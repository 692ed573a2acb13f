"""The statements about the workbook."""

import collections
import datetime
import decimal
import re

import container
from description import ROWS_OF_A_WORKSHEET
from names import OVERVIEW, column_names, units, unsafe
from rows import NUMBERS, TIMES, base_of


UNITS_OF_A_CELL = 32_767
CUT = " […gekürzt/cut: CSV, JSON]"


def W1(bundle):
    archive = bundle.workbook.zip
    for check in (container.in_a_row(archive), container.flags(archive), unsafe(archive.names()),
                  container.methods(archive, ()), container.times(archive, container.started_at(bundle))):
        yield from check
    want = [OVERVIEW, *(name for sheet in bundle.manifest["sheets"] for name in sheet["worksheets"])]
    if bundle.workbook.titles != want:
        yield f"the worksheets are {bundle.workbook.titles}"
    for place in range(1, len(want) + 1):
        if f"xl/worksheets/sheet{place}.xml" not in archive.names():
            yield f"there is no worksheet {place}"


def W6(bundle):
    for title in bundle.workbook.titles:
        for number, cells in bundle.workbook.rows(title):
            if any(cell.is_formula for cell in cells.values()):
                yield f"{title}, row {number}: there is a formula"


def pages_of(bundle, sheet):
    """The rows of each of the sheet's worksheets, without their first."""
    skipped = 1 if sheet["columns"] else 0
    return [bundle.workbook.rows(title)[skipped:] for title in sheet["worksheets"]]


def W2(bundle):
    for sheet in bundle.manifest["sheets"]:
        for title in sheet["worksheets"] if sheet["columns"] else []:
            number, cells = next(iter(bundle.workbook.rows(title)), (0, {}))
            header = [bundle.workbook.text_of(cell) for _, cell in sorted(cells.items())]
            if (number, header) != (1, column_names(sheet)):
                yield f"{title}: the first row is {header}"
        pages = pages_of(bundle, sheet)
        if any(len(rows) != ROWS_OF_A_WORKSHEET for rows in pages[:-1]):
            yield f"{sheet['sheet']}: a worksheet before the last is not full"
        if any([number for number, _ in rows] != list(range(2, len(rows) + 2)) for rows in pages):
            yield f"{sheet['sheet']}: the numbers of rows have a gap"
        if sum(map(len, pages)) != sheet["rows"]:
            yield f"{sheet['sheet']}: the workbook has {sum(map(len, pages))} rows"


def loss_of_number(value):
    number = decimal.Decimal(value)
    if not number.is_finite():
        return "not_finite"
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if len(digits) > 15 or (number.is_zero() and number.is_signed()):
        return "digits"
    in_range = number.is_zero() or (number.adjusted() >= -307 and number.copy_abs() <= decimal.Decimal("9.99e307"))
    return None if in_range else "digits"


TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:\+00)?)?")


def loss_of_time(value):
    if not value[0].isdigit():
        return "not_finite"
    if value.endswith(" BC"):
        return "early_date"
    if re.match(r"\d{5}", value):
        return "far_date"
    time = TIME.fullmatch(value)
    if time.group(1, 2, 3) < ("1900", "03", "01"):
        return "early_date"
    return "fraction" if len(time[7] or "") > 3 else None


def loss_of(value, base):
    """The code of the loss because of which the cell is text; None where there is none."""
    if base in NUMBERS:
        return loss_of_number(value)
    return loss_of_time(value) if base in TIMES else None


def milliseconds_of(value):
    """The milliseconds since 1899-12-30."""
    year, month, day, hour, minute, second, fraction = TIME.fullmatch(value).groups("0")
    days = datetime.date(int(year), int(month), int(day)).toordinal() - datetime.date(1899, 12, 30).toordinal()
    seconds = (days * 24 + int(hour)) * 3600 + int(minute) * 60 + int(second)
    return seconds * 1000 + int(fraction.ljust(3, "0"))


def is_cell_of(value, base, cell):
    """Whether a cell that is not text has the value."""
    if cell.kind == "b":
        return base == "boolean" and cell.text == {"t": "1", "f": "0"}[value]
    if base in TIMES:
        return round(decimal.Decimal(cell.text) * 86_400_000) == milliseconds_of(value)
    return base in NUMBERS and cell.text == value


def wants_text(value, base):
    return base not in (*NUMBERS, *TIMES, "boolean") or loss_of(value, base) is not None


def is_domain_cell(value, cell):
    """For a type that the database defines, a cell may be of any kind that holds the value."""
    if not re.fullmatch(r"[tf]|-?[\d.]+(e[-+]?\d+)?|\d{4}-\d\d-\d\d.*", value):
        return False
    return any(is_cell_of(value, base, cell) for base in ("boolean", "numeric", "date")
               if (base == "boolean") == (cell.kind == "b")
               and (base == "date") == (TIME.fullmatch(value) is not None))


def cells_of(bundle):
    """(place, value, type, cell) of every value of the bundle; the cell is None where there is none."""
    for sheet in bundle.manifest["sheets"]:
        rows = [cells for page in pages_of(bundle, sheet) for _, cells in page]
        for number, (values, cells) in enumerate(zip(bundle.rows(sheet["sheet"]), rows), 1):
            for place, (column, value) in enumerate(zip(sheet["columns"], values)):
                yield f"{sheet['sheet']}, row {number}, {column['name']}", value, column["type"], cells.get(place)


def W3(bundle):
    for place, value, kind, cell in cells_of(bundle):
        base = base_of(kind)
        if (value is None) != (cell is None):
            yield f"{place}: CSV has {value!r}, the workbook has {'no' if cell is None else 'a'} cell"
        elif cell is None:
            continue
        elif cell.kind == "inlineStr":
            if base is not None and not wants_text(value, base):
                yield f"{place}: {value!r} is text"
        elif not (is_domain_cell(value, cell) if base is None else
                  not wants_text(value, base) and is_cell_of(value, base, cell)):
            yield f"{place}: CSV has {value!r}, the workbook {cell.text!r}"


def is_text_of(value, text):
    if units(value) <= UNITS_OF_A_CELL:
        return text == value
    return text.endswith(CUT) and units(text) <= UNITS_OF_A_CELL and value.startswith(text.removesuffix(CUT))


def W4(bundle):
    for place, value, _, cell in cells_of(bundle):
        if cell is not None and cell.kind == "inlineStr" and not is_text_of(value, bundle.workbook.text_of(cell)):
            yield f"{place}: CSV has {value[:100]!r}, the workbook {cell.text[:100]!r}"


CELL_CODES = ("digits", "not_finite", "early_date", "far_date", "fraction", "cut")


def codes_of(value, kind):
    """The losses of a value in its cell. For a type that the database defines, only whether it is cut."""
    loss = loss_of(value, base_of(kind))
    return [loss] * (loss is not None) + ["cut"] * (units(value) > UNITS_OF_A_CELL)


def losses_of(bundle, sheet):
    """{(column, code): cells}"""
    return collections.Counter(
        (column["name"], code) for row in bundle.rows(sheet["sheet"])
        for column, value in zip(sheet["columns"], row) if value is not None
        for code in codes_of(value, column["type"]))


def W5(bundle):
    for sheet in bundle.manifest["sheets"]:
        own = {column["name"] for column in sheet["columns"] if base_of(column["type"]) is None}
        warnings = [warning for warning in bundle.manifest["warnings"] if warning["sheet"] == sheet["sheet"]]
        have = {(warning["column"], warning["code"]): warning["count"] for warning in warnings
                if warning["code"] == "cut" or warning["code"] in CELL_CODES and warning["column"] not in own}
        want = losses_of(bundle, sheet)
        if have != want:
            yield f"{sheet['sheet']}: warned is of {have}, there are {dict(want)}"
        if (len(sheet["worksheets"]) > 1) != ("continued" in [warning["code"] for warning in warnings]):
            yield f"{sheet['sheet']}: it goes on, or doesn't, and the warnings say otherwise"
