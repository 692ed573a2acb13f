#include "backend/status.hpp"

#include "backend/access/authorization.hpp"
#include "backend/artifacts/orphans.hpp"
#include "backend/artifacts/retention.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/ipc/scheduler_state.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/timestamp_sql.hpp"
#include "backend/postgres/values.hpp"
#include "backend/run/disk_space.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"
#include "core/policy/cron.hpp"
#include "core/store/local_disk_store.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace paliad::status {

namespace {

using codes::coded;
using postgres::Row;
using postgres::Text;

void require_monitor() {
  if (access::find_right()) return;
  const bool monitors =
      postgres::call_backend([]() { return has_privs_of_role(GetUserId(), ROLE_PG_MONITOR); });
  if (!monitors) (void)access::require_right();
}

using Reasons = std::vector<CodedText>;

// The sentences, separated by semicolons.
std::string text_of(const Reasons& reasons) {
  std::string text;
  for (const CodedText& reason : reasons) text += (text.empty() ? "" : "; ") + reason.text;
  return text;
}

std::vector<std::string> texts_of(const Reasons& reasons) {
  std::vector<std::string> texts;
  for (const CodedText& reason : reasons) texts.push_back(reason.text);
  return texts;
}

// A failed check: of which backup, and when.
struct Check {
  std::string id;
  std::string at;
};

// What the catalog says of this installation's backups. A backup whose file was removed doesn't
// count as a success, and a canceled one doesn't count as a failure.
struct History {
  Text last_success;
  Text last_success_age;
  Instant last_success_at = std::numeric_limits<Instant>::min();
  Text last_failure;
  Text last_error;
  CodedText failure;  // last_error as a code
  bool last_failed = false;
  bool any_good = false;  // a backup was done, whether or not its file still exists
  std::optional<Check> failed_drill;
  std::optional<Check> damaged;
  Text running;
  std::string artifacts;
  std::string bytes;
};

// A backup whose time is in the future, made or imported with a wrong clock, is ignored: later ones
// would never be newer. One hour is allowed, for clocks that are being set.
const std::string is_ahead = "started_at > clock_timestamp() + interval '1 hour'";

// `mine` leaves out rows whose times can't be right.
const std::string history_query =
    "WITH mine AS MATERIALIZED ("
    "  SELECT *, " +
    is_ahead +
    " AS ahead FROM ONLY paliad.backups"
    "   WHERE (installation = ANY ($1::uuid[]) OR installation IS NULL AND status <> 'done')"
    "     AND isfinite(started_at)"
    "     AND extract(year FROM started_at) BETWEEN 1000 AND 9999),"
    " good AS (SELECT * FROM mine WHERE status = 'done' AND deleted_at IS NULL AND NOT ahead"
    "           ORDER BY started_at DESC LIMIT 1),"
    " bad AS (SELECT * FROM mine WHERE status = 'failed' AND error_state IS DISTINCT FROM '57014'"
    "            AND NOT ahead ORDER BY started_at DESC LIMIT 1),"
    " made AS (SELECT max(started_at) AS last_at FROM mine WHERE status = 'done' AND NOT ahead),"
    " kept AS (SELECT count(*), coalesce(sum(size_bytes), 0) AS bytes FROM mine"
    "           WHERE status = 'done' AND deleted_at IS NULL),"
    " drilled AS (SELECT * FROM mine WHERE isfinite(drilled_at) AND deleted_at IS NULL"
    "              ORDER BY drilled_at DESC LIMIT 1),"
    " damaged AS (SELECT * FROM mine WHERE NOT verified_ok AND deleted_at IS NULL"
    "              ORDER BY verified_at DESC LIMIT 1) "
    "SELECT (SELECT started_at FROM good), (SELECT clock_timestamp() - started_at FROM good),"
    "       (SELECT " +
    postgres::instant_of_sql("started_at") +
    " FROM good),"
    "       (SELECT finished_at FROM bad), (SELECT error FROM bad),"
    "       (SELECT bad.started_at > coalesce(made.last_at, '-infinity') FROM bad, made),"
    "       (SELECT last_at IS NOT NULL FROM made),"
    "       (SELECT id FROM mine WHERE status = 'running' ORDER BY started_at DESC LIMIT 1),"
    "       (SELECT count FROM kept), (SELECT bytes FROM kept),"
    "       (SELECT error_code FROM bad), (SELECT error_arguments FROM bad),"
    "       drilled.id, drilled.drilled_at, damaged.id, damaged.verified_at"
    "  FROM (SELECT 1) AS one"
    "  LEFT JOIN drilled ON NOT drilled.drilled_ok LEFT JOIN damaged ON true";

std::optional<Check> check_of(const Text& id, const Text& at) {
  if (!id) return std::nullopt;
  return Check{*id, at.value_or("")};
}

// Rows that version 1.0 wrote have no code.
CodedText failure_of_row(const Text& code, const Text& arguments, const std::string& error) {
  CodedText failure = code ? codes::stored(*code, arguments.value_or("{}")) : CodedText();
  failure.text = error;
  return failure;
}

History history_of(const Row& row) {
  History history;
  history.last_success = row[0];
  history.last_success_age = row[1];
  if (row[2]) history.last_success_at = std::stoll(*row[2]);
  history.last_failure = row[3];
  history.last_error = row[4];
  history.last_failed = postgres::is_true(row[5]);
  history.any_good = postgres::is_true(row[6]);
  history.running = row[7];
  history.artifacts = *row[8];
  history.bytes = *row[9];
  if (history.last_error) history.failure = failure_of_row(row[10], row[11], *history.last_error);
  history.failed_drill = check_of(row[12], row[13]);
  history.damaged = check_of(row[14], row[15]);
  return history;
}

History read_history() {
  return history_of(catalog::catalog_query(
      history_query, {postgres::array_literal(catalog::own_installations())})[0]);
}

// Adds the rows that somebody has changed so that they can't be right: all other code ignores them.
void add_wrong_rows(Reasons& reasons) {
  for (const Row& row : catalog::catalog_query(
           "SELECT id, wrong FROM (SELECT id, " + std::string(catalog::wrong_columns) +
           " AS wrong FROM ONLY paliad.backups) AS rows WHERE wrong <> '' ORDER BY id"))
    reasons.push_back(coded("backup_row_wrong", {{"id", *row[0]}, {"columns", *row[1]}}));
  for (const Row& row : catalog::catalog_query(
           "SELECT scheduled_for, outcome FROM ONLY paliad.backup_slots"
           " WHERE (scheduled_for BETWEEN '1000-01-01' AND '9999-12-31'"
           "        AND noted_at BETWEEN '1000-01-01' AND '9999-12-31') IS NOT TRUE ORDER BY 1"))
    reasons.push_back(coded("slot_row_wrong", {{"slot", *row[0]}, {"outcome", *row[1]}}));
}

// Adds the backups whose time is in the future. Their files are usable.
void add_ahead(Reasons& reasons) {
  for (const Row& row : catalog::catalog_query(
           "SELECT id, started_at FROM ONLY paliad.backups"
           " WHERE status = 'done' AND deleted_at IS NULL AND started_at < '10000-01-01' AND " +
           is_ahead + " ORDER BY started_at, id"))
    reasons.push_back(coded("backup_ahead", {{"id", *row[0]}, {"at", *row[1]}}));
}

std::string this_database() { return *postgres::query("SELECT current_database()")[0][0]; }

bool is_scheduled() {
  const auto names = settings::databases();
  return !settings::schedule().empty() &&
         std::find(names.begin(), names.end(), this_database()) != names.end();
}

// With a schedule, the backup of the last slot whose catch-up time is over must exist; without one,
// a backup may be a week old.
void add_age(const History& history, bool scheduled, Reasons& reasons) {
  if (!history.last_success) {
    reasons.push_back(coded(history.any_good ? "all_files_removed" : "no_backup"));
    return;
  }
  const Instant now = postgres::now();
  Instant due = now - 7 * day;
  if (scheduled)
    due = policy::latest_slot(policy::parse_cron(settings::schedule()),
                              now - std::max<Duration>(settings::catch_up() * second, 10 * minute));
  if (history.last_success_at >= due) return;
  reasons.push_back(
      scheduled ? coded("backup_late", {{"last", *history.last_success}, {"due", to_text(due)}})
                : coded("backup_old", {{"last", *history.last_success}}));
}

void add_failures(const History& history, Reasons& reasons) {
  if (history.last_failed) reasons.push_back(coded("last_backup_failed", {}, history.failure));
  if (history.failed_drill)
    reasons.push_back(coded("drill_failed",
                            {{"id", history.failed_drill->id}, {"at", history.failed_drill->at}}));
  if (history.damaged)
    reasons.push_back(
        coded("artifact_damaged", {{"id", history.damaged->id}, {"at", history.damaged->at}}));
}

void add_scheduler(bool scheduled, Reasons& reasons) {
  if (!scheduled) return;
  if (!ipc::has_scheduler_memory()) {
    reasons.push_back(coded("scheduler_not_loaded"));
    return;
  }
  if (!ipc::scheduler_runs()) {
    reasons.push_back(coded("scheduler_not_running"));
    return;
  }
  const auto entry = ipc::find_scheduled_database(this_database());
  if (entry && !entry->reason.empty())
    reasons.push_back(coded("schedule_not_followed", {}, entry->reason));
}

// Adds unknown names: a misspelled database gets no backups, and has no status that says so.
void add_unknown_databases(Reasons& reasons) {
  if (settings::schedule().empty()) return;
  for (const Row& row :
       postgres::query("SELECT name FROM unnest($1::text[]) AS name"
                       " WHERE name NOT IN (SELECT datname FROM pg_database) ORDER BY name",
                       {postgres::array_literal(settings::databases())}))
    reasons.push_back(coded("unknown_database", {{"name", *row[0]}}));
}

void add_files(const store::LocalDiskStore& store, Reasons& reasons) {
  if (run::is_disk_nearly_full(store))
    reasons.push_back(coded("disk_nearly_full", {{"free_bytes", store.free_bytes()}}));
  std::uint64_t missing = 0;
  for (const policy::RetentionDecision& decision : artifacts::decide_retention(store))
    missing += decision.missing ? 1 : 0;
  if (missing > 0) reasons.push_back(coded("artifacts_missing", {{"count", missing}}));
  if (const std::uint64_t orphans = artifacts::count_own_orphans(); orphans > 0)
    reasons.push_back(coded("artifacts_unknown", {{"count", orphans}}));
}

// Adds the artifacts of other installations: they are not removed until somebody takes them over.
void add_installations(Reasons& warnings) {
  for (const Row& row : catalog::catalog_query(
           "SELECT coalesce(installation::text, 'unknown'), count(*) FROM ONLY paliad.backups"
           " WHERE status = 'done' AND deleted_at IS NULL"
           "   AND (installation = ANY ($1::uuid[])) IS NOT TRUE GROUP BY 1 ORDER BY 1",
           {postgres::array_literal(catalog::own_installations())}))
    warnings.push_back(
        coded("artifacts_of_other", {{"installation", *row[0]}, {"count", std::stoull(*row[1])}}));
}

// Adds roles that may create functions in the extension's schema: where a call doesn't give its
// arguments' types, such a function could be called instead of the extension's.
void add_open_schema(Reasons& warnings) {
  const Row row = postgres::query(
      "SELECT quote_ident(n.nspname), string_agg(DISTINCT"
      "         CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE r.rolname::text END, ', ')"
      "  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
      " CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) acl"
      "  LEFT JOIN pg_roles r ON r.oid = acl.grantee"
      "  JOIN pg_database d ON d.datname = current_database()"
      "  JOIN pg_roles o ON o.oid = d.datdba"
      " WHERE e.extname = 'paliad_backup' AND acl.privilege_type = 'CREATE'"
      "   AND NOT coalesce(r.rolsuper, false)"
      "   AND NOT (coalesce(r.rolname = 'pg_database_owner', false) AND o.rolsuper)"
      " GROUP BY 1 UNION ALL SELECT NULL, NULL LIMIT 1")[0];
  if (row[0]) warnings.push_back(coded("schema_open", {{"schema", *row[0]}, {"roles", *row[1]}}));
}

Text next_run(bool scheduled) {
  if (!scheduled) return std::nullopt;
  return to_text(policy::next_slot(policy::parse_cron(settings::schedule()), postgres::now()));
}

}  // namespace

