// The roles that CREATE EXTENSION makes, so that no part of a backup acts as a superuser where it
// uses objects that others made. There are seven; those of the admin and of the app are the only
// ones that have members. None of them can log in.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::access {

// Its members may use all functions of the extension.
inline constexpr const char* admin_role = "paliad_backup_admin";

// Each function returns the role's oid. It throws Error(object_not_in_prerequisite_state) where the
// role has more or less than CREATE EXTENSION gave it, or has a member; Error(undefined_object)
// where it is missing.

// Reads tables: all rows of all tables. Has no right to write.
Oid reader();

// Writes the extension's tables, which it doesn't own, and nothing else.
Oid writer();

// Writes the app's paliad.system_audit_log and nothing else, because triggers on that table run
// meanwhile. Row-level security applies to it: it has a policy there.
Oid auditor();

// Owns the extension's tables. It is used only to link them to the app's tables.
Oid owner();

// Makes the tables of a restore. It has rights only in the schemas that it is given for that.
Oid restorer();

// Checks all of these except the restorer, before a run begins. Throws Error as they do.
void require_roles();

}  // namespace paliad::access
