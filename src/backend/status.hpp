// One row that tells whether backups are well.
#pragma once

#include "backend/postgres/statement.hpp"

namespace paliad::status {

// The row of paliad_backup_status(). For administrators and members of pg_monitor. Throws Error:
// insufficient_privilege.
postgres::Row read_status();

}  // namespace paliad::status
