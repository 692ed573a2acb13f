// Background workers: starting one, and being one.
#pragma once

#include "postgres/valves.hpp"

#include <string>

namespace paliad::postgres {

// Starts a worker of this library, connected to nothing yet, and waits until it runs. `function` is
// the name of its exported main. Throws Error(53000-class) with a hint where no slot is free.
BackgroundWorkerHandle* start_worker(const char* name, const char* function, Datum argument,
                                     Oid database);

// In a worker: unblocks signals (SIGTERM cancels what is waited for, as an Error, and lets the
// worker end in its own way; SIGHUP reloads) and connects to the database the starter named.
void connect_worker();

// True once SIGTERM has asked this worker to end.
bool shutdown_requested() noexcept;

// Sleeps until the latch is set or `milliseconds` have passed, then handles a pending reload.
void wait_for_latch(long milliseconds);

// Sleeps without looking at interrupts: for the short wait after an error.
void sleep_uninterrupted(long milliseconds) noexcept;

// Says in pg_stat_activity what this process does.
void report_activity(const std::string& what);

}  // namespace paliad::postgres
