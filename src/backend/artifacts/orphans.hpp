// Orphans: artifacts in the export directory that the catalog doesn't know as done, for example
// after the database was restored to an earlier state. They are never removed; they are listed, and
// can be imported into the catalog with what their manifests say.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>
#include <vector>

namespace paliad::artifacts {

// (file, size_bytes, id, started_at, database, problem, code, arguments) for each orphan; problem
// is NULL where it can be imported. Checks the caller's right first. Throws Error.
std::vector<postgres::Row> list_orphans();

// Reads the artifact `file` (a name, no path) from end to end, and writes its row, held, in the
// caller's transaction. Returns the backup's id. Checks the caller's right first. Throws Error
// where it is not whole, not this database's, or in the catalog already.
std::string import_file(const std::string& file);

// How many orphans this installation has made and could import. Doesn't check the caller's right.
// Throws Error.
std::size_t count_own_orphans();

}  // namespace paliad::artifacts
