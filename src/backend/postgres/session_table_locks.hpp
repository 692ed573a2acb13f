// Tables that a worker keeps from being dropped or altered between its transactions.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// Session-level ROW EXCLUSIVE locks, held until the object is destroyed, which must be outside a
// transaction; a transaction that aborts releases them all earlier. A later write finds its lock
// held, so it doesn't queue behind a process that waits for a stronger lock.
class SessionTableLocks {
public:
  SessionTableLocks() = default;
  // Releases all at once, because releasing a lock that an abort has released already would warn.
  ~SessionTableLocks() { LockReleaseAll(DEFAULT_LOCKMETHOD, true); }
  SessionTableLocks(const SessionTableLocks&) = delete;
  SessionTableLocks& operator=(const SessionTableLocks&) = delete;

  // Call it inside a transaction that has written the table. Throws Error.
  void add(Oid table);
};

}  // namespace paliad::postgres
