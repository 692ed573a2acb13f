#include "backend/status.hpp"

#include "backend/access/authorization.hpp"
#include "backend/artifacts/orphans.hpp"
#include "backend/artifacts/retention.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/ipc/scheduler_state.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/instant_sql.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/values.hpp"
#include "backend/run/disk_space.hpp"
#include "backend/settings.hpp"
#include "core/policy/cron.hpp"
#include "core/store/local_disk_store.hpp"

#include <algorithm>
#include <limits>

namespace paliad::schedule {

namespace {

using postgres::Row;
using postgres::Text;

void require_monitor() {
  if (backup::find_right()) return;
  const bool monitors =
      postgres::call_backend([]() { return has_privs_of_role(GetUserId(), ROLE_PG_MONITOR); });
  if (!monitors) (void)backup::require_right();
}

// Sentences one after the other.
class Complaints {
public:
  void add(const std::string& complaint) { all_.push_back(complaint); }
  const std::vector<std::string>& all() const noexcept { return all_; }
  std::string text() const {
    std::string text;
    for (const std::string& one : all_) text += (text.empty() ? "" : "; ") + one;
    return text;
  }

private:
  std::vector<std::string> all_;
};

// What the catalog says of this installation's backups. What has no file any more is no success;
// what somebody canceled is no failure.
struct History {
  Text last_success;
  Text last_success_age;
  Instant last_success_at = std::numeric_limits<Instant>::min();
  Text last_failure;
  Text last_error;
  bool last_failed = false;
  bool any_good = false;  // whether there is still a file of one or not
  Text failed_check;
  Text running;
  std::string artifacts;
  std::string bytes;
};

// What is left of `mine` are rows whose times can be right.
const std::string history_query =
    "WITH mine AS MATERIALIZED ("
    "  SELECT * FROM ONLY paliad.backups"
    "   WHERE (installation = ANY ($1::uuid[]) OR installation IS NULL AND status <> 'done')"
    "     AND isfinite(started_at)"
    "     AND extract(year FROM started_at) BETWEEN 1000 AND 9999),"
    " good AS (SELECT * FROM mine WHERE status = 'done' AND deleted_at IS NULL"
    "           ORDER BY started_at DESC LIMIT 1),"
    " bad AS (SELECT * FROM mine WHERE status = 'failed' AND error_state IS DISTINCT FROM '57014'"
    "          ORDER BY started_at DESC LIMIT 1),"
    " made AS (SELECT max(started_at) AS last_at FROM mine WHERE status = 'done'),"
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
    "       coalesce((SELECT CASE WHEN NOT drilled_ok"
    "                   THEN format('backup %s did not come back whole in the last drill, at %s', "
    "id,"
    "                               drilled_at) END FROM drilled),"
    "                (SELECT format('backup %s was found damaged at %s', id, verified_at)"
    "                   FROM damaged))";

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
  history.failed_check = row[10];
  return history;
}

History read_history() {
  return history_of(backup::catalog_query(
      history_query, {postgres::array_literal(backup::own_installations())})[0]);
}

// Rows that somebody has changed so that they can't be right: they are passed over everywhere.
void complain_of_rows(Complaints& complaints) {
  for (const Row& row : backup::catalog_query(
           "SELECT id, wrong FROM (SELECT id, " + std::string(backup::wrong_columns) +
           " AS wrong FROM ONLY paliad.backups) AS rows WHERE wrong <> '' ORDER BY id"))
    complaints.add("the row of backup " + *row[0] + " in paliad.backups can't be right: correct " +
                   *row[1]);
  for (const Row& row : backup::catalog_query(
           "SELECT scheduled_for, outcome FROM ONLY paliad.backup_slots"
           " WHERE (scheduled_for BETWEEN '1000-01-01' AND '9999-12-31'"
           "        AND noted_at BETWEEN '1000-01-01' AND '9999-12-31') IS NOT TRUE ORDER BY 1"))
    complaints.add("the row of " + *row[0] + " (" + *row[1] +
                   ") in paliad.backup_slots can't be right: correct its times, or delete it");
}

std::string this_database() { return *postgres::query("SELECT current_database()")[0][0]; }

bool is_scheduled() {
  const auto names = settings::databases();
  return !settings::schedule().empty() &&
         std::find(names.begin(), names.end(), this_database()) != names.end();
}

// With a schedule the backup of the last slot that is over must be there; without one a week is
// long.
void complain_of_age(const History& history, bool scheduled, Complaints& complaints) {
  if (!history.last_success) {
    complaints.add(history.any_good ? "the files of all good backups have been removed"
                                    : "there is no good backup yet");
    return;
  }
  const Instant now = postgres::now();
  Instant due = now - 7 * day;
  if (scheduled)
    due = latest_slot(parse_cron(settings::schedule()),
                      now - std::max<Duration>(settings::catch_up() * second, 10 * minute));
  if (history.last_success_at < due)
    complaints.add("the last good backup is of " + *history.last_success +
                   (scheduled ? ", and one was due at " + to_text(due) : ", more than a week old"));
}

void complain_of_failure(const History& history, Complaints& complaints) {
  if (history.last_failed)
    complaints.add("the last backup failed: " + history.last_error.value_or("no reason is known"));
  if (history.failed_check) complaints.add(*history.failed_check);
}

void complain_of_scheduler(bool scheduled, Complaints& complaints) {
  if (!scheduled) return;
  if (!postgres::has_scheduler_memory()) {
    complaints.add("the scheduler is not loaded: shared_preload_libraries lacks paliad_backup");
    return;
  }
  if (!postgres::scheduler_runs()) {
    complaints.add("the scheduler does not run");
    return;
  }
  const auto entry = postgres::find_scheduled_database(this_database());
  if (entry && !entry->reason.empty())
    complaints.add("the schedule is not followed: " + entry->reason);
}

// A database whose name is spelled wrong has no backups, and no status that says so.
void complain_of_names(Complaints& complaints) {
  if (settings::schedule().empty()) return;
  for (const Row& row :
       postgres::query("SELECT name FROM unnest($1::text[]) AS name"
                       " WHERE name NOT IN (SELECT datname FROM pg_database) ORDER BY name",
                       {postgres::array_literal(settings::databases())}))
    complaints.add("paliad_backup.databases names a database that does not exist: " + *row[0]);
}

std::string artifacts_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " artifact" : " artifacts");
}

