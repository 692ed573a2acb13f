"""Checks of the sample organisation's backup."""

import zipfile

SECRET = b"PALIADIN-SECRET"


def secrets_in(backup):
    for path in backup.folder.rglob("*"):
        if path.is_file() and SECRET in path.read_bytes():
            yield str(path.relative_to(backup.folder))
    with zipfile.ZipFile(backup.folder / "paliad-backup.xlsx") as workbook:
        for entry in workbook.namelist():
            if SECRET in workbook.read(entry):
                yield entry


def check_sample(checks, snapshot, backup):
    kinds = [sheet.kind for sheet in snapshot.sheets]
    names = [sheet.name for sheet in snapshot.sheets]
    checks.equal("sample: 37 and 12", [kinds.count("entity"), kinds.count("ref")], [37, 12])
    checks.equal("sample: no name twice", len({name.lower() for name in names}), 49)
    checks.equal("sample: reference sheets by name",
                 [s.name for s in snapshot.sheets if s.name.startswith("ref__") != (s.kind == "ref")], [])
    checks.equal("sample: reference sheets are whole",
                 [s.query for s in snapshot.sheets if s.kind == "ref" and " WHERE " in s.query], [])
    checks.check("sample: the assistant's conversations stay out", secrets_in(backup))
    checks.equal("sample: what is left out", sorted(snapshot.exclusions),
                 ["paliad.backup_installations", "paliad.backup_progress",
                  "paliad.backup_sheet_rules", "paliad.backup_slots",
                  "paliad.backup_status", "paliad.backups",
                  "paliad.paliadin_aichat_conversation", "paliad.paliadin_turns"])
