#include "settings.hpp"

#include <algorithm>
#include <cstdlib>

#include "postgres/encoding.hpp"
#include "postgres/valves.hpp"

namespace paliad::settings {

namespace {

char* export_dir_text = nullptr;
char* schemas_text = nullptr;
int lock_timeout_ms = 0;
int worker_count = 0;
int rate_limit_kb = 0;

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The names of a comma-separated list, quoted where they need it, as search_path has them; they
// point into `copy`.
List* split_names(const char* text, char** copy, bool* valid) {
  *copy = pstrdup(text);
  List* names = NIL;
  *valid = SplitIdentifierString(*copy, ',', &names);
  return names;
}

bool is_system_schema(const char* name) {
  return std::string_view(name).substr(0, 3) == "pg_" ||
         std::string_view(name) == "information_schema";
}

bool refuse_value(const char* detail) {
  GUC_check_errdetail("%s", detail);
  return false;
}

extern "C" bool check_schemas(char** value, void**, GucSource) {
  char* copy = nullptr;
  bool valid = false;
  List* names = split_names(*value, &copy, &valid);
  if (!valid) return refuse_value("It is a list of schema names, separated by commas.");
  if (names == NIL) return refuse_value("At least one schema must be named.");
  ListCell* cell = nullptr;
  foreach (cell, names)
    if (is_system_schema(static_cast<char*>(lfirst(cell))))
      return refuse_value("The server's own schemas can't be backed up.");
  list_free(names);
  pfree(copy);
  return true;
}

}  // namespace

std::string export_dir() {
  if (export_dir_text == nullptr) return {};
  std::string path = export_dir_text;
  if (!pg_verify_mbstr(PG_UTF8, path.c_str(), static_cast<int>(path.size()), true))
    throw Error(
        sqlstate::invalid_parameter_value, "paliad_backup.export_dir is not UTF-8",
        "A path in another encoding could not be written in paliad.backups.",
        "Name a directory whose path is in ASCII or UTF-8; in a database of another encoding "
        "set it with ALTER SYSTEM or in postgresql.conf.");
  return path;
}

std::vector<std::string> schemas() {
  List* names = postgres::call_backend([]() {
    char* copy = nullptr;
    bool valid = false;
    return split_names(schemas_text, &copy, &valid);
  });
  std::vector<std::string> result;
  for (int i = 0; i < list_length(names); ++i) {
    std::string name = postgres::to_utf8(static_cast<char*>(list_nth(names, i)));
    if (std::find(result.begin(), result.end(), name) == result.end())
      result.push_back(std::move(name));
  }
  return result;
}

int lock_timeout() { return lock_timeout_ms; }

int workers() { return worker_count; }

std::uint64_t rate_limit() { return static_cast<std::uint64_t>(rate_limit_kb) * 1024; }

std::vector<std::pair<std::string, std::string>> of_session() {
  std::vector<std::pair<std::string, std::string>> values;
  for (const char* name : {"paliad_backup.schemas", "paliad_backup.lock_timeout",
                           "paliad_backup.workers", "paliad_backup.rate_limit"})
    values.emplace_back(name, postgres::call_backend([&]() -> const char* {
                          return GetConfigOptionByName(name, nullptr, false);
                        }));
  return values;
}

void take_over(const std::string& name, const std::string& value) {
  const char* setting = name.c_str();
  const char* text = value.c_str();
  postgres::call_backend([&]() { SetConfigOption(setting, text, PGC_SUSET, PGC_S_SESSION); });
}

void define() {
  DefineCustomStringVariable(
      "paliad_backup.export_dir", "Directory that backups are written to.",
      "An absolute path; a missing directory is created with mode 0700. Unset: no backups.",
      &export_dir_text, environment("PALIAD_EXPORT_DIR"), PGC_SUSET, GUC_SUPERUSER_ONLY, nullptr,
      nullptr, nullptr);
  DefineCustomStringVariable("paliad_backup.schemas", "Schemas whose tables are backed up.",
                             "Names separated by commas.", &schemas_text, "paliad", PGC_SUSET,
                             GUC_LIST_INPUT, check_schemas, nullptr, nullptr);
  DefineCustomIntVariable("paliad_backup.lock_timeout", "How long a backup waits for a lock.",
                          "0 waits for ever.", &lock_timeout_ms, 30000, 0, INT_MAX, PGC_SUSET,
                          GUC_UNIT_MS, nullptr, nullptr, nullptr);
  DefineCustomIntVariable("paliad_backup.workers", "Parallel workers that a backup may use.",
                          "0 makes it in one process, with the same result.", &worker_count, 2, 0,
                          64, PGC_SUSET, 0, nullptr, nullptr, nullptr);
  DefineCustomIntVariable("paliad_backup.rate_limit",
                          "How much table data a backup reads in a second, at most.",
                          "As text, over all its processes; 0 is no limit.", &rate_limit_kb, 0, 0,
                          INT_MAX, PGC_SUSET, GUC_UNIT_KB, nullptr, nullptr, nullptr);
  EmitWarningsOnPlaceholders("paliad_backup");
}

}  // namespace paliad::settings