void complain_of_files(const store::LocalDiskStore& store, Complaints& complaints) {
  if (backup::is_room_tight(store))
    complaints.add("the disk is nearly full: " + std::to_string(store.free_bytes()) +
                   " bytes are free");
  std::size_t missing = 0;
  for (const RetentionDecision& decision : decide_retention(store))
    missing += decision.missing ? 1 : 0;
  if (missing > 0) complaints.add("missing from the export directory: " + artifacts_text(missing));
  if (const std::size_t orphans = backup::count_own_orphans(); orphans > 0)
    complaints.add("not in the catalog, see paliad_backup_orphans(): " + artifacts_text(orphans));
}

// Artifacts that nobody removes until somebody says whose they are.
void warn_of_installations(Complaints& warnings) {
  for (const Row& row : backup::catalog_query(
           "SELECT coalesce(installation::text, 'unknown'), count(*) FROM ONLY paliad.backups"
           " WHERE status = 'done' AND deleted_at IS NULL"
           "   AND (installation = ANY ($1::uuid[])) IS NOT TRUE GROUP BY 1 ORDER BY 1",
           {postgres::array_literal(backup::own_installations())}))
    warnings.add(
        "another installation (" + *row[0] + ") made " + artifacts_text(std::stoul(*row[1])) +
        " of the catalog, which no retention removes: paliad_backup_take_over() does where "
        "it is gone for good");
}

// Where an argument's type isn't written, a function of theirs could be called instead of ours.
void warn_of_schema(Complaints& warnings) {
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
  if (row[0])
    warnings.add("others may create functions in schema " + *row[0] +
                 ", where those of paliad_backup are: " + *row[1]);
}

Text next_run(bool scheduled) {
  if (!scheduled) return std::nullopt;
  return to_text(next_slot(parse_cron(settings::schedule()), postgres::now()));
}

}  // namespace

Row read_status() {
  require_monitor();
  const postgres::PinnedSettingsScope settings;
  const History history = read_history();
  const bool scheduled = is_scheduled();
  Complaints complaints;
  complain_of_age(history, scheduled, complaints);
  complain_of_failure(history, complaints);
  complain_of_rows(complaints);
  complain_of_scheduler(scheduled, complaints);
  complain_of_names(complaints);
  Text free;
  try {
    const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
    free = std::to_string(store.free_bytes());
    complain_of_files(store, complaints);
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    // The first backup makes it.
    if (error.state() != sqlstate::undefined_file || history.artifacts != "0")
      complaints.add(std::string("the export directory can't be used: ") + error.what());
  }
  Complaints warnings;
  warn_of_installations(warnings);
  warn_of_schema(warnings);
  const bool ok = complaints.all().empty();
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
          ok ? std::nullopt : Text(complaints.text()),
          postgres::array_literal(warnings.all())};
}

}  // namespace paliad::schedule
