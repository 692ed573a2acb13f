#include "core/bundle/restore_script.hpp"

#include "core/bundle/load_by_pieces.hpp"

#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

using schema::DatabaseSchema;
using schema::ScriptPart;
using schema::ScriptStatement;

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

ScriptPart part(const std::string& heading, const std::vector<ScriptStatement>& statements) {
  return {heading, statements};
}

ScriptStatement statement(const std::string& text, const std::vector<std::string>& roles = {}) {
  return {text, {roles, {}}};
}

ScriptStatement acting(const std::string& text, const std::string& role,
                       const std::string& run_as = {}) {
  return {text, {{}, {role}, run_as}};
}

bool has(const std::string& script, const std::string& text) {
  return script.find(text) != std::string::npos;
}

constexpr const char* target_question = "\n-- What is here already\n\nDO $$\n";

// The script after its settings, and after restore.sql's queries of the target.
std::string body(const std::string& script) {
  const std::string last =
      has(script, target_question) ? "\nEND $$;\n" : "SET client_min_messages = warning;\n";
  return script.substr(script.find(last) + last.size());
}

TEST(RestoreScript, LoadsBetweenWhatIsBeforeAndAfterTheRows) {
  DatabaseSchema schema;
  schema.all.before = {part("Schemas", {statement("CREATE SCHEMA a;")}),
                       part("Tables", {statement("CREATE TABLE a.b ();")})};
  schema.all.after = {part("Keys", {statement("ALTER TABLE a.b ...;")})};
  const model::BundleInfo info = info_of({sheet("a.b", "csv/b.csv", {"x"})});
  EXPECT_EQ(body(restore_sql(schema, info)),
            "\n-- Schemas\n\nCREATE SCHEMA a;\n"
            "\n-- Tables\n\nCREATE TABLE a.b ();\n"
            "\n-- Rows\n\n\\copy a.b FROM 'csv/b.csv' WITH (FORMAT csv, HEADER)\n"
            "\n-- Keys\n\nALTER TABLE a.b ...;\n"
            "\nCOMMIT;\n");
}

TEST(RestoreScript, MakesTheTablesAloneWithoutPsql) {
  DatabaseSchema schema;
  schema.tables.before = {part("Tables", {statement("CREATE TABLE a.b ();")})};
  schema.tables.after = {part("Keys", {statement("ALTER TABLE a.b ...;")})};
  schema.all.before = {part("Functions", {statement("CREATE FUNCTION a.f() ...;")})};
  const std::string script = schema_sql(schema, info_of({sheet("a.b", "csv/b.csv", {"x"})}));
  EXPECT_EQ(body(script), "\n-- Tables\n\nCREATE TABLE a.b ();\n"
                          "\n-- Keys\n\nALTER TABLE a.b ...;\n");
  EXPECT_FALSE(has(script, "\\"));
}

TEST(RestoreScript, TheTablesAloneNameWhatTheyLack) {
  DatabaseSchema schema;
  EXPECT_FALSE(has(schema_sql(schema, info_of({})), "-- Left out"));
  schema.left_out_of_tables = {"default of x of a.b: it needs function\na.f, which is not carried"};
  EXPECT_TRUE(
      has(schema_sql(schema, info_of({})),
          "\n-- Left out or changed, because this script makes no functions or other code\n\n"
          "-- default of x of a.b: it needs function a.f, which is not carried\n"));
  EXPECT_FALSE(has(restore_sql(schema, info_of({})), "-- Left out"));
}

TEST(RestoreScript, IsOneTransactionThatStopsAtAnError) {
  const std::string script = restore_sql({}, info_of({}));
  const std::size_t stop = script.find("\\set ON_ERROR_STOP on\n");
  const std::size_t writable = script.find("SET default_transaction_read_only = off;\n");
  const std::size_t limits = script.find("SET idle_in_transaction_session_timeout = 0;\n");
  const std::size_t begin = script.find("BEGIN;\n");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_LT(stop, begin);
  EXPECT_LT(limits, begin);
  EXPECT_LT(writable, begin);
  EXPECT_EQ(script.substr(script.size() - 8), "COMMIT;\n");
}

