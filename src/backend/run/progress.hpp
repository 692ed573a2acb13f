// Running backups as others see them: how far they are, and canceling one.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::run {

// The rows of paliad_backup_progress(); none for a caller who may not use backups. Throws Error.
std::vector<postgres::Row> list_progress();

// Ends a running backup in the caller's name; false where it isn't running, or is done but for its
// row. Throws Error: insufficient_privilege, undefined_object.
bool cancel_backup(const std::string& id);

}  // namespace paliad::run
