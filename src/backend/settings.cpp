#include "backend/settings.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "backend/postgres/compat.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/valves.hpp"
#include "core/base/processors.hpp"
#include "core/policy/cron.hpp"

namespace paliad::settings {

namespace {

char* export_dir_text = nullptr;
char* schemas_text = nullptr;
int lock_timeout_ms = 0;
int worker_count = 0;
bool is_worker_count_set = false;  // the value is not the default
int rate_limit_kb = 0;
char* schedule_text = nullptr;
char* databases_text = nullptr;
int catch_up_seconds = 0;
Retention retention_values;
int drill_days_value = 0;

constexpr int most_kept = 100'000;

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The names of a comma-separated list, with quotes as in search_path. They point into `copy`, which
// the caller frees with the list.
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

// The check hook may be called for a value that is never assigned, so it passes its result to the
// assign hook.
extern "C" bool check_workers(int*, void** extra, GucSource source) {
  auto* is_set = static_cast<bool*>(postgres::compat_setting_memory(sizeof(bool)));
  if (is_set == nullptr) {
    GUC_check_errcode(ERRCODE_OUT_OF_MEMORY);
    return false;
  }
  *is_set = source != PGC_S_DEFAULT;
  *extra = is_set;
  return true;
}

extern "C" void assign_workers(int, void* extra) {
  is_worker_count_set = *static_cast<const bool*>(extra);
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

extern "C" bool check_databases(char** value, void**, GucSource) {
  char* copy = nullptr;
  bool valid = false;
  List* names = split_names(*value, &copy, &valid);
  if (!valid) return refuse_value("It is a list of database names, separated by commas.");
  list_free(names);
  pfree(copy);
  return true;
}

// Why a text is no schedule, in fixed buffers: where the server raises it as an error, no C++
// object with a destructor may live.
struct Refusal {
  char message[512] = "";
  char hint[512] = "";

  void keep(const Error& error) noexcept {
    strlcpy(message, error.what(), sizeof message);
    strlcpy(hint, error.hint().c_str(), sizeof hint);
  }
};

bool is_off(const char* text) noexcept { return text[std::strspn(text, " \t")] == '\0'; }

// True where `text` is a schedule, or none at all.
bool is_schedule(const char* text, Refusal& refusal) noexcept {
  if (is_off(text)) return true;
  try {
    (void)policy::parse_cron(text);
    return true;
  } catch (const Error& error) {
    refusal.keep(error);
  } catch (const std::exception&) {
    strlcpy(refusal.message, "out of memory", sizeof refusal.message);
  }
  return false;
}

extern "C" bool check_schedule(char** value, void**, GucSource) {
  Refusal refusal;
  if (is_schedule(*value, refusal)) return true;
  GUC_check_errmsg("%s", refusal.message);
  GUC_check_errhint("%s", refusal.hint);
  return false;
}

constexpr const char* default_schedule = "0 3 * * *";

// The schedule of the environment; the default where that is invalid, because it must not keep the
// server from starting.
const char* schedule_of_environment() {
  const char* text = std::getenv("PALIAD_BACKUP_SCHEDULE");
  if (text == nullptr) return default_schedule;
  Refusal refusal;
  if (is_schedule(text, refusal)) return text;
  ereport(WARNING, (errmsg("PALIAD_BACKUP_SCHEDULE is ignored: %s", refusal.message)));
  return default_schedule;
}

int number_of_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  if (text == nullptr || *text == '\0') return otherwise;
  char* end = nullptr;
  errno = 0;
  const long value = std::strtol(text, &end, 10);
  if (*end == '\0' && errno == 0 && value >= 0 && value <= most_kept)
    return static_cast<int>(value);
  ereport(WARNING,
          (errmsg("%s is ignored: \"%s\" is not a number from 0 to %d", name, text, most_kept)));
  return otherwise;
}

// The names of a list, in order, as UTF-8, without duplicates.
std::vector<std::string> names_in(const char* text) {
  char* copy = nullptr;
  List* names = postgres::call_backend([&]() {
    bool valid = false;
    return split_names(text, &copy, &valid);
  });
  std::vector<std::string> result;
  for (int i = 0; i < list_length(names); ++i) {
    std::string name = postgres::to_utf8(static_cast<char*>(list_nth(names, i)));
    if (std::find(result.begin(), result.end(), name) == result.end())
      result.push_back(std::move(name));
  }
  list_free(names);
  pfree(copy);
  return result;
}

void define_count(const char* name, const char* what, int* value, int otherwise) {
  DefineCustomIntVariable(name, what, nullptr, value, otherwise, 0, most_kept, PGC_SIGHUP, 0,
                          nullptr, nullptr, nullptr);
}

void define_schedule_settings() {
  DefineCustomStringVariable("paliad_backup.schedule", "When backups are made automatically.",
                             "Five cron fields in UTC; empty turns the schedule off.",
                             &schedule_text, schedule_of_environment(), PGC_SIGHUP, 0,
                             check_schedule, nullptr, nullptr);
  DefineCustomStringVariable("paliad_backup.databases",
                             "Databases whose backups are made automatically.",
                             "Names separated by commas; unset: none.", &databases_text,
                             environment("PALIAD_BACKUP_DATABASES"), PGC_SIGHUP, GUC_LIST_INPUT,
                             check_databases, nullptr, nullptr);
  DefineCustomIntVariable("paliad_backup.catch_up",
                          "How late a scheduled backup may still be made.",
                          "Older ones are recorded as missed.", &catch_up_seconds, 6 * 3600, 0,
                          INT_MAX, PGC_SIGHUP, GUC_UNIT_S, nullptr, nullptr, nullptr);
  define_count("paliad_backup.retention_days", "Backups younger than this are kept.",
               &retention_values.days, number_of_environment("PALIAD_BACKUP_RETENTION_DAYS", 30));
  define_count("paliad_backup.retention_keep", "Number of the newest backups that are always kept.",
               &retention_values.keep, number_of_environment("PALIAD_BACKUP_RETENTION_KEEP", 7));
  define_count("paliad_backup.retention_daily", "Number of days whose newest backup is kept.",
               &retention_values.daily, 0);
  define_count("paliad_backup.retention_weekly", "Number of weeks whose newest backup is kept.",
               &retention_values.weekly, 0);
  define_count("paliad_backup.retention_monthly", "Number of months whose newest backup is kept.",
               &retention_values.monthly, 0);
  define_count("paliad_backup.drill_days",
               "Days between two trial restores of a scheduled backup; 0 is never.",
               &drill_days_value, 0);
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

std::vector<std::string> schemas() { return names_in(schemas_text); }

std::string schedule() { return is_off(schedule_text) ? std::string() : schedule_text; }

std::vector<std::string> databases() { return names_in(databases_text); }

int catch_up() { return catch_up_seconds; }

int drill_days() { return drill_days_value; }

Retention retention() { return retention_values; }

int lock_timeout() { return lock_timeout_ms; }

int workers() {
  const auto processors = static_cast<int>(usable_processors());
  return is_worker_count_set ? worker_count : std::min(worker_count, processors - 1);
}

std::uint64_t rate_limit() { return static_cast<std::uint64_t>(rate_limit_kb) * 1024; }

std::vector<std::pair<std::string, std::string>> session_values() {
  std::vector<std::pair<std::string, std::string>> values;
  for (const char* name :
       {"paliad_backup.schemas", "paliad_backup.lock_timeout", "paliad_backup.rate_limit"})
    values.emplace_back(name, postgres::call_backend([&]() -> const char* {
                          return GetConfigOptionByName(name, nullptr, false);
                        }));
  values.emplace_back("paliad_backup.workers", std::to_string(workers()));
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
                          "0 makes it in one process, with the same result. Where it isn't set, one"
                          " processor is left to the session.",
                          &worker_count, 2, 0, 64, PGC_SUSET, 0, check_workers, assign_workers,
                          nullptr);
  DefineCustomIntVariable("paliad_backup.rate_limit",
                          "Most table data that a backup reads in a second.",
                          "As text, in one process then; 0 is no limit.", &rate_limit_kb, 0, 0,
                          INT_MAX, PGC_SUSET, GUC_UNIT_KB, nullptr, nullptr, nullptr);
  define_schedule_settings();
  EmitWarningsOnPlaceholders("paliad_backup");
}

}  // namespace paliad::settings
