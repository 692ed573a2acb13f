// What has changed since a backup, or between two.
#pragma once

#include "backend/postgres/values.hpp"

#include <string>

namespace paliad::artifacts {

// Adds (sheet, change, key, before, after) for each row that was added, removed or changed between
// backup `id` and `other`, or now where there is no other; sheets by name, rows by key. Rows are
// told apart by the primary key that their table has now; those of a table without one by all of
// their values. What doesn't fit into work_mem is kept on disk. Checks the caller's right first.
// Throws Error.
void compare_backup(const std::string& id, const postgres::Text& other,
                    postgres::ResultSet& result);

}  // namespace paliad::artifacts
