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
  ASSERT_EQ(script.extensions.size(), 1U);
  EXPECT_EQ(script.extensions[0].name, "uuid-ossp");
  EXPECT_EQ(script.extensions[0].schema, "ext");
  EXPECT_EQ(
      script.before,
      (std::vector<std::string>{
          "CREATE TYPE \"new \"\"home\"\"\".state AS ENUM ('a.t', 'x')",
          "CREATE TABLE \"new \"\"home\"\"\".t (n ext.thing, s \"new \"\"home\"\"\".state)"}));
  EXPECT_EQ(script.after, (std::vector<std::string>{
                              "CREATE UNIQUE INDEX i ON \"new \"\"home\"\"\".t USING btree (n)",
                              "COMMENT ON COLUMN \"new \"\"home\"\"\".t.n IS 'of a.t'"}));
}

TEST(SchemaScript, PutsWhatShapesTablesBeforeTheRows) {
  const std::vector<std::string> before{
      "CREATE UNLOGGED TABLE @t (n int)",
      "CREATE TABLE @p (n int)",
      "CREATE TABLE @g (\"as\" int GENERATED ALWAYS AS (1) STORED)",
      "CREATE TABLE @c ()\n INHERITS (@p) WITH (fillfactor = '70')",
      "CREATE UNLOGGED SEQUENCE @s AS bigint",
      "CREATE COLLATION @l (PROVIDER = icu, LOCALE = 'de')",
      "CREATE TYPE @shell",
      "CREATE DOMAIN @d AS text COLLATE @l",
      "ALTER DOMAIN @d SET DEFAULT 'x'::text",
      "ALTER DOMAIN @d ADD CONSTRAINT c CHECK (VALUE <> ''::text)",
      "ALTER TABLE ONLY @t INHERIT @p",
      "ALTER TABLE ONLY @p ATTACH PARTITION @t FOR VALUES IN (1)",
      "ALTER TABLE ONLY @t ALTER COLUMN n SET STATISTICS 7",
      "ALTER TABLE ONLY @t ALTER COLUMN n SET DEFAULT nextval(E'\"new \"\"home\"\"\".s'::regclass)",
      "ALTER TABLE @t OF @shell"};
  // No statement makes t_n_seq by name: it is an identity column's.
  const std::vector<std::string> after{
      "ALTER DOMAIN @d ADD CONSTRAINT e CHECK (VALUE <> 'x'::text) NOT VALID",
      "ALTER TABLE ONLY @t ADD CONSTRAINT t_key UNIQUE (n)",
      "ALTER INDEX @t_key SET (fillfactor = '70')",
      "CREATE INDEX i ON ONLY @p USING btree (n)",
      "ALTER INDEX @i ATTACH PARTITION @t_n_idx",
      "CREATE STATISTICS @st (ndistinct) ON n, m FROM @t",
      "ALTER STATISTICS @st SET STATISTICS 5",
      "ALTER TABLE @t ADD CONSTRAINT n_check CHECK ((n > 0))",
      "ALTER SEQUENCE @s OWNED BY @t.n",
      "ALTER SEQUENCE @t_n_seq SET UNLOGGED"};
  // As in a backup, in schema a.
  const auto in = [](std::string text, const std::string& schema) {
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@'))
      text.replace(at, 1, schema);
    return text;
  };
  std::string text;
  for (const auto* part : {&after, &before})  // in another order than the script's
    for (const std::string& statement : *part) {
      std::string named = in(statement, "a.");
      const std::size_t literal = named.find("E'\"new");
      if (literal != std::string::npos)
        named.replace(literal, std::string("E'\"new \"\"home\"\"\".s'").size(), "'a.s'");
      text += named + ";\n";
    }
  const SchemaScript script = moved(text);
  const auto expected = [&](std::vector<std::string> statements) {
    for (std::string& statement : statements) statement = in(statement, "\"new \"\"home\"\"\".");
    return statements;
  };
  EXPECT_EQ(script.before, expected(before));
  EXPECT_EQ(script.after, expected(after));
}

// A schema that only an extension is in does not belong to the backup.
TEST(SchemaScript, MakesTheSchemasThatSomethingIsMadeIn) {
  const SchemaScript script =
      moved("CREATE SCHEMA IF NOT EXISTS extensions; CREATE SCHEMA IF NOT EXISTS a;"
            "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA extensions;"
            "CREATE TABLE a.t (c extensions.citext);");
  EXPECT_EQ(script.schemas, std::vector<std::string>{"new \"home\""});
  EXPECT_EQ(script.before,
            std::vector<std::string>{"CREATE TABLE \"new \"\"home\"\"\".t (c extensions.citext)"});
  const SchemaScript apart =
      move_schema("CREATE SCHEMA extensions; CREATE SCHEMA a; CREATE TABLE a.t ();",
                  [](const std::string& schema) { return schema + "2"; });
  EXPECT_EQ(apart.schemas, std::vector<std::string>{"a2"});
  EXPECT_EQ(moved("CREATE SCHEMA a;").schemas, std::vector<std::string>{"new \"home\""})
      << "a backup without tables";
}

