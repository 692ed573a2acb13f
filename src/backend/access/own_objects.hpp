// The extension's tables, found by oid as its members, so that a renamed table or schema can't
// replace one of them.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::access {

// Throws Error: undefined_object where this database doesn't have the extension,
// object_not_in_prerequisite_state where it is of another version than the library.
void require_extension();

// The oid of the extension's table of that name, "backups" for example. Throws Error:
// undefined_object where this database doesn't have the extension, or the table is missing;
// object_not_in_prerequisite_state where the extension is of another version than the library, or
// the tables are in another schema than the one in which they were made.
Oid own_table(const std::string& name);

// All of the extension's tables, for statements that name some of them. Throws Error as
// own_table().
postgres::Named own_tables();

}  // namespace paliad::access
