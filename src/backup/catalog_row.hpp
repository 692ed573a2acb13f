// One backup's row in the catalog, for functions that take a backup's id.
#pragma once

#include "postgres/statement.hpp"

#include <string>

namespace paliad::backup {

// The `columns` (a select list) of the row. Throws Error(undefined_object) where there is none.
postgres::Row catalog_row(const std::string& id, const std::string& columns);

// Throws Error(undefined_object) where there is no such backup.
void require_backup(const std::string& id);

// A select list's item: started_at in whole seconds since 1970; NULL where it is infinite.
inline constexpr const char* started_seconds =
    "CASE WHEN isfinite(started_at) THEN floor(extract(epoch FROM started_at))::bigint END";

// The key that the artifact of such a row has, `seconds` being the item above; nothing where no
// artifact can be named after that time: somebody has changed the row.
postgres::Text key_of_row(const postgres::Text& seconds, const std::string& id);

// The error for a row that somebody has changed so that it can't be right.
Error changed_row(const std::string& id, const std::string& what);

}  // namespace paliad::backup
