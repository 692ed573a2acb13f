// paliad_backup_drill(): a restore that is tried, looked at, and undone.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::restore {

// (item, ok, detail, code, arguments) for each step of bringing backup `id` back in a schema that
// nobody sees and that is gone afterwards: the artifact proved, tables made, every sheet loaded and
// its rows compared with the backup's; constraints, indexes and the positions of sequences compared
// with what schema.sql says. What fails
// is a row; an Error is for wrong use. The catalog keeps when it was and what came of it. Checks
// the caller's right first.
std::vector<postgres::Row> drill_backup(const std::string& id);

}  // namespace paliad::restore
