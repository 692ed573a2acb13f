// The scheduler's main.
// Happy path: reads the list of databases, starts a schedule worker for each one whose check is
// due, sleeps until the next check is due or the settings are reloaded.
// Hard cases: a worker can't be started, or ends without completing its check: the next check comes
// later with each failure. Settings change while a worker runs: its database is checked again. The
// clock is set: the sleep is short. The scheduler ends: the server starts it again.
#include "backend/schedule/scheduler.hpp"

#include "backend/ipc/scheduler_state.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/latch.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/settings.hpp"
#include "core/base/instant.hpp"
#include "core/codes/codes.hpp"
#include "core/policy/retry_delay.hpp"

#include <algorithm>
#include <vector>

namespace paliad::schedule {

namespace {

using ipc::ScheduledDatabase;
using postgres::now;

// The checks of one database of paliad_backup.databases. The schedule worker that checks it writes
// the result to entry `index` of the shared memory.
class DatabaseChecks {
public:
  DatabaseChecks(int index, std::string name) : index_(index) {
    ScheduledDatabase fresh;
    fresh.name = std::move(name);
    ipc::set_scheduled_database(index_, fresh);
  }

  std::string name() const { return state().name; }

  // Makes a check due at once, because settings may have changed. While a worker runs, only the
  // worker may write the entry: then the check is due when it has ended.
  void request_check() {
    delay_.reset();
    again_ = worker_ != nullptr;
    if (again_) return;
    ScheduledDatabase database = state();
    database.next_check = 0;
    put(database);
  }

  // Starts a check that is due, and handles the end of a running one.
  void tick() {
    if (worker_ != nullptr) {
      if (!postgres::has_ended(worker_)) return;
      worker_ = nullptr;
      if (state().checks == checks_before_)
        postpone(codes::coded("database_unreachable"));
      else
        delay_.reset();
      // The worker may have read the old settings.
      if (again_) request_check();
    }
    if (state().next_check <= now()) start_check();
  }

  // In microseconds. A minute while a worker runs: its end sets this process's latch.
  Duration time_until_next_check() const {
    return worker_ != nullptr ? minute : std::max<Duration>(state().next_check - now(), 0);
  }

private:
  ScheduledDatabase state() const { return ipc::scheduled_database(index_); }
  void put(const ScheduledDatabase& database) const {
    ipc::set_scheduled_database(index_, database);
  }

  void start_check() {
    checks_before_ = state().checks;
    worker_ = postgres::launch_worker("paliad_backup schedule", "paliad_backup_schedule_main",
                                      Int32GetDatum(index_), postgres::from_utf8_or_ascii(name()));
    if (worker_ == nullptr) postpone(codes::coded("no_schedule_worker"));
  }

  // Delays the next check, longer with each failure. Logs each new reason once.
  void postpone(const CodedText& reason) {
    ScheduledDatabase database = state();
    if (database.reason.text != reason.text)
      postgres::log_warning("scheduled backups of database \"" + database.name +
                            "\" can't be made: " + reason.text);
    database.reason = reason;
    database.next_check = now() + delay_.after_failure();
    put(database);
  }

  int index_;
  policy::RetryDelay delay_;
  bool again_ = false;  // settings changed while a worker ran
  std::uint64_t checks_before_ = 0;
  BackgroundWorkerHandle* worker_ = nullptr;
};

class Scheduler {
public:
  void run() {
    ipc::set_scheduler_process(MyProcPid);
    try_settings();
    while (!postgres::shutdown_requested()) {
      for (DatabaseChecks& database : databases_) database.tick();
      if (postgres::wait_for_latch_or_reload(milliseconds_to_sleep())) try_settings();
    }
  }

private:
  // Reads the settings. The old ones stay in force where paliad_backup.databases can't be read.
  void try_settings() {
    try {
      read_settings();
    } catch (const Error& error) {
      postgres::log_warning(std::string("paliad_backup.databases can't be read: ") + error.what());
    }
  }

  // A worker that is still running when its entry is given to another database finds another name
  // there, and writes nothing (report_result() in schedule_worker.cpp).
  void read_settings() {
    std::vector<std::string> names = settings::databases();
    if (names.size() > static_cast<std::size_t>(ipc::most_scheduled_databases)) {
      postgres::log_warning("paliad_backup.databases names more than " +
                            std::to_string(ipc::most_scheduled_databases) +
                            " databases: the rest has no scheduled backups");
      names.resize(static_cast<std::size_t>(ipc::most_scheduled_databases));
    }
    if (names != names_) {
      names_ = names;
      assign_entries();
    }
    for (DatabaseChecks& database : databases_) database.request_check();
  }

  void assign_entries() {
    databases_.clear();
    for (int index = 0; index < ipc::most_scheduled_databases; ++index)
      if (static_cast<std::size_t>(index) < names_.size())
        databases_.emplace_back(index, names_[static_cast<std::size_t>(index)]);
      else
        ipc::set_scheduled_database(index, {});
  }

  // At most 30 seconds, so that a change of the system's clock is noticed.
  long milliseconds_to_sleep() const {
    Duration shortest = 30 * second;
    for (const DatabaseChecks& database : databases_)
      shortest = std::min(shortest, database.time_until_next_check());
    return static_cast<long>(shortest / (second / 1000)) + 1;
  }

  std::vector<std::string> names_;
  std::vector<DatabaseChecks> databases_;
};

void run_scheduler() {
  postgres::begin_static_worker();
  Scheduler().run();
}

}  // namespace

void preload() {
  ipc::request_scheduler_memory();
  postgres::register_static_worker("paliad_backup scheduler", "paliad_backup_scheduler_main");
}

}  // namespace paliad::schedule

extern "C" {
PGDLLEXPORT void paliad_backup_scheduler_main(Datum argument);

void paliad_backup_scheduler_main(Datum) {
  paliad::postgres::serve([&]() { paliad::schedule::run_scheduler(); });
  proc_exit(1);  // after exit code 0 the server would never start it again
}
}
