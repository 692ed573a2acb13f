#pragma once

#include "backend/postgres/valves.hpp"

#include <string>

namespace paliad::postgres {

// Locks a relation until the transaction ends; waits at most lock_timeout. `name` is for the error.
// Throws Error: lock_not_available where the lock can't be had in time, with the process ids of up
// to eight others that hold a lock or wait for one.
void lock_table(Oid relation, LOCKMODE mode, const std::string& name);

}  // namespace paliad::postgres
