// The database's objects, as the statements that make them anew.
#pragma once

#include "core/bundle/schema_statements.hpp"
#include "core/policy/registry.hpp"

namespace paliad::deparse {

// For the relations that the registry's sheets read and the configured schemas, in the surroundings
// of a run (extract/sheet_extractor.hpp). Adds to `not_carried` what restore.sql doesn't bring back
// as it was. Sequences have no snapshot: their positions are those of now. Throws Error.
bundle::DatabaseSchema read_schema(const policy::Registry& registry,
                                   std::vector<model::NotCarried>& not_carried);

}  // namespace paliad::deparse
