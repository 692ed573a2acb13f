// Compares the facts of a run with what pg_catalog says now.
#pragma once

#include "core/policy/database_facts.hpp"
#include "core/policy/registry.hpp"

namespace paliad::introspection {

// Throws Error(serialization_failure) with the name of a relation of the registry that was dropped,
// renamed, rewritten (TRUNCATE, ALTER TABLE), attached, detached or altered since the facts were
// read, or of a type whose values are written in another way now. Call it once the locks are held,
// and again when all is read, because locks on tables prevent neither ATTACH PARTITION nor ALTER
// TYPE.
void require_unchanged(const policy::Registry& registry, const policy::DatabaseFacts& facts);

}  // namespace paliad::introspection