Row read_status() {
  require_monitor();
  const postgres::PinnedSettingsScope settings;
  const History history = read_history();
  const bool scheduled = is_scheduled();
  Reasons reasons;
  add_age(history, scheduled, reasons);
  add_failures(history, reasons);
  add_wrong_rows(reasons);
  add_ahead(reasons);
  add_scheduler(scheduled, reasons);
  add_unknown_databases(reasons);
  Text free;
  try {
    const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
    free = std::to_string(store.free_bytes());
    add_files(store, reasons);
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    // A missing directory is no fault before the first backup, which makes it.
    if (error.state() != sqlstate::undefined_file || history.artifacts != "0")
      reasons.push_back(coded("directory_unusable", {}, codes::failure_of(error)));
  }
  Reasons warnings;
  add_installations(warnings);
  add_open_schema(warnings);
  const bool ok = reasons.empty();
  return {history.last_success,
          history.last_success_age,
          history.last_failure,
          history.last_error,
          next_run(scheduled),
          history.running,
          history.artifacts,
          history.bytes,
          free,
          ok ? "t" : "f",
          ok ? std::nullopt : Text(text_of(reasons)),
          postgres::array_literal(texts_of(warnings)),
          codes::json_of(reasons),
          codes::json_of(warnings)};
}

}  // namespace paliad::status
