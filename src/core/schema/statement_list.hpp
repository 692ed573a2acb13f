// statements.json: the statements of restore.sql as a list, for the server. To split restore.sql
// itself, a reader would need the complete syntax of SQL and psql: a function's body may contain
// whatever a simpler reader would look for.
#pragma once

#include "core/schema/schema_statements.hpp"

#include <string>
#include <string_view>

namespace paliad::schema {

//   { "before": [ { "heading",
//                   "statements": [ { "text", "roles": [ role ], "acting_roles": [ role ],
//                   "run_as",
//                                     "asks_rows", "outside" } ] } ],
//     "after": likewise,
//     "extensions": [ { "name", "needed_by": [ object ] } ],
//     "extension_tables": [ relation ],
//     "left_out_of_tables": [ object and reason ] }
//
// Of a statement all but "text" is left out where it is empty or false, and so is
// "left_out_of_tables". Throws
// Error(internal_error) where a text is not UTF-8.
std::string statement_list(const DatabaseSchema& schema);

// The schema that statement_list() wrote, without `tables`, computed columns and large objects.
// Throws Error(data_corrupted) for any other text.
DatabaseSchema read_statement_list(std::string_view json);

}  // namespace paliad::schema
