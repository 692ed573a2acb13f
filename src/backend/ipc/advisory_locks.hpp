// The extension's advisory locks, each for one database: one tells a living run from a dead one,
// one announces where the run's state lies, one is the schedule worker's, and one is for removals.
#pragma once

#include <cstdint>
#include <vector>

namespace paliad::ipc {

// Takes the run's lock of this database for the session, without waiting; false where another
// session has it. It is an advisory lock of a kind that SQL's pg_advisory_lock can't reach, so
// nobody can block backups by taking it. Throws Error.
bool try_run_lock();

// Does nothing where this session doesn't hold it.
void release_run_lock() noexcept;

// The same for the lock that allows one schedule worker for each database; held until the session
// ends. Throws Error.
bool try_schedule_lock();

// Waits for the removals' lock of this database and holds it until the transaction ends, so that
// removals are decided one after the other. Throws Error.
void lock_removals();

// Announces the handle of a run's state (run_state.hpp) to all sessions of this database, until
// this session ends. Throws Error.
void announce_run_state(std::uint32_t handle);

// The handles that are announced in this database; their runs may have ended meanwhile. Throws
// Error.
std::vector<std::uint32_t> announced_run_states();

}  // namespace paliad::ipc
