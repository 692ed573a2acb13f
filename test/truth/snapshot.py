"""Two backups, and the server's own output of the same rows, all under one snapshot."""

import pathlib

import server

# An alias for the row that row_to_json gets: it must not be the name of a column.
ROW = '"the row that is read, whatever its columns are called"'


class Sheet:
    """The row of paliad_backup_sheets() for one sheet, and the files with the server's own output."""

    def __init__(self, facts, number, folder):
        self.name = facts["sheet"]
        self.kind = facts["kind"]
        self.relation = facts["relation"]
        self.query = facts["query"]
        self.columns = facts["columns"]
        self.csv = folder / f"{number}.csv"    # COPY (query) TO ... (FORMAT csv, HEADER)
        self.rows = folder / f"{number}.rows"  # row_to_json of each row, as COPY's text


class Snapshot:
    """Attributes: database, sheets, exclusions (relation: reason), runs (the two backups' ids)."""

    def __init__(self, database, folder):
        folder = pathlib.Path(folder)
        folder.mkdir()
        self.database = database
        ledger = server.rows("SELECT * FROM public.paliad_backup_sheets()", database)
        self.sheets = [Sheet(facts, number, folder)
                       for number, facts in enumerate(f for f in ledger if f["included"])]
        self.ledger = ledger
        self.exclusions = {f["relation"]: f["reason"] for f in ledger if not f["included"]}
        self.runs = server.psql(self._script(database), database).split()

    def _script(self, database):
        """Another session commits between the two backups; neither of them may have its rows."""
        lines = [server.settings(server.CONTRARY),
                 "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
                 "SET client_min_messages = warning;",
                 "SELECT paliad_backup_run();",
                 f"\\! psql -X -q -d {database} -c \"{WRITE_MEANWHILE}\"",
                 "SELECT paliad_backup_run();",
                 server.settings(server.PINNED, local=True)]
        for sheet in self.sheets:
            lines += [f"\\o '{sheet.csv}'",
                      f"COPY ({sheet.query}) TO STDOUT (FORMAT csv, HEADER);",
                      f"\\o '{sheet.rows}'",
                      f"COPY (SELECT pg_catalog.row_to_json({ROW}) FROM ({sheet.query}) AS {ROW}) TO STDOUT;"]
        return "\n".join(lines + ["\\o", "COMMIT;", ""])


WRITE_MEANWHILE = ("INSERT INTO paliad.system_audit_log (event_type, actor_email)"
                   " VALUES ('meanwhile', 'somebody@example.org')")
