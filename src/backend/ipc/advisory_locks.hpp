// The locks of a database that last longer than a statement: one tells a living run from a dead
// one, one says where the run's state lies; the schedule worker has one, and so have the removals.
#pragma once

#include <cstdint>
#include <vector>

namespace paliad::ipc {

// Takes the run's lock of this database for the session, without waiting; false where another
// session has it. It is an advisory lock of a kind that SQL's pg_advisory_lock can't reach, so
// nobody can block backups by taking it.
bool try_run_lock();

void release_run_lock() noexcept;

// One schedule worker for each database; held until the session ends.
bool try_schedule_lock();

// Waits for the removals' lock of this database and holds it until the transaction ends: what is
// removed is decided by one after the other. Throws Error.
void lock_removals();

// Tells all sessions, as long as this one lives, the handle of a run's state (run_state.hpp).
void announce_run_state(std::uint32_t handle);

// The handles that are announced in this database; their runs may have ended meanwhile.
std::vector<std::uint32_t> announced_run_states();

}  // namespace paliad::ipc
