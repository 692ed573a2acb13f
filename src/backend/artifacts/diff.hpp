// Compares a backup with the current rows, or with another backup.
#pragma once

#include "backend/postgres/values.hpp"

#include <string>

namespace paliad::artifacts {

// Adds (sheet, change, key, before, after) to `result` for each row that was added, removed or
// changed between backup `id` and backup `other`, or the current rows where `other` is NULL; sheets
// in the order of their names, rows in the order of their keys. Rows are matched by the primary key
// that their table has now; where it has none, or one side lacks a column of it, by all their
// values. What work_mem doesn't hold is kept on disk. Checks the caller's right first. Throws
// Error.
void compare_backup(const std::string& id, const postgres::Text& other,
                    postgres::ResultSet& result);

}  // namespace paliad::artifacts
