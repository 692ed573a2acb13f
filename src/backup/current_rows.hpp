// The rows that a sheet would have in a backup made now.
#pragma once

#include "postgres/values.hpp"

#include <string>

namespace paliad::backup {

// Adds them, as jsonb texts, to `result`: one at a time, read as a run reads them. Checks the
// caller's right first. Throws Error(undefined_object) where a backup made now has no such sheet,
// what the server raises.
void read_current_rows(const std::string& sheet, postgres::ResultSet& result);

}  // namespace paliad::backup