TEST(RestoreScript, PinsWhatWouldChangeStatementsAndValues) {
  model::BundleInfo info = info_of({});
  info.settings = {{"lc_monetary", "de_DE.UTF-8'"}, {"lc_other", "x"}};
  const std::string script = restore_sql({}, info);
  for (const char* setting :
       {"client_encoding = 'UTF8'", "standard_conforming_strings = on", "search_path = pg_catalog",
        "check_function_bodies = off", "row_security = off", "array_nulls = on",
        "xmloption = content", "transform_null_equals = off", "default_tablespace = ''",
        "default_table_access_method = heap", "statement_timeout = 0", "lock_timeout = 0",
        "idle_in_transaction_session_timeout = 0", "datestyle = 'ISO, YMD'", "timezone = 'UTC'",
        "intervalstyle = 'postgres'"}) {
    EXPECT_TRUE(has(script, std::string("SET ") + setting + ";\n")) << setting;
    EXPECT_TRUE(has(schema_sql({}, info), std::string("SET ") + setting + ";\n")) << setting;
  }
  EXPECT_TRUE(has(script, "SET lc_monetary = 'de_DE.UTF-8''';\n"));
  EXPECT_FALSE(has(script, "lc_other"));
  EXPECT_FALSE(has(restore_sql({}, info_of({})), "lc_monetary"));
}

TEST(RestoreScript, RefusesAServerOfAnOlderMajorVersion) {
  model::BundleInfo info = info_of({});
  EXPECT_FALSE(has(restore_sql({}, info), "feature_not_supported"));
  info.server_version = "17.2 (Debian)";
  const std::string script = restore_sql({}, info);
  const std::size_t question =
      script.find("\\encoding UTF8\nSET statement_timeout = 0;\nDO 'BEGIN IF "
                  "pg_catalog.int4lt(pg_catalog.current_setting("
                  "''server_version_num'')::pg_catalog.int4, 170000) THEN ");
  ASSERT_NE(question, std::string::npos);
  EXPECT_LT(question, script.find("SET default_transaction_read_only"));
  EXPECT_TRUE(has(script, "''this backup is of PostgreSQL 17, and this server is older: ''"));
  EXPECT_FALSE(has(schema_sql({}, info), "170000"));
}

TEST(RestoreScript, WarnsOfWhatTheTargetDoesByItself) {
  const std::string script = restore_sql({}, info_of({}));
  EXPECT_TRUE(has(script, target_question));
  EXPECT_TRUE(has(script, "FROM pg_event_trigger WHERE evtenabled IN ('O', 'A')\n"));
  EXPECT_TRUE(has(script, "FROM pg_default_acl WHERE pg_has_role(defaclrole, 'USAGE')\n"));
  EXPECT_FALSE(has(schema_sql({}, info_of({})), target_question));
}

// --- roles ---

TEST(RestoreScript, PassesOverWhatMissingRolesConcerns) {
  DatabaseSchema schema;
  schema.all.after = {part("Owners", {acting("own 1;", "anna"), acting("own 2;", "anna")}),
                      part("Rights", {statement("grant 1;", {"anna"}), statement("grant 2;"),
                                      statement("grant 3;", {"anna", "\"Büro\""})})};
  const std::string script = body(restore_sql(schema, info_of({})));
  // In the order of their names.
  EXPECT_TRUE(has(script, "\n-- Roles\n\n"
                          "SELECT current_user AS restorer, CASE WHEN current_setting("
                          "'server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END AS "
                          "to_become \\gset\n"
                          "SELECT r.id IS NOT NULL AS has_role_1\n"
                          "  FROM (SELECT to_regrole('\"Büro\"')::oid) AS r (id) \\gset\n"
                          "\\if :has_role_1\n\\else\n\\warn 'role \"Büro\" does not exist: its "
                          "rights are skipped, and the restoring role owns what it owned'\n"
                          "\\endif\n"
                          "SELECT r.id IS NOT NULL AS has_role_2, coalesce(pg_has_role(r.id, "
                          "'USAGE') AND pg_has_role(r.id, :'to_become'), false) AS acts_as_2\n"
                          "  FROM (SELECT to_regrole('anna')::oid) AS r (id) \\gset\n"
                          "\\if :has_role_2\n\\if :acts_as_2\n\\else\n\\warn 'you cannot act as "
                          "role \"anna\": its grants and settings are skipped, and the restoring "
                          "role owns what it owned'\n\\endif\n\\else\n"))
      << script;
  EXPECT_TRUE(has(script, "\n-- Owners\n\n\\if :acts_as_2\nown 1;\nown 2;\n\\endif\n"
                          "\n-- Rights\n\n\\if :has_role_2\ngrant 1;\n\\endif\ngrant 2;\n"
                          "\\if :has_role_2\n\\if :has_role_1\ngrant 3;\n\\endif\n\\endif\n"
                          "\nCOMMIT;\n"))
      << script;
}

