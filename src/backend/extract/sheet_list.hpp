// paliad_backup_sheets(): the registry as rows.
#pragma once

#include "backend/postgres/statement.hpp"

#include <vector>

namespace paliad::extract {

// (position, sheet, kind, relation, included, reason, query, columns, code, arguments) for every
// sheet in order, then for every relation that is left out. Checks the caller's right first. Throws
// Error.
std::vector<postgres::Row> list_sheets();

}  // namespace paliad::extract
