// One backup's row in the catalog, for functions that take a backup's id.
#pragma once

#include "backend/postgres/statement.hpp"

#include <string>

namespace paliad::catalog {

// The `columns` (a select list) of the row of backup `id` (uuid text). Throws
// Error(undefined_object) where there is none.
postgres::Row catalog_row(const std::string& id, const std::string& columns);

// Throws Error(undefined_object) where there is no such backup.
void require_backup(const std::string& id);

// An item for a select list: started_at in whole seconds since 1970; NULL where it is infinite.
inline constexpr const char* started_seconds =
    "CASE WHEN isfinite(started_at) THEN floor(extract(epoch FROM started_at))::bigint END";

// An item for a select list: the names of the row's columns whose values can't be right, separated
// by commas; '' where there are none.
inline constexpr const char* wrong_columns =
    "concat_ws(', ',"
    " CASE WHEN NOT (isfinite(started_at) AND extract(year FROM started_at) BETWEEN 1000 AND 9999)"
    "      THEN 'started_at' END,"
    " CASE WHEN NOT isfinite(finished_at) THEN 'finished_at' END,"
    " CASE WHEN NOT isfinite(deleted_at) THEN 'deleted_at' END,"
    " CASE WHEN NOT isfinite(verified_at) THEN 'verified_at' END,"
    " CASE WHEN NOT isfinite(drilled_at) THEN 'drilled_at' END,"
    " CASE WHEN NOT isfinite(scheduled_for) THEN 'scheduled_for' END,"
    " CASE WHEN status = 'done' AND storage_uri IS NOT NULL AND coalesce(size_bytes, -1) < 0"
    "      THEN 'size_bytes' END,"
    " CASE WHEN jsonb_typeof(row_counts) <> 'object' THEN 'row_counts' END,"
    " CASE WHEN jsonb_typeof(warnings) <> 'array'"
    "        OR jsonb_path_exists(warnings, 'strict $[*] ? (@.type() != \"object\")')"
    "      THEN 'warnings' END,"
    " CASE WHEN jsonb_typeof(error_arguments) <> 'object' THEN 'error_arguments' END)";

// The key of the artifact of backup `id`, from `seconds`, the item started_seconds; nothing where
// no key can be made of that time, because somebody has changed the row.
postgres::Text key_of_row(const postgres::Text& seconds, const std::string& id);

// The error (data_corrupted) for a row that somebody has changed so that it can't be right. `what`
// says what is wrong: "started_at can't be right".
Error changed_row(const std::string& id, const std::string& what);

}  // namespace paliad::catalog
