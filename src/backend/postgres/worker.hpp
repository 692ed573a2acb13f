// Background workers: starting one, and being one.
#pragma once

#include "backend/postgres/valves.hpp"

#include <functional>
#include <string>

namespace paliad::postgres {

// Starts a worker of this library, connected to nothing yet, and waits until it runs. `function` is
// the name of its exported main. The handle lives until a WorkerHandle frees it. Throws
// Error(53000-class) with a hint where no slot is free.
BackgroundWorkerHandle* start_worker(const char* name, const char* function, Datum argument,
                                     Oid database);

// A worker that start_worker() made and that ends by itself, once its channel does. Whoever goes
// waits for that end, at most 0.3 seconds: its slot is free then for what the same session starts
// next. A worker that waits for a lock meanwhile goes on alone.
class WorkerHandle {
public:
  WorkerHandle() noexcept = default;
  ~WorkerHandle();
  WorkerHandle(const WorkerHandle&) = delete;
  WorkerHandle& operator=(const WorkerHandle&) = delete;

  // Returns the handle, for Channel::watch().
  BackgroundWorkerHandle* take(BackgroundWorkerHandle* worker) noexcept { return worker_ = worker; }
  // It has been waited for already.
  void leave() noexcept { waits_ = false; }

private:
  BackgroundWorkerHandle* worker_ = nullptr;
  bool waits_ = true;
};

// Starts a worker for a database by its name, and doesn't wait for it. Nothing where no slot is
// free.
BackgroundWorkerHandle* launch_worker(const char* name, const char* function, Datum argument,
                                      const std::string& database);

// True once it has ended; its handle is freed then.
bool has_ended(BackgroundWorkerHandle* worker);

// While the library is preloaded: a worker without a database that runs as long as the server takes
// writes, and comes back ten seconds after it ended.
void register_static_worker(const char* name, const char* function);

// In a worker: unblocks signals (SIGTERM cancels what is waited for, as an Error, and lets the
// worker end in its own way; SIGHUP reloads) and connects to the database the starter named.
void connect_worker();
// The same in one that launch_worker() started. A database that can't be had ends it (FATAL).
void connect_launched_worker();
// The same in a static one, which has no database.
void begin_static_worker();

// Whether this process is a worker of this library; another extension's, or one that applies what
// is replicated, is none.
bool is_own_worker() noexcept;

// True once SIGTERM has asked this worker to end.
bool shutdown_requested() noexcept;

// In a worker: tries again and again until it succeeds, for about `milliseconds`; what the last
// attempt said.
bool try_for(long milliseconds, const std::function<bool()>& attempt);

// True where a cancel, an order to end or another process that waits for this one is to be handled;
// not for what parallel workers have to tell.
bool interrupt_pending() noexcept;

// Sleeps without looking at interrupts: for the short wait after an error.
void sleep_uninterrupted(long milliseconds) noexcept;

// Says in pg_stat_activity what this process does.
void report_activity(const std::string& what);

}  // namespace paliad::postgres
