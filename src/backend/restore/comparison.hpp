// What a restored schema has beside its rows, compared with the schema.sql that it was made from.
#pragma once

#include "core/schema/schema_script.hpp"
#include "core/verify/verify.hpp"

#include <vector>

namespace paliad::restore {

// Each looks for what the script names, and finds how much of it there is, or what is missing. As
// things are now, while they still are the restorer's (backend/access/roles). Throws Error.
verify::Finding compare_keys_and_checks(const schema::SchemaScript& script);
verify::Finding compare_foreign_keys(const schema::SchemaScript& script);
verify::Finding compare_indexes(const schema::SchemaScript& script);
verify::Finding compare_positions(const schema::SchemaScript& script);

}  // namespace paliad::restore
