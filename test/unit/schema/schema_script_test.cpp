#include "core/schema/schema_script.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

SchemaScript moved(const std::string& script) {
  return move_schema(script, [](const std::string&) { return "new \"home\""; });
}

TEST(SchemaScript, IsTakenApart) {
  const SchemaScript script =
      moved("SET search_path = pg_catalog;\n"
            "CREATE SCHEMA IF NOT EXISTS a;\n"
            "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA ext;\n"
            "CREATE TYPE a.state AS ENUM ('a.t', 'x');\n"
            "CREATE TABLE a.t (n ext.thing, s a.state);\n"
            "CREATE UNIQUE INDEX i ON a.t USING btree (n);\n"
            "COMMENT ON SCHEMA a IS 'x';\n"
            "COMMENT ON COLUMN a.t.n IS 'of a.t';\n");
  EXPECT_EQ(script.schemas, std::vector<std::string>{"new \"home\""});
  EXPECT_EQ(script.extensions, std::vector<std::string>{"uuid-ossp"});
  EXPECT_EQ(
      script.before,
      (std::vector<std::string>{
          "CREATE TYPE \"new \"\"home\"\"\".state AS ENUM ('a.t', 'x')",
          "CREATE TABLE \"new \"\"home\"\"\".t (n ext.thing, s \"new \"\"home\"\"\".state)"}));
  EXPECT_EQ(script.after, (std::vector<std::string>{
                              "CREATE UNIQUE INDEX i ON \"new \"\"home\"\"\".t USING btree (n)",
                              "COMMENT ON COLUMN \"new \"\"home\"\"\".t.n IS 'of a.t'"}));
}

TEST(SchemaScript, PutsPartitionsAndChildrenBeforeTheRows) {
  const SchemaScript script = moved("CREATE UNLOGGED TABLE a.t (n int); CREATE TABLE a.p (n int);"
                                    "CREATE TABLE a.g (\"as\" int GENERATED ALWAYS AS (1) STORED);"
                                    "ALTER TABLE ONLY a.t INHERIT a.p;"
                                    "ALTER TABLE ONLY a.p ATTACH PARTITION a.t FOR VALUES IN (1);"
                                    "ALTER TABLE ONLY a.t ALTER COLUMN n SET STATISTICS 7;"
                                    "ALTER INDEX a.t_key SET (fillfactor = '70');"
                                    "ALTER DOMAIN b.d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;"
                                    "CREATE STATISTICS a.s (ndistinct) ON n, m FROM a.t;");
  const std::string home = "\"new \"\"home\"\"\".";
  EXPECT_EQ(
      script.before,
      (std::vector<std::string>{
          "CREATE UNLOGGED TABLE " + home + "t (n int)", "CREATE TABLE " + home + "p (n int)",
          "CREATE TABLE " + home + "g (\"as\" int GENERATED ALWAYS AS (1) STORED)",
          "ALTER TABLE ONLY " + home + "t INHERIT " + home + "p",
          "ALTER TABLE ONLY " + home + "p ATTACH PARTITION " + home + "t FOR VALUES IN (1)"}));
  EXPECT_EQ(script.after,
            (std::vector<std::string>{
                "ALTER TABLE ONLY " + home + "t ALTER COLUMN n SET STATISTICS 7",
                "ALTER INDEX " + home + "t_key SET (fillfactor = '70')",
                "ALTER DOMAIN b.d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID",
                "CREATE STATISTICS " + home + "s (ndistinct) ON n, m FROM " + home + "t"}));
}

TEST(SchemaScript, MovesWhatLiteralsName) {
  const SchemaScript script =
      moved("CREATE SEQUENCE a.\"S\"; CREATE TABLE a.t (n int DEFAULT nextval('a.\"S\"'::regclass),"
            " m text DEFAULT 'a.t'::text, o regclass DEFAULT 'b.t'::regclass);");
  EXPECT_EQ(script.before.at(1),
            "CREATE TABLE \"new \"\"home\"\"\".t (n int DEFAULT nextval("
            "E'\"new \"\"home\"\"\".\"S\"'::regclass),"
            " m text DEFAULT 'a.t'::text, o regclass DEFAULT 'b.t'::regclass)");
}

TEST(SchemaScript, LeavesOtherNamesAndPartsOfLongerOnes) {
  const SchemaScript script =
      moved("CREATE TABLE a.t (a int, c b.t, CHECK (pg_catalog.int4eq(a, 1)));"
            "CREATE TABLE x.a (t int); ALTER TABLE x.a ADD CHECK (((a).t > 0));");
  EXPECT_EQ(script.before.at(0), "CREATE TABLE \"new \"\"home\"\"\".t (a int, c b.t, CHECK "
                                 "(pg_catalog.int4eq(a, 1)))");
  EXPECT_EQ(script.after.at(0), "ALTER TABLE \"new \"\"home\"\"\".a ADD CHECK (((a).t > 0))");
}

