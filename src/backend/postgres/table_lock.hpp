#pragma once

#include "backend/postgres/valves.hpp"

#include <string>

namespace paliad::postgres {

// Locks a relation until the transaction ends, as long as lock_timeout allows. `name` is for the
// error. Throws Error: lock_not_available where it can't be had in time, with the processes that
// hold it.
void lock_table(Oid relation, LOCKMODE mode, const std::string& name);

}  // namespace paliad::postgres
