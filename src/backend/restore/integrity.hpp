// Checks, once all rows are loaded, what the server would have checked for each row.
#pragma once

#include "backend/restore/target.hpp"

#include <vector>

namespace paliad::restore {

// Checks the foreign keys of these tables, and their deferrable unique and exclusion constraints.
// Throws Error: foreign_key_violation with the key and a row that breaks it, feature_not_supported
// for a foreign key with PERIOD; what the server raises.
void require_integrity(const std::vector<TargetTable>& tables);

}  // namespace paliad::restore
