// paliad_backup_drill(): a restore that is made, compared with the backup, and rolled back.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::restore {

// (item, ok, detail, code, arguments) for each step of restoring backup `id` into schemas that no
// other session sees and that are gone afterwards: proves the artifact, makes the tables, loads
// every sheet and compares its rows with the backup's, compares constraints, indexes and the
// positions of sequences with schema.sql. A step that fails is a row; an Error is for wrong use, or
// a cancel. The catalog keeps the time and the result. Checks the caller's right first.
std::vector<postgres::Row> drill_backup(const std::string& id);

}  // namespace paliad::restore
