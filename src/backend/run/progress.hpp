// Running backups as other sessions see them: their progress, and canceling one.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::run {

// The rows of paliad_backup_progress(): (id, phase, sheet, sheets, rows_done, rows_expected, bytes,
// percent, started_at, eta) for each running backup of this database; none for a caller who may not
// use backups. Throws Error.
std::vector<postgres::Row> list_progress();

// Cancels the running backup `id` (uuid text) in the caller's name; false where it isn't running,
// or is about to be recorded and can't be canceled any more. Throws Error: insufficient_privilege,
// undefined_object.
bool cancel_backup(const std::string& id);

}  // namespace paliad::run
