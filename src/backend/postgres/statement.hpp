// Statements whose results are small: pg_catalog, rules, the catalog. Rows of sheets go through
// row_stream.hpp.
//  A statement may name only what lies in pg_catalog or is listed by its oid. One that names
// anything else is refused before it is planned (checked_plan.hpp), with
// Error(object_not_in_prerequisite_state). The caller's search_path has no effect, except on
// run_command().
#pragma once

#include "backend/postgres/valves.hpp"

#include <optional>
#include <string>
#include <vector>

namespace paliad::postgres {

using Text = std::optional<std::string>;  // nullopt is NULL
using Row = std::vector<Text>;

// A column's value as an oid or a boolean. Where it is NULL oid_of() throws
// std::bad_optional_access, and is_true() is false.
inline Oid oid_of(const Text& column) { return static_cast<Oid>(std::stoul(column.value())); }
inline bool is_true(const Text& column) { return column == "t"; }

// What a statement names beyond what lies in pg_catalog.
struct Named {
  std::vector<Oid> relations;
  std::vector<Oid> functions;
  // True where the statement may meet types that others made: then it may call any function; those
  // of others run with their owners' rights. Only inside a RoleScope.
  bool foreign_types = false;
};

// Runs one statement in the active snapshot, without taking a newer one. Parameters are of type
// text: cast them in the statement ($1::uuid). Values come as their types' text output. Throws what
// the server raises.
std::vector<Row> query(const std::string& statement, const std::vector<Text>& parameters = {},
                       const Named& named = {});

// Runs one statement that may write, in a new snapshot. Returns its rows (RETURNING), if any. The
// rest is as for query().
std::vector<Row> execute(const std::string& statement, const std::vector<Text>& parameters = {},
                         const Named& named = {});

// Runs utility commands separated by semicolons (CREATE, ALTER, SET ...). Names in them are
// resolved by search_path, so a command must qualify them and run as a role whose rights matter
// nowhere else (scopes.hpp). Throws what the server raises.
void run_command(const std::string& commands);

}  // namespace paliad::postgres
