#include "core/bundle/restore_script.hpp"

#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

model::SheetInfo sheet(const std::string& relation, const std::string& file,
                       const std::vector<std::string>& columns) {
  model::SheetInfo sheet;
  sheet.relation = relation;
  for (const std::string& name : columns) sheet.columns.push_back({name, "text"});
  sheet.files = {{file, 0, {}}, {"", 0, {}}};
  return sheet;
}

model::BundleInfo info_of(const std::vector<model::SheetInfo>& sheets) {
  model::BundleInfo info;
  info.id = "an-id";
  info.database = "the\ndatabase";
  info.started_at = from_unix_seconds(0);
  info.sheets = sheets;
  return info;
}

// What stands between the heads' settings and the end.
std::string body(const std::string& script) {
  return script.substr(script.find("SET client_min_messages = warning;\n") + 35);
}

TEST(RestoreScript, LoadsBetweenTablesAndKeys) {
  const DatabaseSchema schema{{"CREATE TABLE a.b ();"}, {"ALTER TABLE a.b ..."}, {}};
  const model::BundleInfo info = info_of({sheet("a.b", "csv/b.csv", {"x"})});
  EXPECT_EQ(body(restore_sql(schema, info)),
            "\n-- Types, sequences, tables\n\nCREATE TABLE a.b ();\n"
            "\n-- Rows\n\n\\copy a.b FROM 'csv/b.csv' WITH (FORMAT csv, HEADER)\n"
            "\n-- Keys, indexes, comments\n\nALTER TABLE a.b ...\n"
            "\nCOMMIT;\n");
  EXPECT_EQ(body(schema_sql(schema, info)),
            "\n-- Types, sequences, tables\n\nCREATE TABLE a.b ();\n"
            "\n-- Keys, indexes, comments\n\nALTER TABLE a.b ...\n");
}

TEST(RestoreScript, IsOneTransactionThatStopsAtAnError) {
  const std::string script = restore_sql({}, info_of({}));
  const std::size_t stop = script.find("\\set ON_ERROR_STOP on\n");
  const std::size_t begin = script.find("BEGIN;\n");
  ASSERT_NE(stop, std::string::npos);
  ASSERT_NE(begin, std::string::npos);
  EXPECT_LT(stop, begin);
  EXPECT_EQ(script.substr(script.size() - 8), "COMMIT;\n");
}

TEST(RestoreScript, LeavesComputedColumnsToTheServer) {
  DatabaseSchema schema;
  schema.computed["a.b"] = {"sum"};
  schema.computed["a.c"] = {"only"};
  const model::BundleInfo info = info_of(
      {sheet("a.b", "csv/b.csv", {"x", "sum", "y \"z\""}), sheet("a.c", "csv/c.csv", {"only"})});
  EXPECT_EQ(body(restore_sql(schema, info)),
            "\n-- Rows\n\n"
            "CREATE TEMPORARY TABLE paliad_load (LIKE a.b);\n"
            "\\copy pg_temp.paliad_load FROM 'csv/b.csv' WITH (FORMAT csv, HEADER)\n"
            "INSERT INTO a.b (\"x\", \"y \"\"z\"\"\")\n  OVERRIDING SYSTEM VALUE SELECT \"x\", \"y "
            "\"\"z\"\"\""
            " FROM pg_temp.paliad_load;\n"
            "DROP TABLE pg_temp.paliad_load;\n"
            "CREATE TEMPORARY TABLE paliad_load (LIKE a.c);\n"
            "\\copy pg_temp.paliad_load FROM 'csv/c.csv' WITH (FORMAT csv, HEADER)\n"
            "DROP TABLE pg_temp.paliad_load;\n"
            "\nCOMMIT;\n");
}

TEST(RestoreScript, QuotesWhatPsqlReads) {
  const model::BundleInfo info = info_of({sheet("a.\"o'b\"", "csv/o'b.csv", {"x"}),
                                          sheet("a.\"two\nlines\"", "csv/two_lines.csv", {"x"})});
  EXPECT_EQ(body(restore_sql({}, info)),
            "\n-- Rows\n\n"
            "\\copy a.\"o'b\" FROM 'csv/o''b.csv' WITH (FORMAT csv, HEADER)\n"
            "CREATE TEMPORARY TABLE paliad_load (LIKE a.\"two\nlines\");\n"
            "\\copy pg_temp.paliad_load FROM 'csv/two_lines.csv' WITH (FORMAT csv, HEADER)\n"
            "INSERT INTO a.\"two\nlines\" (\"x\")\n  OVERRIDING SYSTEM VALUE SELECT \"x\" FROM "
            "pg_temp.paliad_load;\n"
            "DROP TABLE pg_temp.paliad_load;\n"
            "\nCOMMIT;\n");
  EXPECT_EQ(restore_sql({}, info).find("the\ndatabase"), std::string::npos)
      << "a comment is one line";
}

}  // namespace
}  // namespace paliad::bundle
