// The schedule worker's main: checks one database once.
// Happy path: connects, takes the schedule's lock, decides whether a backup is due; claims the
// slot, makes the backup, applies retention, drills if that is due; decides again; tells the
// scheduler the time of the next check.
// Hard cases: the database can't be connected to: the process ends, and the scheduler sees that no
// check was completed. The extension is missing, or another worker holds the lock: the next check
// is in a minute. The backup fails: the slot stays open, and the policy decides when to try again.
// The server shuts down: the slot stays claimed, and a later check decides on it.
#include "backend/access/authorization.hpp"
#include "backend/access/own_objects.hpp"
#include "backend/artifacts/retention.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/ipc/advisory_locks.hpp"
#include "backend/ipc/scheduler_state.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/latch.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/transaction.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/run/disk_space.hpp"
#include "backend/run/make_backup.hpp"
#include "backend/run/run_request.hpp"
#include "backend/schedule/directory_claim.hpp"
#include "backend/schedule/drills.hpp"
#include "backend/schedule/slot_rows.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"

#include <limits>

namespace paliad::schedule {

namespace {

using postgres::now;

constexpr Instant never = std::numeric_limits<Instant>::max();

// False where the database has no extension. Throws Error where it is of another version.
bool has_extension() {
  postgres::Transaction transaction;
  const auto rows = postgres::query("SELECT FROM pg_extension WHERE extname = 'paliad_backup'");
  if (!rows.empty()) access::require_extension();
  transaction.commit();
  return !rows.empty();
}

// What the worker tells the scheduler.
struct CheckResult {
  Instant next_check = never;
  CodedText reason;
};

// One backup for a slot, in a transaction and a snapshot of its own.
void make(Instant slot, store::LocalDiskStore& store) {
  postgres::Transaction transaction;
  messages::RunRequest request = run::new_request("scheduled", access::system_requester(), store);
  request.scheduled_for = slot_text(slot);
  postgres::report_activity("making scheduled backup " + request.id);
  run::make_backup(request, store, [] {});
  transaction.commit();
}

// Where the disk is nearly full, applies retention before the backup.
void expire_if_disk_is_nearly_full(store::LocalDiskStore& store) {
  bool tight = false;
  {
    postgres::Transaction transaction;
    tight = run::is_disk_nearly_full(store);
    transaction.commit();
  }
  if (tight) artifacts::expire_artifacts(store);
}

void attempt(const policy::SlotDecision& decision) {
  try {
    store::LocalDiskStore store(settings::export_dir(), DataDir);
    if (!claim_in_directory(store, decision.at)) {
      settle(decision.at, "elsewhere", "another server that shares the export directory has it");
      postgres::log_info("the backup of " + to_text(decision.at) + " belongs to another server");
      return;
    }
    expire_if_disk_is_nearly_full(store);
    make(decision.at, store);
    settle(decision.at, "done", "");
    artifacts::expire_artifacts(store);
    drill_if_due();
  } catch (const Error& error) {
    postgres::log_warning("scheduled backup of " + to_text(decision.at) + ", attempt " +
                          std::to_string(decision.attempt) + ", failed: " + error.what());
    note_failure(decision.at, error.what());
  }
}

// Claims the slot, or notes a further attempt. False where the slot is known already, because the
// clock was set back.
bool take(const policy::SlotDecision& decision) {
  if (decision.attempt == 1) return claim(decision.at);
  note_attempt(decision.at, decision.attempt);
  return true;
}

void note_missed(const policy::MissedSlots& missed) {
  record_missed(missed);
  postgres::log_warning(
      "the scheduled backup of " + to_text(missed.last) +
      (missed.count == 1 ? std::string(" was missed")
                         : " was missed, and " + std::to_string(missed.count - 1) + " before it"));
}

policy::SlotDecision decide_now(const policy::CronSchedule& schedule) {
  const Instant at = now();
  const auto history = read_history(at);
  (void)postgres::wait_for_latch_or_reload(0);  // the settings must not be older than the history
  return policy::decide(at, schedule, settings::catch_up() * second, history);
}

Instant check_schedule(const policy::CronSchedule& schedule) {
  for (;;) {
    const policy::SlotDecision decision = decide_now(schedule);
    if (decision.missed) note_missed(*decision.missed);
    switch (decision.action) {
    case policy::SlotDecision::Action::wait:
      return decision.at;
    case policy::SlotDecision::Action::give_up:
      settle(decision.at, "failed", "it was tried, and failed; paliad.backups says why");
      postgres::log_warning("the scheduled backup of " + to_text(decision.at) + " was given up");
      break;
    case policy::SlotDecision::Action::run:
      if (!take(decision)) return policy::next_slot(schedule, std::max(now(), decision.at));
      attempt(decision);
      break;
    }
    if (postgres::shutdown_requested()) return now() + minute;
    (void)postgres::wait_for_latch_or_reload(0);  // settings may have changed meanwhile
  }
}

CheckResult check_database() {
  catalog::prepare_worker_session(settings::lock_timeout());
  if (!has_extension()) return {now() + minute, codes::coded("extension_missing")};
  // Another worker that is still running comes to the same result.
  if (!ipc::try_schedule_lock()) return {now() + minute, {}};
  const std::string text = settings::schedule();
  note_schedule(text);
  if (text.empty()) return {never, {}};
  return {check_schedule(policy::parse_cron(text)), {}};
}

// Writes the result to the database's entry, unless the database was taken off the list meanwhile.
void report_result(int index, const std::string& name, const CheckResult& answer) {
  ipc::ScheduledDatabase database = ipc::scheduled_database(index);
  if (database.name != name) return;
  if (!answer.reason.empty() && answer.reason.text != database.reason.text)
    postgres::log_warning("scheduled backups of database \"" + name +
                          "\" can't be made: " + answer.reason.text);
  database.next_check = answer.next_check;
  database.reason = answer.reason;
  ++database.checks;
  ipc::set_scheduled_database(index, database);
}

void run_schedule_worker(int index) {
  const std::string name = ipc::scheduled_database(index).name;
  postgres::connect_launched_worker();
  postgres::report_activity("following the schedule");
  try {
    report_result(index, name, check_database());
  } catch (const Error& error) {
    if (postgres::shutdown_requested()) return;
    report_result(index, name, {now() + minute, codes::failure_of(error)});
  }
}

}  // namespace

}  // namespace paliad::schedule

extern "C" {
PGDLLEXPORT void paliad_backup_schedule_main(Datum argument);

void paliad_backup_schedule_main(Datum argument) {
  paliad::postgres::serve(
      [&]() { paliad::schedule::run_schedule_worker(DatumGetInt32(argument)); });
}
}
