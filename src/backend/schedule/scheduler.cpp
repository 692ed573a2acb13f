#include "backend/schedule/scheduler.hpp"

#include "backend/ipc/scheduler_state.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/settings.hpp"
#include "core/base/instant.hpp"

#include <algorithm>
#include <vector>

namespace paliad::schedule {

namespace {

using postgres::now;
using postgres::ScheduledDatabase;

constexpr const char* no_connection =
    "no worker could connect to it: the database is missing or allows no connection; the server's "
    "log says more";
constexpr const char* no_slot =
    "no background worker slot is free; raise max_worker_processes (it needs a restart)";

// One database on the scheduler's list. Its seat in shared memory is where its worker answers.
class Watched {
public:
  Watched(int seat, std::string name) : seat_(seat) {
    ScheduledDatabase fresh;
    fresh.name = std::move(name);
    postgres::set_scheduled_database(seat_, fresh);
  }

  std::string name() const { return seat().name; }

  // Something may have changed: it is looked after at once. The seat of a worker that is out is
  // that worker's to write.
  void hurry() {
    failures_ = 0;
    again_ = worker_ != nullptr;
    if (again_) return;
    ScheduledDatabase database = seat();
    database.next_look = 0;
    put(database);
  }

  // Begins a look where one is due, and takes note of one that has ended.
  void attend() {
    if (worker_ != nullptr) {
      if (!postgres::has_ended(worker_)) return;
      worker_ = nullptr;
      if (seat().looks == looks_before_) put_off(no_connection);
      // It may have looked at what has changed since.
      if (again_) hurry();
    }
    if (seat().next_look <= now()) begin_look();
  }

  // Microseconds until the next look; a worker that is out wakes us by itself.
  Duration patience() const {
    return worker_ != nullptr ? minute : std::max<Duration>(seat().next_look - now(), 0);
  }

private:
  ScheduledDatabase seat() const { return postgres::scheduled_database(seat_); }
  void put(const ScheduledDatabase& database) const {
    postgres::set_scheduled_database(seat_, database);
  }

  void begin_look() {
    looks_before_ = seat().looks;
    worker_ = postgres::launch_worker("paliad_backup nightly", "paliad_backup_nightly_main",
                                      Int32GetDatum(seat_), postgres::from_utf8_or_ascii(name()));
    if (worker_ == nullptr) put_off(no_slot);
  }

  // One line in the log for each kind of trouble, and a growing pause.
  void put_off(const char* reason) {
    constexpr int most_doublings = 6;
    ScheduledDatabase database = seat();
    if (database.reason != reason)
      postgres::log_warning("scheduled backups of database \"" + database.name +
                            "\" can't be made: " + reason);
    database.reason = reason;
    database.next_look = now() + (minute << std::min(failures_++, most_doublings));
    put(database);
  }

  int seat_;
  int failures_ = 0;
  bool again_ = false;  // settings changed while a worker was out
  std::uint64_t looks_before_ = 0;
  BackgroundWorkerHandle* worker_ = nullptr;
};

class Launcher {
public:
  void run() {
    postgres::set_scheduler_process(MyProcPid);
    try_settings();
    while (!postgres::shutdown_requested()) {
      for (Watched& database : watched_) database.attend();
      if (postgres::wait_for_latch(milliseconds_to_sleep())) try_settings();
    }
  }

private:
  // A list that can't be read leaves the old one in force.
  void try_settings() {
    try {
      read_settings();
    } catch (const Error& error) {
      postgres::log_warning(std::string("paliad_backup.databases can't be read: ") + error.what());
    }
  }

  // A worker that is still out keeps its seat until it has ended: settings change seldom enough.
  void read_settings() {
    std::vector<std::string> names = settings::databases();
    if (names.size() > static_cast<std::size_t>(postgres::most_scheduled_databases)) {
      postgres::log_warning("paliad_backup.databases names more than " +
                            std::to_string(postgres::most_scheduled_databases) +
                            " databases: the rest has no scheduled backups");
      names.resize(static_cast<std::size_t>(postgres::most_scheduled_databases));
    }
    if (names != names_) {
      names_ = names;
      seat_all();
    }
    for (Watched& database : watched_) database.hurry();
  }

  void seat_all() {
    watched_.clear();
    for (int seat = 0; seat < postgres::most_scheduled_databases; ++seat)
      if (static_cast<std::size_t>(seat) < names_.size())
        watched_.emplace_back(seat, names_[static_cast<std::size_t>(seat)]);
      else
        postgres::set_scheduled_database(seat, {});
  }

  // Short enough to notice a clock that was set.
  long milliseconds_to_sleep() const {
    Duration shortest = 30 * second;
    for (const Watched& database : watched_) shortest = std::min(shortest, database.patience());
    return static_cast<long>(shortest / (second / 1000)) + 1;
  }

  std::vector<std::string> names_;
  std::vector<Watched> watched_;
};

void run_launcher() {
  postgres::begin_static_worker();
  Launcher().run();
}

}  // namespace

void preload() {
  postgres::request_scheduler_memory();
  postgres::register_static_worker("paliad_backup scheduler", "paliad_backup_scheduler_main");
}

}  // namespace paliad::schedule

extern "C" {
PGDLLEXPORT void paliad_backup_scheduler_main(Datum argument);

void paliad_backup_scheduler_main(Datum) {
  paliad::postgres::serve([&]() { paliad::schedule::run_launcher(); });
  proc_exit(1);  // 0 would unregister it for good
}
}
