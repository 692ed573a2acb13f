#include "core/schema/statement_list.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

TEST(StatementList, IsReadAsItWasWritten) {
  DatabaseSchema schema;
  schema.all.before = {
      {"Functions",
       {{"CREATE FUNCTION a.f() RETURNS text LANGUAGE sql AS $$\n\\if x\nSELECT ';\"ä'; $$;",
         {},
         false},
        {"ALTER DOMAIN a.d ADD CONSTRAINT c CHECK ((VALUE > 0));", {}, true}}}};
  schema.all.after = {
      {"Owners", {{"GRANT x ON a.t TO c;", {{"c"}, {"\"R\"", "s"}, "s"}, false, "auth.t"}}},
      {"Rights", {}}};
  schema.extensions = {{"citext", {"table a.t", "index a.i"}}};
  schema.extension_tables = {"a.spatial"};
  schema.left_out_of_tables = {"default of x of a.t: it needs function a.f, which is not carried"};
  const DatabaseSchema read = read_statement_list(statement_list(schema));
  ASSERT_EQ(read.all.before.size(), 1U);
  EXPECT_EQ(read.all.before[0].heading, "Functions");
  ASSERT_EQ(read.all.before[0].statements.size(), 2U);
  EXPECT_EQ(read.all.before[0].statements[0].text, schema.all.before[0].statements[0].text);
  EXPECT_FALSE(read.all.before[0].statements[0].asks_rows);
  EXPECT_TRUE(read.all.before[0].statements[1].asks_rows);
  ASSERT_EQ(read.all.after.size(), 2U);
  const NeededRoles& roles = read.all.after[0].statements.at(0).roles;
  EXPECT_EQ(roles.named, std::vector<std::string>{"c"});
  EXPECT_EQ(roles.acting, (std::vector<std::string>{"\"R\"", "s"}));
  EXPECT_EQ(roles.run_as, "s");
  EXPECT_EQ(read.all.after[0].statements[0].outside, "auth.t");
  EXPECT_TRUE(read.all.after[1].statements.empty());
  ASSERT_EQ(read.extensions.size(), 1U);
  EXPECT_EQ(read.extensions[0].name, "citext");
  EXPECT_EQ(read.extensions[0].needed_by, schema.extensions[0].needed_by);
  EXPECT_EQ(read.extension_tables, schema.extension_tables);
  EXPECT_EQ(read.left_out_of_tables, schema.left_out_of_tables);
  schema.left_out_of_tables.clear();
  EXPECT_EQ(statement_list(schema).find("left_out_of_tables"), std::string::npos);
  EXPECT_TRUE(read_statement_list(statement_list(schema)).left_out_of_tables.empty());
}

TEST(StatementList, IsRefusedWhereItIsNone) {
  const auto detail = [](const std::string& json) {
    const test::Caught error = test::caught([&] { (void)read_statement_list(json); });
    EXPECT_EQ(error.state, sqlstate::data_corrupted);
    EXPECT_EQ(error.message, "statements.json is not as a backup has it");
    return error.detail;
  };
  EXPECT_EQ(detail(""), "It is no JSON.");
  EXPECT_EQ(detail("[]"), "before is no list.");
  EXPECT_EQ(detail("{\"before\": [{}]}"), "heading is no text.");
  EXPECT_EQ(detail("{\"before\": [{\"heading\": \"x\"}]}"), "statements is no list.");
  EXPECT_EQ(detail("{\"before\": [{\"heading\": \"x\", \"statements\": [7]}]}"),
            "text is no text.");
  EXPECT_EQ(
      detail("{\"before\": [], \"after\": [], \"extensions\": [], \"extension_tables\": [1]}"),
      "extension_tables is no text.");
}

}  // namespace
}  // namespace paliad::schema
