"""Each rule of scripts/check-includes fails where it must, and only there."""
import importlib.machinery
import importlib.util
import os
import shutil
import tempfile
import unittest

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATH = os.path.join(CHECKOUT, "scripts/check-includes")
LOADER = importlib.machinery.SourceFileLoader("check_includes", PATH)
check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_includes", LOADER))
LOADER.exec_module(check)

DRAWING = """# The house

## Rooms

| folder | what is in it |
|---|---|
| `src/core/base` | the ground |
| `src/core/zip` | zips |
| `src/backend/postgres` | adapters |
| `src/backend/settings` | the settings |
| `src/backend` | the top |

## Something else

| `src/core/attic` | is no room |
"""

FILES = {
    "docs/architecture.md": DRAWING,
    "src/core/base/file.hpp": "#pragma once\n",
    "src/core/base/file.cpp": '#include "core/base/file.hpp"\n',
    "src/core/zip/reader.hpp": "#pragma once\n",
    "src/core/zip/reader.cpp": '#include "core/zip/reader.hpp"\n\n#include "core/base/file.hpp"\n',
    "src/backend/postgres/valves.hpp": "#include <postgres.h>\n",
    "src/backend/settings.cpp": '#include "backend/postgres/valves.hpp"\n',
    "src/backend/extension.cpp": '#include "core/zip/reader.hpp"\n',
    "test/unit/base/file_test.cpp": "",
    "test/unit/zip/reader_test.cpp": "",
}


class CheckIncludes(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.root)
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path, text):
        whole = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8") as file:
            file.write(text)

    def complaints(self):
        return [f"{path}:{line}: {why}" for path, line, why in check.complaints(self.root)]

    def assert_complaint(self, part):
        found = self.complaints()
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])

    def test_namespace_of_another_room(self):
        self.write("src/core/zip/reader.hpp", "#pragma once\n\nnamespace paliad::bundle {\n")
        self.assertEqual(self.complaints(), ["src/core/zip/reader.hpp:3: declares in paliad::bundle: the namespace of "
                                             "src/core/zip is paliad::zip"])

    def test_namespace_of_no_room(self):
        for namespace in ("paliad::zipped", "paliad"):
            self.write("src/core/zip/reader.hpp", f"#pragma once\n\nnamespace {namespace} {{\n")
            self.assert_complaint(f"src/core/zip/reader.hpp:3: declares in {namespace}: ")
        self.write("src/core/zip/reader.hpp", "#pragma once\n")
        self.write("src/core/base/file.hpp", "#pragma once\n\nnamespace paliad::file {\n")
        self.assert_complaint("src/core/base/file.hpp:3: declares in paliad::file: ")

    def test_namespaces_of_their_rooms(self):
        self.write("src/core/zip/reader.hpp", "#pragma once\n\nnamespace paliad::zip {\n")
        self.write("src/core/zip/end.hpp", "#pragma once\n\nnamespace paliad::zip::tags {\n")
        self.write("src/core/base/file.hpp", "#pragma once\n\nnamespace paliad {\n")
        self.write("src/backend/settings.cpp", "namespace paliad::settings {\n")
        self.assertEqual(self.complaints(), [])

    def test_a_right_house_has_none(self):
        self.assertEqual(self.complaints(), [])

    def test_a_lower_room_includes_a_higher_one(self):
        self.write("src/core/base/file.hpp", '#pragma once\n#include "core/zip/end.hpp"\n')
        self.write("src/core/zip/end.hpp", "#pragma once\n")
        self.assert_complaint("src/core/base/file.hpp:2: includes src/core/zip/end.hpp, which stands on a floor above")

    def test_the_core_includes_the_backend(self):
        self.write("src/core/zip/reader.hpp", '#include "backend/postgres/valves.hpp"\n')
        self.assert_complaint("floor above src/core/zip")

    def test_a_room_includes_a_module_that_is_a_room_above_it(self):
        self.write("src/backend/settings.hpp", "")
        self.write("src/backend/postgres/valves.hpp", '#include "backend/settings.hpp"\n')
        self.assertTrue(any("floor above src/backend/postgres" in why for why in self.complaints()))

    def test_the_core_includes_a_header_of_the_server(self):
        self.write("src/core/zip/reader.hpp", "#include <utils/builtins.h>\n")
        self.assert_complaint("src/core/zip/reader.hpp:1: includes a header of PostgreSQL")

    def test_two_headers_include_each_other(self):
        self.write("src/core/zip/end.hpp", '#include "core/zip/reader.hpp"\n')
        self.write("src/core/zip/reader.hpp", '#include "core/zip/end.hpp"\n')
        self.assert_complaint("circle: src/core/zip/reader -> src/core/zip/end -> src/core/zip/reader")

    def test_a_source_closes_a_circle(self):
        self.write("src/core/zip/end.hpp", "")
        self.write("src/core/zip/end.cpp", '#include "core/zip/reader.hpp"\n')
        self.write("src/core/zip/reader.cpp", '#include "core/zip/end.hpp"\n')
        self.write("test/unit/zip/end_test.cpp", "")
        self.assert_complaint("circle")

    def test_a_folder_is_no_room(self):
        self.write("src/core/attic/old.hpp", "")
        self.assert_complaint("src/core/attic:1: is no room")

    def test_a_room_is_empty(self):
        os.remove(os.path.join(self.root, "src/backend/settings.cpp"))
        self.assert_complaint("src/backend/settings has no file")

    def test_an_include_is_no_path(self):
        self.write("src/core/zip/reader.hpp", '#include "file.hpp"\n')
        self.assert_complaint("src/file.hpp, which doesn't exist")

    def test_a_plain_module_has_no_unit_test(self):
        os.remove(os.path.join(self.root, "test/unit/zip/reader_test.cpp"))
        self.assert_complaint("src/core/zip/reader.cpp:1: has no unit test: write test/unit/zip/reader_test.cpp")

    def test_a_header_alone_needs_no_test(self):
        self.write("src/core/zip/constants.hpp", "")
        self.assertEqual(self.complaints(), [])


if __name__ == "__main__":
    unittest.main()
