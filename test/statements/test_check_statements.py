"""Each rule of scripts/check-statements fails where it must, and only there."""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import re
import shutil
import tempfile
import unittest

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATH = os.path.join(CHECKOUT, "scripts/check-statements")
LOADER = importlib.machinery.SourceFileLoader("check_statements", PATH)
check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_statements", LOADER))
LOADER.exec_module(check)

GATE = "src/backend/access/authorization.cpp"
BEGIN = "sql/install/00_begin.sql"
RULE = "sql/install/62_check_rule.sql"


class CheckStatements(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.root)
        for folder in ("src", "web/server", "sql"):
            shutil.copytree(os.path.join(CHECKOUT, folder), os.path.join(self.root, folder),
                            ignore=lambda _, names: [n for n in names if n.endswith((".o", ".d", ".bc"))])
        os.mkdir(os.path.join(self.root, "docs"))
        shutil.copy(os.path.join(CHECKOUT, check.TABLE), os.path.join(self.root, check.TABLE))

    def complaints(self):
        return [f"{path}:{line}: {why}" for path, line, why in check.complaints(self.root)]

    def change(self, path, old, new):
        text = check.read(self.root, path)
        self.assertIn(old, text)
        with open(os.path.join(self.root, path), "w", encoding="utf-8") as file:
            file.write(text.replace(old, new, 1))

    def append(self, path, text):
        with open(os.path.join(self.root, path), "a", encoding="utf-8") as file:
            file.write(text)

    def assert_complains(self, path, text, line=None):
        """There must be just one complaint, about that place; without a line about the end of the file."""
        found = self.complaints()
        self.assertEqual(len(found), 1, found)
        line = line or check.read(self.root, path).count("\n")
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found)
        self.assertIn(text, found[0])

    def assert_one_more(self, path, line):
        """There must be just one complaint: the file sends one statement more than the table lists."""
        found = self.complaints()
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found)
        sent, listed = (int(re.search(word + r" (\d+)", found[0])[1]) for word in ("sends", "lists"))
        self.assertEqual(sent, listed + 1, found)

    def line_with(self, path, text):
        whole = check.read(self.root, path)
        return check.line_of(whole, whole.index(text))

    def test_the_checkout_as_it_is(self):
        self.assertEqual(self.complaints(), [])

    # --- what bypasses the adapters ---

    def test_unchecked_calls(self):
        for call in ("SPI_execute(text, false, 0)", "pg_parse_query(text)", "OidFunctionCall1(f, x)",
                     "DirectFunctionCall1(uuid_in, x)", "FunctionCallInvoke(call)",
                     "OidInputFunctionCall(f, t, p, -1)", "fmgr_info(oid, &info)",
                     "RangeVarGetRelid(name, NoLock, false)", "RangeVarGetRelidExtended(name)",
                     "makeRangeVar(schema, name, -1)", "table_openrv(name, NoLock)"):
            with self.subTest(call):
                before = check.read(self.root, GATE)
                self.append(GATE, f"void f() {{ {call}; }}\n")
                self.assert_complains(GATE, "outside of src/backend/postgres")
                with open(os.path.join(self.root, GATE), "w", encoding="utf-8") as file:
                    file.write(before)

    def test_adapters_may(self):
        self.append("src/backend/postgres/values.cpp", "void f() { SPI_finish(); }\n")
        self.assertEqual(self.complaints(), [])

    def test_words_are_no_calls(self):
        self.append(GATE, '// SPI_execute(text)\nvoid f(FunctionCallInfo) { g("SPI_execute(text)"); }\n')
        self.assertEqual(self.complaints(), [])

    # --- untyped arguments ---

    def test_untyped_parameter(self):
        self.append(GATE, 'const char* t = "SELECT paliad_backup_rows($1, $2::text)";\n')
        self.assert_complains(GATE, "$1")

    def test_untyped_parameter_behind_others(self):
        self.append(GATE, 'const char* t = "SELECT paliad_backup_rows($1::uuid,"\n    " $12)";\n')
        self.assert_complains(GATE, "$12", check.read(self.root, GATE).count("\n") - 1)

    def test_untyped_format(self):
        self.append(BEGIN, "COMMENT ON SCHEMA paliad_backup_internal IS 'paliad_backup_internal.link_catalog(%L)';\n")
        self.assert_complains(BEGIN, "%L")

    def test_untyped_in_the_web_server(self):
        self.append("web/server/backups.cpp", 'const char* t = R"(SELECT x.paliad_backup_delete($1))";\n')
        self.assert_complains("web/server/backups.cpp", "$1")

    def test_typed(self):
        self.append(GATE, 'const char* t = "paliad_backup_rows($1::uuid, %L::text) WHERE x = $3";\n')
        self.assertEqual(self.complaints(), [])

    # --- the table ---

    def test_new_statement(self):
        line = self.line_with(GATE, "query(")
        for call in ('query("SELECT 1")', 'postgres::execute("SELECT 1")', 'catalog::audit_write("SELECT 1")',
                     '(void)catalog_write(\n      "SELECT 1")', 'return postgres::uuid_result(oid)'):
            with self.subTest(call):
                before = check.read(self.root, GATE)
                self.append(GATE, f"void f() {{ {call}; }}\n")
                self.assert_one_more(GATE, line)
                with open(os.path.join(self.root, GATE), "w", encoding="utf-8") as file:
                    file.write(before)

    def test_new_file(self):
        path = "src/core/store/new.cpp"
        self.append(path, 'void f() {\n  postgres::run_command("VACUUM");\n}\n')
        self.assert_complains(path, "lists 0", 2)

    def test_new_command_of_a_helper(self):
        self.append("src/backend/catalog/app_links.cpp", 'void f() { run_as(owner(), "DROP TABLE x"); }\n')
        self.assert_one_more("src/backend/catalog/app_links.cpp", self.line_with("src/backend/catalog/app_links.cpp", "query("))

    def test_declarations_are_no_statements(self):
        self.append(GATE, "std::vector<Row> query(const std::string& text);\nvoid execute(int);\n"
                          "Row& catalog_query(int);\n")
        self.assertEqual(self.complaints(), [])

    def test_new_statement_of_the_web_server(self):
        for call in ('transaction->query("SELECT 1")', 'connection_.send(text)', 'connection_.run("SET x = 1")'):
            with self.subTest(call):
                before = check.read(self.root, "web/server/events.cpp")
                self.append("web/server/events.cpp", f"void f() {{ {call}; }}\n")
                self.assert_one_more("web/server/events.cpp", self.line_with("web/server/events.cpp", 'connection.query('))
                with open(os.path.join(self.root, "web/server/events.cpp"), "w", encoding="utf-8") as file:
                    file.write(before)

    def test_new_function_and_block(self):
        for text in (f"CREATE FUNCTION paliad_backup_internal.new() RETURNS int LANGUAGE sql {check.PINNED} AS $$\n"
                     "  SELECT 1\n$$;\n", "DO $$\nBEGIN\nEND\n$$;\n", "DELETE FROM paliad.backups;\n"):
            with self.subTest(text):
                before = check.read(self.root, BEGIN)
                self.append(BEGIN, text)
                self.assert_one_more(BEGIN, self.line_with(BEGIN, "LOCK TABLE"))
                with open(os.path.join(self.root, BEGIN), "w", encoding="utf-8") as file:
                    file.write(before)

    def test_row_without_a_statement(self):
        self.append(check.TABLE, "| src/core/base/json.hpp: f | x | y | z | w |\n")
        self.assert_complains("src/core/base/json.hpp", "lists 1", 1)

    # --- the parts of the install script ---

    def test_search_path(self):
        at = self.line_with(RULE, "CREATE FUNCTION paliad_backup_internal.check_rule")
        self.change(RULE, check.PINNED, "SET search_path = paliad")
        self.assert_complains(RULE, "lacks SET search_path", at)

    def test_own_without_schema(self):
        for path, old, new in (("40_catalog", "EXECUTE 'LOCK TABLE paliad.backups", "EXECUTE 'LOCK TABLE backups"),
                               ("96_links", "PERFORM paliad_backup_internal.link_catalog()", "PERFORM link_catalog()")):
            with self.subTest(new):
                part = f"sql/install/{path}.sql"
                before = check.read(self.root, part)
                at = self.line_with(part, old)
                self.change(part, old, new)
                self.assert_complains(part, "without its schema", at)
                with open(os.path.join(self.root, part), "w", encoding="utf-8") as file:
                    file.write(before)

    # --- the program ---

    def test_it_says_where_and_fails(self):
        self.append(GATE, "void f() { SPI_finish(); }\n")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            self.assertEqual(check.main([self.root]), 1)
        self.assertRegex(out.getvalue(), rf"^{GATE}:\d+: error: SPI_finish outside")


if __name__ == "__main__":
    unittest.main()
