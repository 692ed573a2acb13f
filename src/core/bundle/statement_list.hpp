// statements.json: what restore.sql runs, as a list for the server. restore.sql is for psql, and a
// function's body may hold whatever a reader of scripts would look for: to take it apart, one must
// know SQL and psql as they know each other.
#pragma once

#include "core/bundle/schema_statements.hpp"

#include <string>
#include <string_view>

namespace paliad::bundle {

// { "before": [ { "heading", "statements": [ { "text", "roles", "makes_owner", "asks_rows",
//   "outside" } ] } ], "after": …, "extensions": [ { "name", "needed_by" } ], "extension_tables": [
//   … ] }
std::string statement_list(const DatabaseSchema& schema);

// Without `tables`, and without the columns that are computed. Throws Error(data_corrupted).
DatabaseSchema read_statement_list(std::string_view json);

}  // namespace paliad::bundle
