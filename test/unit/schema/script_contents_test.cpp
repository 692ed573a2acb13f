#include "core/schema/script_contents.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace paliad::schema {
namespace {

ScriptContents contents(const std::string& script) {
  return contents_of(move_schema(script, [](const std::string&) { return "new"; }));
}

TEST(ScriptContents, AreTheConstraintsOfTablesAndDomains) {
  const ScriptContents found = contents(
      "CREATE DOMAIN a.d AS text; ALTER DOMAIN a.d ADD CONSTRAINT c CHECK (VALUE <> ''::text);"
      "ALTER DOMAIN a.d SET DEFAULT 'x'; CREATE TABLE a.\"T\" (n int);"
      "ALTER TABLE ONLY a.\"T\" ALTER COLUMN n SET STATISTICS 7;"
      "ALTER TABLE ONLY a.\"T\" ADD CONSTRAINT k PRIMARY KEY (n);"
      "ALTER TABLE a.\"T\" ADD CONSTRAINT \"C\" CHECK ((n > 0)) NOT VALID;"
      "ALTER TABLE ONLY a.\"T\" ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES a.\"T\"(n);");
  std::vector<std::tuple<std::string, std::string, std::string, bool, bool>> constraints;
  for (const NamedConstraint& one : found.constraints)
    constraints.emplace_back(one.schema, one.owner, one.name, one.foreign_key, one.validated);
  EXPECT_EQ(constraints, (decltype(constraints){{"new", "d", "c", false, true},
                                                {"new", "T", "k", false, true},
                                                {"new", "T", "C", false, false},
                                                {"new", "T", "f", true, true}}));
  EXPECT_TRUE(found.indexes.empty());
}

TEST(ScriptContents, AreTheIndexesWhereTheirTablesAre) {
  const ScriptContents found =
      contents("CREATE TABLE a.t (n int); CREATE INDEX i ON a.t USING btree (n);"
               "CREATE UNIQUE INDEX \"U\" ON ONLY a.t USING btree (n);"
               "CREATE STATISTICS a.s (ndistinct) ON n, m FROM a.t;"
               "COMMENT ON INDEX a.i IS 'CREATE INDEX x ON a.t';");
  ASSERT_EQ(found.indexes.size(), 2U);
  EXPECT_EQ(found.indexes[0].schema, "new");
  EXPECT_EQ(found.indexes[0].name, "i");
  EXPECT_EQ(found.indexes[1].name, "U");
  EXPECT_TRUE(found.constraints.empty());
}

TEST(ConstraintOnRows, IsACheckOrAForeignKeyThatIsValid) {
  const auto check = constraint_on_rows("ALTER TABLE a.t ADD CONSTRAINT c CHECK ((n > 0))");
  ASSERT_TRUE(check);
  EXPECT_EQ(check->owner + "." + check->name, "t.c");
  EXPECT_FALSE(check->foreign_key);
  const auto key = constraint_on_rows(
      "ALTER TABLE ONLY a.t ADD CONSTRAINT \"F\" FOREIGN KEY (n) REFERENCES a.u(n) DEFERRABLE");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "F");
  EXPECT_TRUE(key->foreign_key);
  EXPECT_TRUE(constraint_on_rows("ALTER DOMAIN a.d ADD CONSTRAINT c CHECK ((VALUE > 0))"));
  for (const char* other :
       {"ALTER TABLE a.t ADD CONSTRAINT c CHECK ((n > 0)) NOT VALID",
        "ALTER TABLE ONLY a.t ADD CONSTRAINT k UNIQUE (n)", "ALTER DOMAIN a.d SET DEFAULT 'x'",
        "COMMENT ON CONSTRAINT c ON a.t IS 'ALTER TABLE a.t ADD CONSTRAINT c CHECK (true)'"})
    EXPECT_FALSE(constraint_on_rows(other)) << other;
}

}  // namespace
}  // namespace paliad::schema
