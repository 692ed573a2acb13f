// Statements whose answers are small: catalogs, rules, the backup catalog. Rows of sheets go
// through row_stream.hpp.
//
// Every name in them means what lies in pg_catalog, or is listed by its oid: a statement that turns
// out to name anything else is refused before it is planned (checked_plan.hpp), with
// Error(object_not_in_prerequisite_state). The caller's search_path doesn't count.
#pragma once

#include "backend/postgres/valves.hpp"

#include <optional>
#include <string>
#include <vector>

namespace paliad::postgres {

using Text = std::optional<std::string>;  // nullopt is NULL
using Row = std::vector<Text>;

// A column as its type. Where it is NULL oid_of() throws std::bad_optional_access, and is_true() is
// false.
inline Oid oid_of(const Text& column) { return static_cast<Oid>(std::stoul(column.value())); }
inline bool is_true(const Text& column) { return column == "t"; }

// What a statement names beyond what lies in pg_catalog.
struct Named {
  std::vector<Oid> relations;
  std::vector<Oid> functions;
  // Where it meets types that others made: functions of theirs are called too, with their owners'
  // rights. Only inside a RoleScope.
  bool foreign_types = false;
};

// Runs one statement in the active snapshot, without taking a newer one. Parameters are of type
// text: cast them in the statement ($1::uuid). Values come as their types' text output. Throws what
// the server raises.
std::vector<Row> query(const std::string& statement, const std::vector<Text>& parameters = {},
                       const Named& named = {});

// Runs one statement that may write, in a new snapshot. Returns its rows (RETURNING), if any.
std::vector<Row> execute(const std::string& statement, const std::vector<Text>& parameters = {},
                         const Named& named = {});

// Runs utility commands separated by semicolons (CREATE, ALTER, SET ...). Names in them are
// resolved by search_path, so a command must qualify them and run as a role whose rights matter
// nowhere else (scopes.hpp).
void run_command(const std::string& commands);

}  // namespace paliad::postgres
