"""The statements of docs/bundle-format.md that have a label, each as a check.

    python3 test/format/statements.py FILE...      whether they hold of these bundles

A check is called as its label, and yields what is wrong. It takes for granted what the checks before
it have found to hold: the first one that doesn't ends it."""

import sys

import container
import description
import names
import reader
import rows
import scripts
import workbook

# The checks, in the order in which they run.
CHECKS = (
    container.Z1, container.Z2, container.Z3, container.Z4, container.Z5, container.D2,
    description.M1, description.M2, description.M3, description.M4, description.M5, description.M6,
    description.M7, description.M8, description.M9, container.F1, container.Z6, container.Z7, container.Z8,
    container.D1, names.N1, names.N2, names.N3, rows.C1, rows.C3, rows.C2, rows.C4, rows.J1,
    rows.J2, rows.J3, rows.J4, workbook.W1, workbook.W6, workbook.W2, workbook.W3, workbook.W4,
    workbook.W5, scripts.S1, scripts.S2, scripts.S3, scripts.S4, scripts.S5, scripts.S6,
    scripts.S7, scripts.R1,
)


def complaint_of(check, bundle):
    """The first complaint, or None."""
    try:
        return next(check(bundle), None)
    except ValueError as error:
        return str(error)


def results(path):
    """(label, complaint or None) of each check, up to the first one with a complaint."""
    bundle = reader.Bundle(path)
    for check in CHECKS:
        complaint = complaint_of(check, bundle)
        yield check.__name__, complaint
        if complaint:
            return


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    failed = False
    for path in sys.argv[1:]:
        label, complaint = list(results(path))[-1]
        failed = failed or bool(complaint)
        print(f"{path}: {label} doesn't hold: {complaint}" if complaint
              else f"{path}: all {len(CHECKS)} statements hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