TEST(SchemaScript, MovesRangesWithTheirMultiranges) {
  EXPECT_EQ(moved("CREATE TYPE a.r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = a.m);"
                  "CREATE TABLE a.t (x a.m);")
                .before.at(1),
            "CREATE TABLE \"new \"\"home\"\"\".t (x \"new \"\"home\"\"\".m)");
}

TEST(SchemaScript, HasTheSequencesPositions) {
  const SchemaScript script =
      moved("CREATE SEQUENCE a.s; CREATE TABLE a.t (n int);"
            "SELECT pg_catalog.setval('a.s', -7, true);"
            "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('a.t', 'n'), 3, true);");
  ASSERT_EQ(script.positions.size(), 2U);
  EXPECT_EQ(script.positions[0].relation, "\"new \"\"home\"\"\".s");
  EXPECT_FALSE(script.positions[0].column);
  EXPECT_EQ(script.positions[0].position, "-7");
  EXPECT_EQ(script.positions[1].relation, "\"new \"\"home\"\"\".t");
  EXPECT_EQ(script.positions[1].column, "n");
  EXPECT_EQ(script.positions[1].position, "3");
}

TEST(SchemaScript, RefusesTwoThingsOfOneName) {
  const test::Caught error =
      test::caught([] { (void)moved("CREATE TABLE a.t (); CREATE TABLE b.t ();"); });
  EXPECT_EQ(error.state, sqlstate::feature_not_supported);
  EXPECT_EQ(error.message,
            "\"b\".\"t\" and \"a\".\"t\" can't both stand in schema \"new \"\"home\"\"\"");
  EXPECT_EQ(error.hint, "restore.sql in the backup's zip brings every schema back under its name.");
  const SchemaScript apart = move_schema("CREATE TABLE a.t (); CREATE TABLE b.t ();",
                                         [](const std::string& schema) { return schema + "2"; });
  EXPECT_EQ(apart.before,
            (std::vector<std::string>{"CREATE TABLE \"a2\".t ()", "CREATE TABLE \"b2\".t ()"}));
}

TEST(SchemaScript, RefusesWhatNoBackupHas) {
  for (const char* text :
       {"DROP TABLE a.t", "CREATE FUNCTION a.f()", "DO 'x'", "GRANT ALL ON a.t TO PUBLIC",
        "INSERT INTO a.t VALUES (1)", "ALTER ROLE x SUPERUSER", "COPY a.t FROM PROGRAM 'x'",
        "SELECT pg_catalog.setval('', 1, true)", "SELECT pg_catalog.setval('a.s', , true, 1)",
        "SELECT 1", "CREATE TEMPORARY TABLE t ()", "ALTER SYSTEM x",
        "CREATE TABLE IF NOT EXISTS a.t aS EXECUTE x"}) {
    const test::Caught error = test::caught([&] { (void)moved(text); });
    EXPECT_EQ(error.state, sqlstate::data_corrupted);
    EXPECT_EQ(error.message, std::string("schema.sql has a statement that no backup has: ") + text);
  }
}

// A query of a table that is made would run whatever it names. The table stands in its new schema.
TEST(SchemaScript, RefusesATableThatAQueryMakes) {
  for (const char* rest :
       {" AS SELECT pg_catalog.set_config('search_path', 'x', false)", " (n) as TABLE b.u"})
    for (const char* kind : {"CREATE TABLE ", "CREATE UNLOGGED TABLE "}) {
      const test::Caught error =
          test::caught([&] { (void)moved(kind + std::string("a.t") + rest); });
      EXPECT_EQ(error.state, sqlstate::data_corrupted);
      EXPECT_EQ(error.message, std::string("schema.sql has a statement that no backup has: ") +
                                   kind + "\"new \"\"home\"\"\".t" + rest);
    }
}

TEST(RelationName, IsReadAsTheManifestHasIt) {
  EXPECT_EQ(relation_name("paliad.\"odd \"\"name\"\";\"").name, "odd \"name\";");
  EXPECT_EQ(relation_name("\"A b\".c").schema, "A b");
  for (const char* text : {"", "a", "a.b.c", "a.b;c.d", ".a", "a.'b'"}) {
    const test::Caught error = test::caught([&] { (void)relation_name(text); });
    EXPECT_EQ(error.message, "\"" + std::string(text) + "\" is no qualified name");
  }
}

}  // namespace
}  // namespace paliad::schema
