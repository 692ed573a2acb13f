// Tables that a worker keeps from being dropped or altered between its transactions.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// Session-level ROW EXCLUSIVE locks, released with the object, outside of transactions; one that
// aborts releases them all before. A later write finds its lock held, so that it can't be made to
// queue behind somebody who waits for a stronger one.
class SessionTableLocks {
public:
  SessionTableLocks() = default;
  // By their method and not one by one: of what an abort released, nothing is said then.
  ~SessionTableLocks() { LockReleaseAll(DEFAULT_LOCKMETHOD, true); }
  SessionTableLocks(const SessionTableLocks&) = delete;
  SessionTableLocks& operator=(const SessionTableLocks&) = delete;

  // Inside a transaction that has written the table. Throws Error.
  void add(Oid table);
};

}  // namespace paliad::postgres
