// The extension's advisory locks that a worker holds until it releases them or ends.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// Takes the lock for the session, without waiting; false where another session has it. Throws
// Error.
bool try_session_lock(const LOCKTAG& tag, LOCKMODE mode);
// Does nothing where try_session_lock() has not taken it.
void release_session_lock(const LOCKTAG& tag, LOCKMODE mode) noexcept;

// Protects the held locks inside a transaction while code that others wrote runs: that code may
// call pg_advisory_unlock_all(), which releases a session's locks but not a transaction's. So the
// transaction takes each lock too, and the destructor takes them for the session again: no other
// session can have had one meanwhile. The destructor also releases the advisory locks that the code
// has taken for the session. Does nothing where this process holds no locks.
class SessionLocksScope {
public:
  // Throws Error.
  SessionLocksScope();
  ~SessionLocksScope();
  SessionLocksScope(const SessionLocksScope&) = delete;
  SessionLocksScope& operator=(const SessionLocksScope&) = delete;
};

}  // namespace paliad::postgres
