// The seven roles that CREATE EXTENSION makes, so that nothing of a backup acts as a superuser
// where it meets what others made. None of them logs in; only those of the admin and of the app
// have members.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::access {

// Its members may do everything here.
inline constexpr const char* admin_role = "paliad_backup_admin";

// Each throws Error(object_not_in_prerequisite_state) where the role has been given more than it
// was made with, or less, or has been granted to somebody; Error(undefined_object) where it is
// missing.

// Tables are read as it: all rows of everything, and no write.
Oid reader();

// Writes the extension's tables, which it doesn't own, and nothing else.
Oid writer();

// Writes paliad.system_audit_log, the app's, and nothing else: what hangs on that table runs while
// it does. Row-level security holds for it: it has a policy there.
Oid auditor();

// Owns the extension's tables. Nothing runs as it but what links them to the app's.
Oid owner();

// A restore makes tables as it: it has no right anywhere but in the schema that it is given for
// that.
Oid restorer();

// All of them but the restorer, before a run begins. Throws Error as they do.
void require_roles();

}  // namespace paliad::access
