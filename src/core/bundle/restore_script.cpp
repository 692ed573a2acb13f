#include "core/bundle/restore_script.hpp"

#include "core/base/quoted.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/load_by_pieces.hpp"
#include "core/bundle/manifest.hpp"
#include "core/model/server_version.hpp"
#include "core/schema/script_roles.hpp"

#include <algorithm>

namespace paliad::bundle {

namespace {

using schema::DatabaseSchema;
using schema::NeededExtension;
using schema::ScriptPart;
using schema::ScriptRoles;
using schema::ScriptStatement;

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

std::string heading(const model::BundleInfo& info, const std::string& what) {
  return "-- " + one_line(info.database) + ", as it was at " + to_text(info.started_at) +
         " (backup " + one_line(info.id) + ").\n-- " + what +
         "\n-- What is not carried is listed in " + readme_entry + " and " + manifest_entry + ".\n";
}

constexpr const char* no_timeouts = "SET statement_timeout = 0;\n"
                                    "SET lock_timeout = 0;\n"
                                    "SET idle_in_transaction_session_timeout = 0;\n"
                                    "SET idle_session_timeout = 0;\n";

// Servers before 17 don't have it.
constexpr const char* no_transaction_timeout =
    "DO 'BEGIN PERFORM pg_catalog.set_config(name, ''0'', false) FROM pg_catalog.pg_settings WHERE "
    "name OPERATOR(pg_catalog.=) ''transaction_timeout''; END';\n";

// Settings that make statements and values mean the same in any session.
constexpr const char* pinned = "\n"
                               "SET client_encoding = 'UTF8';\n"
                               "SET standard_conforming_strings = on;\n"
                               "SET search_path = pg_catalog;\n"
                               "SET check_function_bodies = off;\n"
                               "SET row_security = off;\n"
                               "SET array_nulls = on;\n"
                               "SET xmloption = content;\n"
                               "SET transform_null_equals = off;\n"
                               "SET default_tablespace = '';\n"
                               "SET default_table_access_method = heap;\n"
                               "SET datestyle = 'ISO, YMD';\n"
                               "SET timezone = 'UTC';\n"
                               "SET intervalstyle = 'postgres';\n"
                               "SET client_min_messages = warning;\n";

// Values of type money are read in the locale in which they were written.
std::string monetary(const model::BundleInfo& info) {
  for (const auto& [name, value] : info.settings)
    if (name == "lc_monetary") return "SET lc_monetary = " + quoted(value, '\'') + ";\n";
  return {};
}

// psql -v broken=keep.
constexpr const char* broken_question = "\n-- Rows that break a constraint: psql -v broken=keep\n\n"
                                        "\\if :{?broken}\n"
                                        "SELECT :'broken' = 'keep' AS keep_broken \\gset\n"
                                        "\\else\n"
                                        "\\set keep_broken false\n"
                                        "\\endif\n"
                                        "\\set check_first true\n"
                                        "\\if :keep_broken\n"
                                        "\\set check_first false\n"
                                        "\\endif\n";

// Adds a constraint. With `keep`, where rows violate it, it is added as NOT VALID, or left out
// where that isn't possible, as in backend/restore/broken_rows.
constexpr const char* add_constraint =
    "CREATE PROCEDURE pg_temp.paliad_add_constraint(statement text, keep boolean)\n"
    "LANGUAGE plpgsql AS '\n"
    "DECLARE\n"
    "  why text;\n"
    "  which text;\n"
    "  state text;\n"
    "BEGIN\n"
    "  EXECUTE statement;\n"
    "EXCEPTION WHEN check_violation OR foreign_key_violation OR invalid_object_definition\n"
    "               OR feature_not_supported THEN\n"
    "  GET STACKED DIAGNOSTICS why = MESSAGE_TEXT, which = PG_EXCEPTION_DETAIL,\n"
    "                          state = RETURNED_SQLSTATE;\n"
    "  which := concat_ws(chr(10), nullif(which, ''''), statement);\n"
    "  IF NOT keep THEN\n"
    "    RAISE USING ERRCODE = state, MESSAGE = why, DETAIL = which,\n"
    "      HINT = ''psql -v broken=keep -f restore.sql keeps rows that break a constraint.'';\n"
    "  END IF;\n"
    "  BEGIN\n"
    "    EXECUTE statement || '' NOT VALID'';\n"
    "    RAISE WARNING USING MESSAGE = ''NOT VALID now: '' || why, DETAIL = which;\n"
    "  EXCEPTION WHEN wrong_object_type THEN\n"
    "    IF state NOT LIKE ''23%'' THEN\n"
    "      RAISE;\n"
    "    END IF;\n"
    "    RAISE WARNING USING MESSAGE = ''left out: '' || why, DETAIL = which;\n"
    "  END;\n"
    "END';\n";

// The procedure's argument is the statement without its semicolon.
std::string call_of(const ScriptStatement& statement) {
  std::string text = statement.text;
  if (!text.empty() && text.back() == ';') text.pop_back();
  return "CALL pg_temp.paliad_add_constraint(" + quoted(text, '\'') + ", :'keep_broken');\n";
}

bool has_constraints(const std::vector<ScriptPart>& parts) {
  for (const ScriptPart& part : parts)
    for (const ScriptStatement& statement : part.statements)
      if (statement.asks_rows) return true;
  return false;
}

// The conditions of a statement. A check before the rows (a domain's) is not added there if rows
// that violate it are to be kept: append_postponed() adds it after them.
std::vector<std::string> conditions_of(const ScriptStatement& statement, const ScriptRoles& roles,
                                       bool before_rows) {
  std::vector<std::string> conditions = roles.conditions(statement);
  if (before_rows && statement.asks_rows) conditions.emplace_back(":check_first");
  return conditions;
}

std::string as_its_role(const ScriptStatement& statement) {
  std::string text = statement.text + "\n";
  if (statement.roles.run_as.empty()) return text;
  return "SET ROLE " + statement.roles.run_as + ";\n" + text + "SET ROLE :\"restorer\";\n";
}

void append(std::string& out, const ScriptPart& part, const ScriptRoles& roles, bool before_rows) {
  out += "\n-- " + part.heading + "\n\n";
  std::vector<std::string> open;
  const auto close = [&] {
    for (std::size_t i = 0; i < open.size(); ++i) out += "\\endif\n";
    open.clear();
  };
  for (const ScriptStatement& statement : part.statements) {
    std::vector<std::string> conditions = conditions_of(statement, roles, before_rows);
    if (conditions != open) {
      close();
      for (const std::string& condition : conditions) out += "\\if " + condition + "\n";
      open = std::move(conditions);
    }
    out += statement.asks_rows && !before_rows ? call_of(statement) : as_its_role(statement);
  }
  close();
}

// The constraints that were left out before the rows because rows that violate them are kept.
void append_postponed(std::string& out, const std::vector<ScriptPart>& before) {
  if (!has_constraints(before)) return;
  out += "\n\\if :keep_broken\n";
  for (const ScriptPart& part : before)
    for (const ScriptStatement& statement : part.statements)
      if (statement.asks_rows) out += call_of(statement);
  out += "\\endif\n";
}

// Parts without conditions, which only psql understands; their statements need no roles.
void append_plain(std::string& out, const std::vector<ScriptPart>& parts) {
  for (const ScriptPart& part : parts) {
    out += "\n-- " + part.heading + "\n\n";
    for (const ScriptStatement& statement : part.statements) out += statement.text + "\n";
  }
}

// A statement that fails on a server of an older major version, which may not know a statement of
// the script, or take it for another. It comes before all that such a server may not know, and so
// before any setting is pinned. On one line.
std::string require_version(const model::BundleInfo& info) {
  const int major = model::major_version(info.server_version);
  if (major == 0) return {};
  const std::string version = "PostgreSQL " + std::to_string(major);
  const std::string body =
      "BEGIN IF "
      "pg_catalog.int4lt(pg_catalog.current_setting('server_version_num')::pg_catalog.int4, " +
      std::to_string(major) +
      "0000) THEN RAISE feature_not_supported USING MESSAGE = pg_catalog.concat('this backup is "
      "of " +
      version +
      ", and this server is older: ', pg_catalog.current_setting('server_version')), HINT = "
      "'Restore "
      "it on " +
      version +
      " or newer. The tables alone: run schema.sql, and copy each file of csv/.'; END IF; END";
  return "DO " + quoted(body, '\'') + ";\n";
}

// Statements that fail, before anything is made, where an extension is not available.
std::string require_extensions(const DatabaseSchema& schema) {
  std::string out;
  for (const NeededExtension& extension : schema.extensions) {
    std::string needed_by;
    for (const std::string& object : extension.needed_by)
      needed_by += (needed_by.empty() ? "" : ", ") + object;
    if (out.empty()) out += "\n-- Extensions that must be available\n\n";
    const std::string body =
        "BEGIN\n  IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = " +
        quoted(extension.name, '\'') + ") THEN\n    RAISE undefined_file USING\n      MESSAGE = " +
        quoted("extension " + extension.name + " is not available here", '\'') +
        ",\n      DETAIL = " + quoted("These need it: " + needed_by + ".", '\'') +
        ",\n      HINT = 'Install its package on this server, and run restore.sql again.';\n"
        "  END IF;\nEND";
    out += "DO " + quoted(body, '\'') + ";\n";
  }
  return out;
}

// Warns, before anything is made, of things in the target database that affect the restore.
constexpr const char* warn_of_target =
    "\n-- What is here already\n\n"
    "DO $$\n"
    "DECLARE\n"
    "  what text;\n"
    "BEGIN\n"
    "  FOR what IN SELECT format('event trigger %I runs', evtname) FROM pg_event_trigger WHERE "
    "evtenabled IN ('O', 'A')\n"
    "              UNION ALL\n"
    "              SELECT format('default privileges of role %I apply', "
    "pg_get_userbyid(defaclrole))\n"
    "                FROM pg_default_acl WHERE pg_has_role(defaclrole, 'USAGE')\n"
    "  LOOP\n"
    "    RAISE WARNING '% while this script makes its objects', what\n"
    "      USING HINT = 'Take an empty database that has none, or drop it first, where that is not "
    "wanted.';\n"
    "  END LOOP;\n"
    "END $$;\n";

bool is_listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The name that an identifier stands for, in quotes or not.
std::string unquoted(const std::string& identifier) {
  if (identifier.empty() || identifier.front() != '"') return identifier;
  std::string name;
  for (std::size_t i = 1; i + 1 < identifier.size(); ++i) {
    if (identifier[i] == '"') ++i;  // a quote is doubled
    name += identifier[i];
  }
  return name;
}

// The sheet's columns without the computed ones, as a list for SQL.
std::string columns_but(const model::SheetInfo& sheet, const std::vector<std::string>& computed) {
  std::vector<std::string> left_out(computed.size());
  std::transform(computed.begin(), computed.end(), left_out.begin(), unquoted);
  std::string list;
  for (const model::Column& column : sheet.columns)
    if (!is_listed(left_out, column.name))
      list += (list.empty() ? "" : ", ") + quoted(column.name, '"');
  return list;
}

std::string copy_into(const std::string& relation, const model::SheetInfo& sheet) {
  return "\\copy " + relation + " FROM " + quoted(csv_file(sheet).name, '\'') +
         " WITH (FORMAT csv, HEADER)\n";
}

// Loads through a temporary table with all of the CSV's columns: for computed columns, for columns
// in another order, and for names with line breaks, because \copy must be one line.
std::string staged_load(const model::SheetInfo& sheet, const std::vector<std::string>& computed) {
  const std::string columns = columns_but(sheet, computed);
  const std::string copy = copy_into("pg_temp.paliad_load", sheet);
  std::string out = "CREATE TEMPORARY TABLE paliad_load AS SELECT " + columns_but(sheet, {}) +
                    " FROM " + sheet.relation + " WITH NO DATA;\n" +
                    (sheet.has_end_of_data ? load_by_pieces(csv_file(sheet).name, copy) : copy);
  // A table whose columns are all computed has rows, too.
  out += columns.empty() ? "INSERT INTO " + sheet.relation + " SELECT FROM pg_temp.paliad_load;\n"
                         : "INSERT INTO " + sheet.relation + " (" + columns +
                               ")\n  OVERRIDING SYSTEM VALUE SELECT " + columns +
                               " FROM pg_temp.paliad_load;\n";
  return out + "DROP TABLE pg_temp.paliad_load;\n";
}

bool has_own_rows(const DatabaseSchema& schema, const model::SheetInfo& sheet) {
  return !is_listed(schema.extension_tables, sheet.relation);
}

std::string load(const DatabaseSchema& schema, const model::SheetInfo& sheet) {
  if (!has_own_rows(schema, sheet))
    return "-- The rows of " + one_line(sheet.relation) + " come with its extension.\n";
  const auto computed = schema.all.computed.find(sheet.relation);
  if (computed != schema.all.computed.end()) return staged_load(sheet, computed->second);
  if (sheet.has_end_of_data || sheet.relation.find_first_of("\r\n") != std::string::npos)
    return staged_load(sheet, {});
  return copy_into(sheet.relation, sheet);
}

std::string load_all(const DatabaseSchema& schema, const std::vector<model::SheetInfo>& sheets) {
  const bool by_pieces = std::any_of(sheets.begin(), sheets.end(), [&](const auto& sheet) {
    return sheet.has_end_of_data && has_own_rows(schema, sheet);
  });
  std::string out = by_pieces ? prepare_load_by_pieces() : std::string();
  out += "\n-- Rows\n\n";
  for (const model::SheetInfo& sheet : sheets) out += load(schema, sheet);
  return out;
}

// \lo_import chooses a new oid, so its content is copied into the object with the backup's oid, in
// pieces that fit into a value.
constexpr const char* fill_large_object =
    "CREATE PROCEDURE pg_temp.paliad_fill_large_object(target oid, source oid)\n"
    "LANGUAGE plpgsql AS '\n"
    "DECLARE\n"
    "  piece bytea;\n"
    "  at bigint := 0;\n"
    "BEGIN\n"
    "  LOOP\n"
    "    piece := lo_get(source, at, 1048576);\n"
    "    EXIT WHEN length(piece) = 0;\n"
    "    PERFORM lo_put(target, at, piece);\n"
    "    at := at + length(piece);\n"
    "  END LOOP;\n"
    "  PERFORM lo_unlink(source);\n"
    "END';\n";

// An empty object needs no content: the statements before the rows have made it.
std::string large_object_contents(const model::BundleInfo& info) {
  std::string out;
  for (const model::LargeObject& object : info.large_objects)
    if (object.file.bytes > 0)
      out += "\\lo_import " + quoted(object.file.name, '\'') +
             "\nCALL pg_temp.paliad_fill_large_object(" + std::to_string(object.oid) +
             ", :LASTOID);\n";
  if (out.empty()) return out;
  return std::string("\n-- Contents of large objects\n\n") + fill_large_object + out;
}

}  // namespace

std::string schema_sql(const DatabaseSchema& schema, const model::BundleInfo& info) {
  std::string out =
      heading(info, std::string("The tables without their rows: psql -d <empty database> -f ") +
                        schema_entry);
  out += std::string("\n") + no_timeouts + pinned;
  if (!schema.left_out_of_tables.empty())
    out += "\n-- Left out or changed, because this script makes no functions or other code\n\n";
  for (const std::string& line : schema.left_out_of_tables) out += "-- " + one_line(line) + "\n";
  append_plain(out, schema.tables.before);
  append_plain(out, schema.tables.after);
  return out;
}

std::string restore_sql(const DatabaseSchema& schema, const model::BundleInfo& info) {
  const ScriptRoles roles(schema.all);
  std::string out = heading(info, std::string("All of it: psql -X -d <empty database> -f ") +
                                      restore_entry + ", in the unpacked folder.");
  out += "\\set ON_ERROR_STOP on\n\\encoding UTF8\nSET statement_timeout = 0;\n" +
         require_version(info) + "SET default_transaction_read_only = off;\n";
  // Before the transaction, because some timeouts may strike as soon as it begins; and in it,
  // because a connection pool may give it another session.
  out += std::string(no_timeouts) + no_transaction_timeout + "BEGIN;\n" + no_timeouts;
  out += pinned + monetary(info) + warn_of_target + require_extensions(schema) + roles.questions();
  const bool asks = has_constraints(schema.all.before) || has_constraints(schema.all.after);
  if (asks) out += broken_question;
  for (const ScriptPart& part : schema.all.before) append(out, part, roles, true);
  out += load_all(schema, info.sheets);
  out += large_object_contents(info);
  if (asks) out += std::string("\n-- How constraints are added\n\n") + add_constraint;
  append_postponed(out, schema.all.before);
  for (const ScriptPart& part : schema.all.after) append(out, part, roles, false);
  out += "\nCOMMIT;\n";
  return out;
}

}  // namespace paliad::bundle
