#include "schedule/status.hpp"

#include "backup/gate.hpp"
#include "backup/roles.hpp"
#include "backup/room.hpp"
#include "backup/strays.hpp"
#include "postgres/clock.hpp"
#include "postgres/scheduler_memory.hpp"
#include "postgres/scopes.hpp"
#include "postgres/values.hpp"
#include "schedule/cron.hpp"
#include "schedule/retention.hpp"
#include "settings.hpp"
#include "store/local_disk_store.hpp"

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

// What is wrong, in words.
class Complaints {
public:
  void add(const std::string& complaint) {
    if (!text_.empty()) text_ += "; ";
    text_ += complaint;
  }
  const std::string& text() const noexcept { return text_; }

private:
  std::string text_;
};

// What the catalog says. What has no file any more is no success.
struct History {
  Text last_success;
  Text last_success_age;
  Instant last_success_at = std::numeric_limits<Instant>::min();
  Text last_failure;
  Text last_error;
  bool last_failed = false;
  bool any_good = false;  // whether there is still a file of one or not
  Text failed_drill;
  Text running;
  std::string artifacts;
  std::string bytes;
};

History read_history() {
  const Row row = postgres::query(
      "SELECT good.started_at, clock_timestamp() - good.started_at,"
      "       ((extract(epoch FROM good.started_at) - 946684800) * 1000000)::bigint,"
      "       bad.finished_at, bad.error,"
      "       bad.started_at > coalesce(made.last_at, '-infinity'), made.last_at IS NOT NULL,"
      "       (SELECT id FROM ONLY paliad.backups WHERE status = 'running'"
      "         ORDER BY started_at DESC LIMIT 1),"
      "       kept.count, coalesce(kept.bytes, 0),"
      "       coalesce("
      "         (SELECT CASE WHEN NOT drilled_ok THEN 'backup ' || id || ' did not come back whole "
      "in '"
      "                      || 'the last drill, at ' || drilled_at END FROM ONLY paliad.backups"
      "           WHERE drilled_at IS NOT NULL AND deleted_at IS NULL"
      "           ORDER BY drilled_at DESC LIMIT 1),"
      "         (SELECT 'backup ' || id || ' was found damaged at ' || verified_at"
      "            FROM ONLY paliad.backups WHERE NOT verified_ok AND deleted_at IS NULL"
      "           ORDER BY verified_at DESC LIMIT 1))"
      "  FROM (SELECT count(*), sum(size_bytes) AS bytes FROM ONLY paliad.backups"
      "         WHERE status = 'done' AND deleted_at IS NULL) AS kept,"
      "       (SELECT max(started_at) AS last_at FROM ONLY paliad.backups WHERE status = 'done')"
      "         AS made"
      "  LEFT JOIN LATERAL (SELECT * FROM ONLY paliad.backups"
      "                      WHERE status = 'done' AND deleted_at IS NULL"
      "                      ORDER BY started_at DESC LIMIT 1) AS good ON true"
      "  LEFT JOIN LATERAL (SELECT * FROM ONLY paliad.backups WHERE status = 'failed'"
      "                      ORDER BY started_at DESC LIMIT 1) AS bad ON true")[0];
  History history;
  history.last_success = row[0];
  history.last_success_age = row[1];
  if (row[2]) history.last_success_at = std::stoll(*row[2]);
  history.last_failure = row[3];
  history.last_error = row[4];
  history.last_failed = row[5] == "t";
  history.any_good = row[6] == "t";
  history.running = row[7];
  history.artifacts = *row[8];
  history.bytes = *row[9];
  history.failed_drill = row[10];
  return history;
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
  if (history.failed_drill) complaints.add(*history.failed_drill);
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
  const auto seat = postgres::find_scheduled_database(this_database());
  if (seat && !seat->reason.empty())
    complaints.add("the schedule is not followed: " + seat->reason);
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
  if (const std::size_t strays = backup::count_own_strays(); strays > 0)
    complaints.add("not in the catalog, see paliad_backup_strays(): " + artifacts_text(strays));
}

Text next_run(bool scheduled) {
  if (!scheduled) return std::nullopt;
  return to_text(next_slot(parse_cron(settings::schedule()), postgres::now()));
}

}  // namespace

Row read_status() {
  require_monitor();
  postgres::SettingsScope settings;
  settings.pin();
  const postgres::RoleScope acting(backup::reader());
  const History history = read_history();
  const bool scheduled = is_scheduled();
  Complaints complaints;
  complain_of_age(history, scheduled, complaints);
  complain_of_failure(history, complaints);
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
  const bool ok = complaints.text().empty();
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
          ok ? std::nullopt : Text(complaints.text())};
}

}  // namespace paliad::schedule
