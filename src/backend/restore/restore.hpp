// paliad_backup_restore(): a backup's rows into a new schema, or into empty tables.
#pragma once

#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"
#include "backend/restore/broken_rows.hpp"
#include "backend/restore/target.hpp"

#include <string>

namespace paliad::restore {

struct Choices {
  MissingColumns missing = MissingColumns::refuse;  // in tables that are there
  std::string broken;                               // broken_rows(), in a schema that is made
};

// Adds (sheet, rows) for each sheet of backup `id` to `result`, and tells the client of each. All
// of it is done by the caller's transaction, or nothing. Checks the caller's right and proves the
// artifact first. Without a schema everything comes back under its own names, not tables alone.
// Throws Error.
void restore_backup(const std::string& id, const postgres::Text& schema, const Choices& choices,
                    postgres::ResultSet& result);

// Throws Error(read_only_sql_transaction) where the transaction can't write.
void require_writing_transaction(const char* what);

}  // namespace paliad::restore