TEST(RestoreScript, GivesARightAsWhoGaveIt) {
  DatabaseSchema schema;
  ScriptStatement grant = acting("grant;", "\"Anna\"", "\"Anna\"");
  grant.roles.named = {"clerk"};
  schema.all.after = {part("Rights", {grant})};
  EXPECT_TRUE(has(restore_sql(schema, info_of({})),
                  "\n\\if :acts_as_1\n\\if :has_role_2\nSET ROLE \"Anna\";\ngrant;\n"
                  "SET ROLE :\"restorer\";\n\\endif\n\\endif\n"));
}

// --- extensions ---

TEST(RestoreScript, EndsAtOnceWhereAnExtensionIsNotAvailable) {
  DatabaseSchema schema;
  schema.extensions = {{"uuid-ossp", {"table a.b", "default of x of a.\"o'c\""}}};
  schema.all.before = {part("Schemas", {statement("CREATE SCHEMA a;")})};
  EXPECT_EQ(body(restore_sql(schema, info_of({}))),
            "\n-- Extensions that must be available\n\n"
            "DO 'BEGIN\n  IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = "
            "''uuid-ossp'') THEN\n    RAISE undefined_file USING\n"
            "      MESSAGE = ''extension uuid-ossp is not available here'',\n"
            "      DETAIL = ''These need it: table a.b, default of x of a.\"o''''c\".'',\n"
            "      HINT = ''Install its package on this server, and run restore.sql again.'';\n"
            "  END IF;\nEND';\n"
            "\n-- Schemas\n\nCREATE SCHEMA a;\n\n-- Rows\n\n\nCOMMIT;\n");
}

TEST(RestoreScript, LoadsNoRowsOfAnExtensionsTable) {
  DatabaseSchema schema;
  schema.extension_tables = {"a.spatial_ref_sys"};
  const model::BundleInfo info = info_of({sheet("a.spatial_ref_sys", "csv/s.csv", {"x"})});
  EXPECT_EQ(body(restore_sql(schema, info)),
            "\n-- Rows\n\n-- The rows of a.spatial_ref_sys come with its extension.\n\nCOMMIT;\n");
}

// --- rows ---

TEST(RestoreScript, LeavesComputedColumnsToTheServer) {
  DatabaseSchema schema;
  schema.all.computed["a.b"] = {"sum", "\"the \"\"Sum\"\"\""};
  schema.all.computed["a.c"] = {"only"};
  const model::BundleInfo info =
      info_of({sheet("a.b", "csv/b.csv", {"x", "sum", "the \"Sum\"", "y \"z\"", "\"sum\""}),
               sheet("a.c", "csv/c.csv", {"only"})});
  EXPECT_EQ(body(restore_sql(schema, info)),
            "\n-- Rows\n\n"
            "CREATE TEMPORARY TABLE paliad_load AS SELECT \"x\", \"sum\", \"the \"\"Sum\"\"\", "
            "\"y \"\"z\"\"\", \"\"\"sum\"\"\" FROM a.b WITH NO DATA;\n"
            "\\copy pg_temp.paliad_load FROM 'csv/b.csv' WITH (FORMAT csv, HEADER)\n"
            "INSERT INTO a.b (\"x\", \"y \"\"z\"\"\", \"\"\"sum\"\"\")\n"
            "  OVERRIDING SYSTEM VALUE SELECT \"x\", \"y \"\"z\"\"\", \"\"\"sum\"\"\""
            " FROM pg_temp.paliad_load;\n"
            "DROP TABLE pg_temp.paliad_load;\n"
            "CREATE TEMPORARY TABLE paliad_load AS SELECT \"only\" FROM a.c WITH NO DATA;\n"
            "\\copy pg_temp.paliad_load FROM 'csv/c.csv' WITH (FORMAT csv, HEADER)\n"
            "INSERT INTO a.c SELECT FROM pg_temp.paliad_load;\n"
            "DROP TABLE pg_temp.paliad_load;\n"
            "\nCOMMIT;\n");
}

