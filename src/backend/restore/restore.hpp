// paliad_backup_restore(): restores a backup into a new schema, into empty tables, or under its own
// names.
#pragma once

#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"
#include "backend/restore/broken_rows.hpp"
#include "backend/restore/target.hpp"

#include <string>

namespace paliad::restore {

struct Choices {
  MissingColumns missing = MissingColumns::refuse;  // for tables that exist
  std::string broken;  // a word for broken_rows(); only for objects that the restore makes
};

// Restores backup `id` in the caller's transaction. Where the schema `schema` exists, fills its
// empty tables; where it doesn't, makes it with the tables. Where `schema` is NULL, restores
// everything under its own names, not only tables. Adds (sheet, rows) for each sheet to `result`,
// and tells the client of each. Checks the caller's right and proves the artifact first. Throws
// Error.
void restore_backup(const std::string& id, const postgres::Text& schema, const Choices& choices,
                    postgres::ResultSet& result);

// Throws Error(read_only_sql_transaction) where the transaction can't write. `what` begins the
// message: "a restore".
void require_writing_transaction(const char* what);

}  // namespace paliad::restore
