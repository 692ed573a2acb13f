// Looking into an old backup with SQL.
#pragma once

#include "postgres/values.hpp"

#include <string>

namespace paliad::backup {

// Adds the rows of one sheet of backup `id`, as jsonb texts in their order, to `result`: one at a
// time, whatever their number. Checks the caller's right first. Throws Error: undefined_object
// where the backup has no such sheet, data_corrupted where its file is damaged.
void read_old_rows(const std::string& id, const std::string& sheet, postgres::ResultSet& result);

// (sheet, kind, relation, rows, columns) for each sheet of backup `id`. Checks the caller's right
// first. Throws Error.
std::vector<postgres::Row> list_contents(const std::string& id);

// (kind, object, reason) for whatever backup `id` says it left out: a relation, columns of a sheet
// (column), or something that its scripts don't bring back (definition). Checks the caller's right
// first. Throws Error.
std::vector<postgres::Row> list_left_out(const std::string& id);

}  // namespace paliad::backup
