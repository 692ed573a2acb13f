// Reads pg_catalog and the sheet rules, and locks the relations that a run will read.
#pragma once

#include "core/policy/database_facts.hpp"
#include "core/policy/registry.hpp"

namespace paliad::introspection {

// Reads the facts in the active snapshot. Throws Error: undefined_schema for a configured schema
// that doesn't exist.
policy::DatabaseFacts read_facts();

// Locks the extension's own tables ACCESS SHARE. Call it once the recorder holds its locks on them:
// a session that then wants to drop one waits for both. Not earlier, because after a restore the
// recorder makes the tables' policy, which needs a stronger lock. Throws Error.
void lock_own_tables();

// Locks every relation of the registry ACCESS SHARE, in the order of their oids. Waits for each at
// most as long as the lock_timeout in force. `facts` are those from which the registry was planned.
// Throws Error: lock_not_available.
void lock_relations(const policy::Registry& registry, const policy::DatabaseFacts& facts);

// Throws Error(serialization_failure) with the name of a relation of the registry that was dropped,
// renamed, rewritten (TRUNCATE, ALTER TABLE), attached, detached or altered since the facts were
// read, or of a type whose values are written in another way now. Call it once the locks are held,
// and again when all is read, because locks on tables prevent neither ATTACH PARTITION nor ALTER
// TYPE.
void require_unchanged(const policy::Registry& registry, const policy::DatabaseFacts& facts);

}  // namespace paliad::introspection
