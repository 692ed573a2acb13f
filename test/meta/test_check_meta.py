"""Each rule of scripts/check-meta fails where it must, and only there."""
import importlib.machinery
import importlib.util
import json
import os
import shutil
import tempfile
import unittest

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOADER = importlib.machinery.SourceFileLoader("check_meta", os.path.join(CHECKOUT, "scripts/check-meta"))
check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_meta", LOADER))
LOADER.exec_module(check)

EXTENSION = "paliad_backup"


class CheckMeta(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.root)
        self.meta = json.loads(check.read(CHECKOUT, check.META))
        self.script = self.meta["provides"][EXTENSION]["file"]
        for folder in ("debian", os.path.dirname(self.script)):
            os.makedirs(os.path.join(self.root, folder), exist_ok=True)
        for path in (check.CHANGES, check.DEBIAN_CHANGES, "README.md", f"{EXTENSION}.control"):
            shutil.copy(os.path.join(CHECKOUT, path), os.path.join(self.root, path))
        # make may not have made it yet, and a missing file would break a rule.
        self.write(self.script, "")
        self.default = check.first_match(CHECKOUT, f"{EXTENSION}.control", "default_version = '(.*)'")

    def write(self, path, text):
        with open(os.path.join(self.root, path), "w", encoding="utf-8") as file:
            file.write(text)

    def complaints(self):
        self.write(check.META, json.dumps(self.meta))
        return [f"{path}: {why}" for path, why in check.complaints(self.root)]

    def assert_complains(self, text):
        found = self.complaints()
        self.assertTrue(any(text in complaint for complaint in found), found)

    def test_the_checkout_is_right(self):
        self.assertEqual(self.complaints(), [])

    def test_no_json(self):
        self.write(check.META, "{")
        self.assertIn("is no JSON", [why for _, why in check.complaints(self.root)][0])

    def test_each_required_key(self):
        for key in ("abstract", "maintainer", "license", "meta-spec", "name", "version", "provides"):
            kept = self.meta.pop(key)
            self.assert_complains(f"/{key}: is required")
            self.meta[key] = kept
        self.assertEqual(self.complaints(), [])

    def test_values_that_are_wrong(self):
        for key, value, why in (
                ("name", "a b", "is no term"), ("name", "a", "is no term"), ("name", "a/b", "is no term"),
                ("version", "1.0", "is no semantic version"), ("version", "01.0.0", "is no semantic version"),
                ("version", 1, "is no semantic version"), ("abstract", "", "is no text"),
                ("abstract", None, "is no text"), ("maintainer", [], "the list is empty"),
                ("maintainer", [""], "is no text"), ("license", "PostgreSQL", "is no license"),
                ("license", {"ours": "nowhere"}, "is no URL"), ("release_status", "done", "is no release status"),
                ("tags", ["a/b"], "is no tag"), ("tags", ["a" * 257], "is no tag"), ("tags", [""], "is no tag"),
                ("meta-spec", {"version": "2.0.0"}, "is no version of the spec"), ("meta-spec", "1.0.0", "is no object"),
                ("meta-spec", {"url": "https://pgxn.org/meta/spec.txt"}, "/meta-spec/version: is required"),
                ("provides", [], "is no object"), ("provides", {EXTENSION: {"file": "a"}}, "/version: is required"),
                ("prereqs", {"sometime": {}}, "is no phase"), ("prereqs", {"test": {"wants": {}}}, "is no relation"),
                ("prereqs", {"test": {"requires": {"PostgreSQL": "14"}}}, "is no range"),
                ("no_index", {"files": "a"}, "is no key"), ("resources", {"homepage": "pgxn.org"}, "is no URL"),
                ("resources", {"bugtracker": {"mailto": "nobody"}}, "is no email address"),
                ("resources", {"repository": {"type": "Git"}}, "is no text in lower case"),
                ("colour", "blue", "is no key")):
            with self.subTest(key=key, value=value):
                kept = dict(self.meta)
                self.meta[key] = value
                self.assert_complains(why)
                self.meta = kept

    def test_values_that_are_right(self):
        for key, value in (
                ("license", ["postgresql", "bsd"]), ("license", {"ours": "https://licenses.example/ours"}),
                ("maintainer", ["Ann <ann@one.example>", "Ben"]), ("release_status", "testing"), ("x_colour", "blue"),
                ("prereqs", {"runtime": {"requires": {"PostgreSQL": ">= 14.0.0, < 19.0.0", "plpgsql": "0"}}}),
                ("resources", {"bugtracker": {"mailto": "a@b.example"}, "repository": {"type": "git"}})):
            with self.subTest(key=key, value=value):
                kept = dict(self.meta)
                self.meta[key] = value
                self.assertEqual(self.complaints(), [])
                self.meta = kept

    def test_another_version_in_each_file(self):
        other = "97.3"
        for path, text in ((check.CHANGES, f"# Changes\n\n## {other}\n"), (check.CHANGES, "# Changes\n"),
                           (check.DEBIAN_CHANGES, f"paliad-backup ({other}-1) UNRELEASED; urgency=medium\n")):
            with self.subTest(path=path, text=text):
                kept = check.read(self.root, path)
                self.write(path, text)
                self.assert_complains(f"{path}: is of version ")
                self.write(path, kept)

    def test_another_version_in_meta(self):
        self.meta["version"] = "97.3.0"
        self.assert_complains(f"is of version 97.3, and {EXTENSION}.control of {self.default}")

    def test_another_version_of_what_is_provided(self):
        self.meta["provides"][EXTENSION]["version"] = "97.3.0"
        self.assert_complains(f"/provides/{EXTENSION}: is of version 97.3, and")

    def test_a_script_of_another_version(self):
        self.meta["provides"][EXTENSION]["file"] = "README.md"
        self.assert_complains("README.md is not the script of version")

    def test_files_that_are_not_there(self):
        os.remove(os.path.join(self.root, self.script))
        self.assert_complains(f"{self.script} is not there")
        self.write(self.script, "")
        self.meta["provides"][EXTENSION]["docfile"] = "MANUAL.md"
        self.assert_complains("MANUAL.md is not there")

    def test_an_extension_without_a_control_file(self):
        self.meta["provides"]["other"] = {"file": "other--1.0.sql", "version": "1.0.0"}
        self.assert_complains("there is no other.control")


if __name__ == "__main__":
    unittest.main()
