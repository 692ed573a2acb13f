// One backup's row in the catalog, for functions that take a backup's id.
#pragma once

#include "postgres/spi.hpp"

#include <string>

namespace paliad::backup {

// The `columns` (a select list) of the row, read with the reader's rights: row-level security is
// for the app's own queries. Throws Error(undefined_object) where there is none.
postgres::Row catalog_row(const std::string& id, const std::string& columns);

// Throws Error(undefined_object) where there is no such backup.
void require_backup(const std::string& id);

}  // namespace paliad::backup
