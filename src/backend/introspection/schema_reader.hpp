// What the catalogs say of the sheets' tables, as the statements that make them anew.
#pragma once

#include "core/bundle/restore_script.hpp"
#include "core/policy/registry.hpp"

namespace paliad::introspection {

// For the relations that the registry's sheets read, in the surroundings of a run (reading.hpp).
// Adds to `not_carried` what the statements don't carry: functions, triggers, policies, and what
// needs them. Sequences have no snapshot: their positions are those of now. Throws Error.
bundle::DatabaseSchema read_schema(const policy::Registry& registry,
                                   std::vector<model::NotCarried>& not_carried);

}  // namespace paliad::introspection
