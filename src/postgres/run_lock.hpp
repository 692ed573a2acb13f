// The lock that tells a living run from a dead one: one for each database.
#pragma once

namespace paliad::postgres {

// Takes the run's lock of this database for the session, without waiting; false where another
// session has it. It is an advisory lock of a kind that SQL's pg_advisory_lock can't reach, so
// nobody can block backups by taking it.
bool try_run_lock();

void release_run_lock() noexcept;

}  // namespace paliad::postgres
