"""The comparison finds all differences, and nothing else."""

import unittest

import dumps
import way_back


def entry(kind, schema, name, body, owner="postgres"):
    return f"--\n-- Name: {name}; Type: {kind}; Schema: {schema}; Owner: {owner}\n--\n\n{body}\n\n"


def rows(table, *lines):
    return (f"--\n-- Data for Name: {table}; Type: TABLE DATA; Schema: paliad; Owner: postgres\n--\n\n"
            + "".join(f"INSERT INTO paliad.{table} VALUES ({line});\n" for line in lines) + "\n")


def dump(*parts):
    return "--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\nSET row_security = off;\n\n" + "".join(parts) + (
        "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict x\n\n")


TABLE = entry("TABLE", "paliad", "t", "CREATE TABLE paliad.t (\n    a integer\n);")
VIEW = entry("VIEW", "paliad", "v", "CREATE VIEW paliad.v AS\n SELECT 1;")
TRIGGER = entry("TRIGGER", "paliad", "t note", "CREATE TRIGGER note;")


def between(before, after):
    return dumps.differences(dumps.entries(dump(*before)), dumps.entries(dump(*after)))


class Differences(unittest.TestCase):
    def test_none(self):
        self.assertEqual(between([TABLE, VIEW], [TABLE, VIEW]), [])

    def test_a_missing_and_a_new_entry(self):
        self.assertEqual([(one.kind, one.name, bool(one.before), bool(one.after)) for one in between([TABLE], [VIEW])],
                         [("TABLE", "t", True, False), ("VIEW", "v", False, True)])

    def test_a_changed_entry(self):
        changed = TABLE.replace("integer", "bigint")
        self.assertIn("-    a integer\n+    a bigint", dumps.unified(between([TABLE], [changed])[0]))

    def test_the_order_of_entries(self):
        self.assertEqual([one.kind for one in between([TABLE, VIEW], [VIEW, TABLE])], ["ORDER"])

    def test_rows_have_no_order_but_a_number(self):
        self.assertEqual(between([rows("t", "1", "2")], [rows("t", "2", "1")]), [])
        self.assertEqual(len(between([rows("t", "1", "1")], [rows("t", "1")])), 1)

    def test_large_objects_have_no_order_but_each_its_bytes(self):
        def blobs(*contents):
            return "--\n-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -\n--\n\nBEGIN;\n\n" + "".join(
                f"SELECT pg_catalog.lo_open('{oid}', 131072);\nSELECT pg_catalog.lowrite(0, '{content}');\n"
                "SELECT pg_catalog.lo_close(0);\n\n" for oid, content in contents) + "COMMIT;\n\n"
        self.assertEqual(between([blobs((1, "a"), (2, "b"))], [blobs((2, "b"), (1, "a"))]), [])
        self.assertEqual(len(between([blobs((1, "a"), (2, "b"))], [blobs((1, "b"), (2, "a"))])), 1)

    def test_the_rights_of_one_more(self):
        grant = entry("ACL", "paliad", "TABLE t", "GRANT SELECT ON TABLE paliad.t TO clerk;")
        more = grant.replace("clerk;", "clerk;\nGRANT SELECT ON TABLE paliad.t TO lawyer;")
        self.assertEqual(len(between([grant], [more])), 1)

    def test_default_rights_of_two_roles(self):
        one, two = (entry("DEFAULT ACL", "-", "DEFAULT PRIVILEGES FOR TABLES", f"ALTER DEFAULT PRIVILEGES FOR ROLE {role};",
                          role) for role in ("a", "b"))
        self.assertEqual(len(between([one, two], [one])), 1)


class Own(unittest.TestCase):
    def test_what_the_extension_or_the_server_brings_is_not_compared(self):
        own = [entry("EXTENSION", "-", "paliad_backup", "CREATE EXTENSION paliad_backup;"),
               entry("ACL", "-", "SCHEMA paliad", "GRANT USAGE ON SCHEMA paliad TO paliad_backup_admin;\n"
                     "GRANT USAGE ON SCHEMA paliad TO pg_monitor;"),
               entry("ACL", "pg_catalog", "TABLE pg_proc", "GRANT SELECT ON TABLE pg_catalog.pg_proc TO clerk;"),
               rows("backups", "1"), rows("system_audit_log", "'0a', 'backup_created', NULL")]
        self.assertEqual(between(own, []), [])

    def test_what_looks_like_it_is(self):
        for other in (entry("EXTENSION", "-", "citext", "CREATE EXTENSION citext;"), rows("backups_of_mine", "1"),
                      entry("ACL", "-", "SCHEMA paliad", "GRANT USAGE ON SCHEMA paliad TO clerk;"),
                      rows("system_audit_log", "'0a', 'signed_in', 'backup_created'")):
            self.assertEqual(len(between([other], [])), 1, other)


class Named(unittest.TestCase):
    def named(self, part, text):
        manifest = {"not_carried": [{"object": text, "reason": "why", "code": "c"}], "excluded": []}
        return way_back.named_reason(manifest, between([part], [])[0])

    def test_by_its_name_and_its_table(self):
        self.assertEqual(self.named(TRIGGER, "trigger note of paliad.t"), "c")
        self.assertEqual(self.named(VIEW, "view paliad.v"), "c")

    def test_not_by_another(self):
        self.assertIsNone(self.named(TRIGGER, "trigger note of paliad.u"))
        self.assertIsNone(self.named(VIEW, "view paliad.vv"))
        self.assertIsNone(self.named(VIEW, "owners and rights"))

    def test_what_belongs_to_a_relation_that_is_out(self):
        manifest = {"not_carried": [], "excluded": [{"relation": "paliad.t", "reason": "why", "code": "out"}]}
        self.assertEqual(way_back.named_reason(manifest, between([TRIGGER], [])[0]), "out")
        manifest["excluded"][0]["relation"] = "paliad.u"
        self.assertIsNone(way_back.named_reason(manifest, between([TRIGGER], [])[0]))

    def test_a_function_by_its_name(self):
        function = entry("FUNCTION", "paliad", "f(integer, text)", "CREATE FUNCTION")
        self.assertEqual(self.named(function, "function paliad.f(integer,text)"), "c")
        self.assertIsNone(self.named(function, "function paliad.g(integer,text)"))


if __name__ == "__main__":
    unittest.main()