TEST(RestoreScript, QuotesWhatPsqlReads) {
  const model::BundleInfo info = info_of({sheet("a.\"o'b\"", "csv/o'b.csv", {"x"}),
                                          sheet("a.\"two\nlines\"", "csv/two_lines.csv", {"x"})});
  EXPECT_EQ(body(restore_sql({}, info)),
            "\n-- Rows\n\n"
            "\\copy a.\"o'b\" FROM 'csv/o''b.csv' WITH (FORMAT csv, HEADER)\n"
            "CREATE TEMPORARY TABLE paliad_load AS SELECT \"x\" FROM a.\"two\nlines\" WITH NO "
            "DATA;\n"
            "\\copy pg_temp.paliad_load FROM 'csv/two_lines.csv' WITH (FORMAT csv, HEADER)\n"
            "INSERT INTO a.\"two\nlines\" (\"x\")\n  OVERRIDING SYSTEM VALUE SELECT \"x\" FROM "
            "pg_temp.paliad_load;\n"
            "DROP TABLE pg_temp.paliad_load;\n"
            "\nCOMMIT;\n");
  EXPECT_EQ(restore_sql({}, info).find("the\ndatabase"), std::string::npos)
      << "a comment is one line";
}

TEST(RestoreScript, FillsLargeObjectsBehindTheRows) {
  DatabaseSchema schema;
  schema.all.before = {part("Large objects", {statement("SELECT pg_catalog.lo_create(9);")})};
  schema.all.after = {part("Keys", {statement("ALTER TABLE a.b ...;")})};
  model::BundleInfo info = info_of({sheet("a.b", "csv/b.csv", {"x"})});
  info.large_objects = {{9, {"large_objects/9", 5'000'000'000, {}}},
                        {10, {"large_objects/10", 0, {}}},
                        {4'000'000'000, {"large_objects/4000000000", 1, {}}}};
  const std::string script = body(restore_sql(schema, info));
  const std::size_t section =
      script.find("\n-- Contents of large objects\n\nCREATE PROCEDURE "
                  "pg_temp.paliad_fill_large_object(target oid, source oid)");
  const std::size_t loading =
      script.find("END';\n"
                  "\\lo_import 'large_objects/9'\n"
                  "CALL pg_temp.paliad_fill_large_object(9, :LASTOID);\n"
                  "\\lo_import 'large_objects/4000000000'\n"
                  "CALL pg_temp.paliad_fill_large_object(4000000000, :LASTOID);\n"
                  "\n-- Keys\n");
  ASSERT_NE(section, std::string::npos);
  ASSERT_NE(loading, std::string::npos);
  EXPECT_LT(script.find("SELECT pg_catalog.lo_create(9);"), script.find("\\copy a.b"));
  EXPECT_LT(script.find("\\copy a.b"), section);
  EXPECT_LT(section, loading);
}

TEST(RestoreScript, HasNoSectionForLargeObjectsThatAreEmpty) {
  model::BundleInfo info = info_of({});
  info.large_objects = {{9, {"large_objects/9", 0, {}}}};
  EXPECT_EQ(body(restore_sql({}, info)), "\n-- Rows\n\n\nCOMMIT;\n");
}

// psql before version 18 would end \copy there.
TEST(RestoreScript, LoadsALineThatEndsCopyByPieces) {
  model::SheetInfo text = sheet("a.b", "csv/b.csv", {"x"});
  text.has_end_of_data = true;
  const std::string copy =
      "\\copy pg_temp.paliad_load FROM 'csv/b.csv' WITH (FORMAT csv, HEADER)\n";
  EXPECT_EQ(body(restore_sql({}, info_of({text, sheet("a.c", "csv/c.csv", {"y"})}))),
            prepare_load_by_pieces() +
                "\n-- Rows\n\n"
                "CREATE TEMPORARY TABLE paliad_load AS SELECT \"x\" FROM a.b WITH NO DATA;\n" +
                load_by_pieces("csv/b.csv", copy) +
                "INSERT INTO a.b (\"x\")\n  OVERRIDING SYSTEM VALUE SELECT \"x\" FROM "
                "pg_temp.paliad_load;\nDROP TABLE pg_temp.paliad_load;\n"
                "\\copy a.c FROM 'csv/c.csv' WITH (FORMAT csv, HEADER)\n\nCOMMIT;\n");
}

TEST(RestoreScript, LoadsNothingByPiecesWhereAnExtensionBringsTheRows) {
  DatabaseSchema schema;
  schema.extension_tables = {"a.b"};
  model::SheetInfo text = sheet("a.b", "csv/b.csv", {"x"});
  text.has_end_of_data = true;
  EXPECT_EQ(body(restore_sql(schema, info_of({text}))),
            "\n-- Rows\n\n-- The rows of a.b come with its extension.\n\nCOMMIT;\n");
}

}  // namespace
}  // namespace paliad::bundle
