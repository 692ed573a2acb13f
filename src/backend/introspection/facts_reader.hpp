// Reads pg_catalog and the sheet rules, and locks the relations that a run will read.
#pragma once

#include "core/policy/database_facts.hpp"
#include "core/policy/registry.hpp"

#include <set>

namespace paliad::introspection {

// Reads the facts in the active snapshot. Throws Error: undefined_schema for a configured schema
// that doesn't exist.
policy::DatabaseFacts read_facts();

// Reads again, in the active snapshot, what of `facts` may not change while a backup runs:
// relations, the names and types of columns, inheritance, and the parts of types. The rules are
// those of `facts`. Throws Error.
policy::DatabaseFacts read_facts_again(const policy::DatabaseFacts& facts);

// Every relation that a sheet of the registry reads.
std::set<policy::RelationId> relations_read(const policy::Registry& registry);

// Locks the extension's own tables ACCESS SHARE. Call it once the recorder holds its locks on them:
// a session that then wants to drop one waits for both. Not earlier, because after a restore the
// recorder makes the tables' policy, which needs a stronger lock. Throws Error.
void lock_own_tables();

// Locks every relation of the registry ACCESS SHARE, in the order of their oids. Waits for each at
// most as long as the lock_timeout in force. `facts` are those from which the registry was planned.
// Throws Error: lock_not_available.
void lock_relations(const policy::Registry& registry, const policy::DatabaseFacts& facts);

}  // namespace paliad::introspection
