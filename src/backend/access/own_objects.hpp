// The extension's tables by oid, as its members: whatever a name or a schema has been made to mean
// meanwhile.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::access {

// Throws Error: undefined_object where this database doesn't have the extension,
// object_not_in_prerequisite_state where it is of another version than the library.
void require_extension();

// The oid of a member's table by its name, "backups" say. Throws Error: undefined_object where this
// database doesn't have the extension, or a member is missing; object_not_in_prerequisite_state
// where the extension is of another version than the library, or the tables lie in another schema
// than they were made in.
Oid own_table(const std::string& name);

// All of the extension's tables, for statements that name some of them.
postgres::Named own_tables();

}  // namespace paliad::access
