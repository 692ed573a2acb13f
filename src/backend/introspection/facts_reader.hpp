// Reads the catalogs and the rules, and locks what a run will read.
#pragma once

#include "core/policy/database_facts.hpp"
#include "core/policy/registry.hpp"

namespace paliad::introspection {

// Reads the facts in the active snapshot. Throws Error(undefined_schema) for a configured schema
// that doesn't exist.
policy::DatabaseFacts read_facts();

// Locks the extension's own tables ACCESS SHARE, as soon as the recorder holds them: whoever comes
// later to drop one waits for both. (Not before: after a restore the recorder makes their policy.)
void lock_own_tables();

// Locks every relation of the registry ACCESS SHARE, in the order of their ids. Waits for each at
// most as long as the lock_timeout in force. `facts` are those that the registry was planned from.
void lock_relations(const policy::Registry& registry, const policy::DatabaseFacts& facts);

// Makes sure that no relation of the registry was dropped, rewritten (TRUNCATE, ALTER TABLE),
// attached, detached or changed in shape since the facts were read, and no type in the way its
// values are written: else Error(serialization_failure) that names it. To be asked once the locks
// are held, and again when all is read: locks on tables stop neither ATTACH PARTITION nor ALTER
// TYPE.
void require_unchanged(const policy::Registry& registry, const policy::DatabaseFacts& facts);

}  // namespace paliad::introspection
