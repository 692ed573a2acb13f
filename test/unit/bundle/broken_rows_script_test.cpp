// restore.sql for rows that may break a constraint.
#include "core/bundle/restore_script.hpp"

#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

schema::ScriptStatement asking(const std::string& text) { return {text, {}, true}; }

std::string script(schema::Script all) {
  schema::DatabaseSchema schema;
  schema.all = std::move(all);
  return restore_sql(schema, {});
}

TEST(BrokenRowsScript, AddsConstraintsByAProcedureThatMayKeepRows) {
  schema::Script all;
  all.after = {{"Checks", {asking("ALTER TABLE a.t ADD CONSTRAINT c CHECK ((x <> ''::text));")}},
               {"Keys", {{"ALTER TABLE a.t ADD CONSTRAINT k UNIQUE (x);", {}, false}}}};
  const std::string text = script(all);
  const std::size_t procedure = text.find("CREATE PROCEDURE pg_temp.paliad_add_constraint(");
  const std::size_t call = text.find(
      "\n-- Checks\n\nCALL pg_temp.paliad_add_constraint('ALTER TABLE a.t ADD CONSTRAINT c CHECK "
      "((x <> ''''::text))', :'keep_broken');\n");
  EXPECT_LT(text.find("\\if :{?broken}\n"), text.find("\n-- Rows\n"));
  EXPECT_LT(text.find("\n-- Rows\n"), procedure);
  ASSERT_NE(call, std::string::npos);
  EXPECT_LT(procedure, call);
  EXPECT_NE(text.find("\nALTER TABLE a.t ADD CONSTRAINT k UNIQUE (x);\n"), std::string::npos);
}

TEST(BrokenRowsScript, MakesADomainsCheckBeforeTheRowsOrAfterThem) {
  const std::string check = "ALTER DOMAIN a.d ADD CONSTRAINT c CHECK ((VALUE > 0))";
  schema::Script all;
  all.before = {{"Types", {{"CREATE DOMAIN a.d AS integer;", {}, false}, asking(check + ";")}}};
  const std::string text = script(all);
  const std::size_t rows = text.find("\n-- Rows\n");
  const std::size_t before = text.find("\\if :check_first\n" + check + ";\n\\endif\n");
  const std::size_t after = text.find("\n\\if :keep_broken\nCALL pg_temp.paliad_add_constraint('" +
                                      check + "', :'keep_broken');\n\\endif\n");
  ASSERT_NE(before, std::string::npos);
  ASSERT_NE(after, std::string::npos);
  EXPECT_LT(before, rows);
  EXPECT_LT(rows, after);
}

TEST(BrokenRowsScript, AsksNothingWhereNoConstraintDoes) {
  schema::Script all;
  all.after = {
      {"Checks", {{"ALTER TABLE a.t ADD CONSTRAINT c CHECK ((x > 0)) NOT VALID;", {}, false}}}};
  const std::string text = script(all);
  EXPECT_EQ(text.find("broken"), std::string::npos);
  EXPECT_EQ(text.find("paliad_add_constraint"), std::string::npos);
}

}  // namespace
}  // namespace paliad::bundle
