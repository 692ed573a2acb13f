// Advisory locks of the extension's own that a worker holds until it ends, or lets go.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// Takes the lock for the session, without waiting; false where another session has it. Throws
// Error.
bool try_session_lock(const LOCKTAG& tag, LOCKMODE mode);
void release_session_lock(const LOCKTAG& tag, LOCKMODE mode) noexcept;

// For code of others that runs meanwhile, inside a transaction: pg_advisory_unlock_all() frees
// whatever a session holds, but nothing that a transaction does. At its end they are the session's
// again, and nobody else can have had them meanwhile. Does nothing where this process holds none.
class SessionLocksScope {
public:
  // Throws Error.
  SessionLocksScope();
  ~SessionLocksScope();
  SessionLocksScope(const SessionLocksScope&) = delete;
  SessionLocksScope& operator=(const SessionLocksScope&) = delete;
};

}  // namespace paliad::postgres
