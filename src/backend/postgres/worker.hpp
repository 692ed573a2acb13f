// Background workers: functions that start one, and functions for use inside one.
#pragma once

#include "backend/postgres/valves.hpp"

#include <functional>
#include <string>

namespace paliad::postgres {

// Starts a worker of this library for `database` and waits until it runs; it has not connected yet
// (connect_worker()). `function` is the name of its exported main. The handle lives until a
// WorkerHandle frees it. Throws Error(insufficient_resources) with a hint where no slot is free.
BackgroundWorkerHandle* start_worker(const char* name, const char* function, Datum argument,
                                     Oid database);

// Owns the handle of a worker that start_worker() made and that ends by itself once its channel
// does. The destructor waits for that end, at most 0.3 seconds, so that the worker's slot is free
// for the next worker of the same session. A worker that takes longer, because it waits for a lock,
// goes on alone.
class WorkerHandle {
public:
  WorkerHandle() noexcept = default;
  ~WorkerHandle();
  WorkerHandle(const WorkerHandle&) = delete;
  WorkerHandle& operator=(const WorkerHandle&) = delete;

  // Takes over the handle, and returns it for Channel::watch().
  BackgroundWorkerHandle* take(BackgroundWorkerHandle* worker) noexcept { return worker_ = worker; }
  // Makes the destructor not wait: for a worker that goes on alone, or was waited for already.
  void do_not_wait() noexcept { waits_ = false; }

private:
  BackgroundWorkerHandle* worker_ = nullptr;
  bool waits_ = true;
};

// Starts a worker for the database named `database`, and doesn't wait for it. Null where no slot is
// free. The handle lives until has_ended() frees it. Throws Error.
BackgroundWorkerHandle* launch_worker(const char* name, const char* function, Datum argument,
                                      const std::string& database);

// True once the worker has ended; its handle is freed then.
bool has_ended(BackgroundWorkerHandle* worker);

// While the library is preloaded: registers a worker without a database. The server starts it when
// recovery has finished, and again ten seconds after it has exited with code 1.
void register_static_worker(const char* name, const char* function);

// In a worker that start_worker() started: unblocks signals, guards the process
// (untrusted_code.hpp) and connects to its database. From now on SIGTERM cancels the running
// statement or wait, as an Error, and sets shutdown_requested(); SIGHUP asks for a reload. A
// database that can't be connected to ends the process (FATAL).
void connect_worker();
// The same in a worker that launch_worker() started.
void connect_launched_worker();
// In a static worker, which has no database: unblocks signals. SIGTERM only sets
// shutdown_requested(); SIGHUP asks for a reload.
void begin_static_worker();

// Whether this process is a worker of this library: false in a session, a parallel worker, and
// another extension's or logical replication's worker.
bool is_own_worker() noexcept;

// True once SIGTERM has asked this worker to end.
bool shutdown_requested() noexcept;

// In a worker: calls `attempt` every 20 milliseconds until it returns true, for about
// `milliseconds`. Returns whether it succeeded. Throws what `attempt` throws, Error on a cancel.
bool try_for(long milliseconds, const std::function<bool()>& attempt);

// True where a cancel, a termination or a barrier (another process waits for this one) is pending;
// messages of parallel workers don't count.
bool interrupt_pending() noexcept;

// Sleeps without handling interrupts: for the short wait after an error.
void sleep_uninterrupted(long milliseconds) noexcept;

// Shows `what` as this process's query in pg_stat_activity.
void report_activity(const std::string& what);

}  // namespace paliad::postgres
