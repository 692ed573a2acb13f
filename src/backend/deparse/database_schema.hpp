// Reads the database's objects, as the statements that make them.
#pragma once

#include "core/policy/registry.hpp"
#include "core/schema/schema_statements.hpp"

namespace paliad::deparse {

// The objects of the configured schemas, and of the relations that the registry's sheets read. The
// caller is in a ReadingScope (extract/sheet_extractor.hpp). Sets `not_carried` to what restore.sql
// doesn't bring back as it was, in order. Positions of sequences are the current ones, because
// sequences have no snapshot. Throws Error.
schema::DatabaseSchema read_schema(const policy::Registry& registry,
                                   std::vector<model::NotCarried>& not_carried);

}  // namespace paliad::deparse
