// One row that says whether backups are in order.
#pragma once

#include "backend/postgres/statement.hpp"

namespace paliad::status {

// The row of paliad_backup_status(), whose columns are those of the SQL function. For all who may
// use backups, and members of pg_monitor. Throws Error: insufficient_privilege.
postgres::Row read_status();

}  // namespace paliad::status
