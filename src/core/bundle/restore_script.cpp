#include "core/bundle/restore_script.hpp"

#include "core/base/quoted.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/manifest.hpp"

#include <algorithm>

namespace paliad::bundle {

namespace {

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string heading(const model::BundleInfo& info, const std::string& what) {
  return "-- " + one_line(info.database) + ", as it was at " + to_text(info.started_at) +
         " (backup " + one_line(info.id) + ").\n-- " + what +
         "\n-- What is not carried is listed in " + readme_entry + " and " + manifest_entry + ".\n";
}

// However the reader's session is set, statements and values mean what they did.
constexpr const char* pinned = "\n"
                               "SET client_encoding = 'UTF8';\n"
                               "SET standard_conforming_strings = on;\n"
                               "SET search_path = pg_catalog;\n"
                               "SET check_function_bodies = off;\n"
                               "SET datestyle = 'ISO, YMD';\n"
                               "SET timezone = 'UTC';\n"
                               "SET intervalstyle = 'postgres';\n"
                               "SET client_min_messages = warning;\n";

void append(std::string& out, const char* title, const std::vector<std::string>& statements) {
  if (statements.empty()) return;
  out += std::string("\n-- ") + title + "\n\n";
  for (const std::string& statement : statements) out += statement + "\n";
}

bool is_listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The columns that are loaded, as a list.
std::string loaded_columns(const model::SheetInfo& sheet,
                           const std::vector<std::string>& computed) {
  std::string list;
  for (const model::Column& column : sheet.columns) {
    const std::string name = quoted(column.name, '"');
    if (is_listed(computed, column.name)) continue;
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

std::string copy_into(const std::string& relation, const model::SheetInfo& sheet) {
  return "\\copy " + relation + " FROM " + quoted(csv_file(sheet).name, '\'') +
         " WITH (FORMAT csv, HEADER)\n";
}

// By way of a table that takes every column as it comes: for computed columns, and for names that
// don't fit \copy's one line.
std::string staged_load(const model::SheetInfo& sheet, const std::vector<std::string>& computed) {
  const std::string columns = loaded_columns(sheet, computed);
  std::string out = "CREATE TEMPORARY TABLE paliad_load (LIKE " + sheet.relation + ");\n" +
                    copy_into("pg_temp.paliad_load", sheet);
  if (!columns.empty())
    out += "INSERT INTO " + sheet.relation + " (" + columns +
           ")\n  OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM pg_temp.paliad_load;\n";
  return out + "DROP TABLE pg_temp.paliad_load;\n";
}

std::string load(const DatabaseSchema& schema, const model::SheetInfo& sheet) {
  const auto computed = schema.computed.find(sheet.relation);
  if (computed != schema.computed.end()) return staged_load(sheet, computed->second);
  if (sheet.relation.find_first_of("\r\n") != std::string::npos) return staged_load(sheet, {});
  return copy_into(sheet.relation, sheet);
}

}  // namespace

std::string schema_sql(const DatabaseSchema& schema, const model::BundleInfo& info) {
  std::string out =
      heading(info, std::string("The tables without their rows: psql -d <empty database> -f ") +
                        schema_entry);
  out += pinned;
  append(out, "Types, sequences, tables", schema.before);
  append(out, "Keys, indexes, comments", schema.after);
  return out;
}

std::string restore_sql(const DatabaseSchema& schema, const model::BundleInfo& info) {
  std::string out = heading(info, std::string("All of it: psql -X -d <empty database> -f ") +
                                      restore_entry + ", in the unpacked folder.");
  out += "\\set ON_ERROR_STOP on\n\\encoding UTF8\nBEGIN;\n";
  out += pinned;
  append(out, "Types, sequences, tables", schema.before);
  out += "\n-- Rows\n\n";
  for (const model::SheetInfo& sheet : info.sheets) out += load(schema, sheet);
  append(out, "Keys, indexes, comments", schema.after);
  out += "\nCOMMIT;\n";
  return out;
}

}  // namespace paliad::bundle
