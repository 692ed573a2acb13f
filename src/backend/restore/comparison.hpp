// Compares what a restored schema has beside its rows with the schema.sql from which it was made.
#pragma once

#include "core/schema/schema_script.hpp"
#include "core/verify/verify.hpp"

#include <vector>

namespace paliad::restore {

// Each looks for the objects of its kind that the script names. The finding has their number where
// all are there as they should be, else the names of those that are not. Call them before the
// schemas are handed over, while the restorer owns the objects (backend/access/roles). Throw Error.
verify::Finding compare_keys_and_checks(const schema::SchemaScript& script);
verify::Finding compare_foreign_keys(const schema::SchemaScript& script);
verify::Finding compare_indexes(const schema::SchemaScript& script);
verify::Finding compare_positions(const schema::SchemaScript& script);

}  // namespace paliad::restore