TEST(SchemaScript, MovesWhatTheServerNames) {
  const SchemaScript script =
      moved("CREATE TABLE a.t (n int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME a.odd START WITH "
            "1), m int GENERATED ALWAYS AS IDENTITY (START WITH 1));"
            "COMMENT ON SEQUENCE a.t_m_seq IS 'a.t'; COMMENT ON SEQUENCE a.odd IS 'x';"
            "COMMENT ON CONSTRAINT c ON a.t IS 'y'; COMMENT ON INDEX a.t_key IS 'z';"
            "SECURITY LABEL FOR dummy ON SEQUENCE a.t_m_seq IS 'secret';"
            "SECURITY LABEL FOR dummy ON TABLE a.t IS 'secret';"
            "SECURITY LABEL FOR dummy ON SCHEMA a IS 'secret';");
  const std::string home = "\"new \"\"home\"\"\".";
  EXPECT_EQ(script.before,
            std::vector<std::string>{
                "CREATE TABLE " + home + "t (n int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME " +
                home + "odd START WITH 1), m int GENERATED ALWAYS AS IDENTITY (START WITH 1))"});
  EXPECT_EQ(script.after,
            (std::vector<std::string>{
                "COMMENT ON SEQUENCE " + home + "t_m_seq IS 'a.t'",
                "COMMENT ON SEQUENCE " + home + "odd IS 'x'",
                "COMMENT ON CONSTRAINT c ON " + home + "t IS 'y'",
                "COMMENT ON INDEX " + home + "t_key IS 'z'",
                "SECURITY LABEL FOR dummy ON SEQUENCE " + home + "t_m_seq IS 'secret'",
                "SECURITY LABEL FOR dummy ON TABLE " + home + "t IS 'secret'"}));
}

TEST(SchemaScript, MovesWhatLiteralsName) {
  const SchemaScript script =
      moved("CREATE SEQUENCE a.\"S\"; CREATE TABLE a.t (n int DEFAULT nextval('a.\"S\"'::regclass),"
            " m text DEFAULT 'a.t'::text, o regclass DEFAULT 'b.t'::regclass,"
            " p regtype DEFAULT 'a.t'::regtype);");
  EXPECT_EQ(script.before.at(1), "CREATE TABLE \"new \"\"home\"\"\".t (n int DEFAULT nextval("
                                 "E'\"new \"\"home\"\"\".\"S\"'::regclass),"
                                 " m text DEFAULT 'a.t'::text, o regclass DEFAULT 'b.t'::regclass,"
                                 " p regtype DEFAULT E'\"new \"\"home\"\"\".t'::regtype)");
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
            "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('a.t', 'n'), 3, false);");
  ASSERT_EQ(script.positions.size(), 2U);
  EXPECT_EQ(script.positions[0].relation, "\"new \"\"home\"\"\".s");
  EXPECT_FALSE(script.positions[0].column);
  EXPECT_EQ(script.positions[0].position, "-7");
  EXPECT_TRUE(script.positions[0].called);
  EXPECT_EQ(script.positions[1].relation, "\"new \"\"home\"\"\".t");
  EXPECT_EQ(script.positions[1].column, "n");
  EXPECT_EQ(script.positions[1].position, "3");
  EXPECT_FALSE(script.positions[1].called);
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

TEST(SchemaScript, RefusesTwoIndexesOfOneNameWhateverMakesThem) {
  const std::string tables = "CREATE TABLE a.t (n int); CREATE TABLE b.u (n int);";
  const std::string index = "CREATE INDEX i ON a.t USING btree (n);";
  for (const char* other :
       {"CREATE UNIQUE INDEX i ON ONLY b.u USING btree (n)", "CREATE SEQUENCE b.i",
        "ALTER TABLE ONLY b.u ADD CONSTRAINT i PRIMARY KEY (n)",
        "ALTER TABLE b.u ADD CONSTRAINT i UNIQUE (n)",
        "ALTER TABLE ONLY b.u ADD CONSTRAINT i EXCLUDE USING btree (n WITH =)",
        "CREATE TABLE b.v (n int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME b.i))"}) {
    const test::Caught error = test::caught([&] { (void)moved(tables + index + other); });
    EXPECT_EQ(error.state, sqlstate::feature_not_supported) << other;
    EXPECT_EQ(error.message,
              "\"b\".\"i\" and \"a\".\"i\" can't both stand in schema \"new \"\"home\"\"\"");
  }
  // These make objects without a name of their own, or with a name of another kind.
  for (const char* other :
       {"ALTER TABLE ONLY b.u ADD CONSTRAINT i FOREIGN KEY (n) REFERENCES a.t(n)",
        "ALTER TABLE b.u ADD CONSTRAINT i CHECK ((n > 0))", "CREATE TYPE b.i AS ENUM ('x')",
        "CREATE STATISTICS b.i (ndistinct) ON n, m FROM b.u",
        "CREATE COLLATION b.i (PROVIDER = x)"})
    EXPECT_NO_THROW((void)moved(tables + index + other)) << other;
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

// The query of CREATE TABLE AS would run any function that it names. In the error the table has its
// new schema.
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
