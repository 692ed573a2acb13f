// The four roles that CREATE EXTENSION makes, so that nothing of a backup acts as a superuser
// where it meets what others made.
#pragma once

#include "postgres/valves.hpp"

namespace paliad::backup {

// Its members may do everything here.
inline constexpr const char* admin_role = "paliad_backup_admin";

// The role that tables are read as: all rows of everything, and no write. Throws Error where it is
// missing or has been given more, or less.
Oid reader();

// The role that owns the catalog and writes it and the audit log. Throws Error as reader() does.
Oid writer();

// The role that a restore makes tables as: it has no right anywhere but in the schema that it is
// given for that. Throws Error as reader() does.
Oid restorer();

}  // namespace paliad::backup
