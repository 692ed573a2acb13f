// What the server would have checked row by row, checked at once when all rows are there.
#pragma once

#include "backend/restore/target.hpp"

#include <vector>

namespace paliad::restore {

// Foreign keys of these tables, and their deferrable unique and exclusion constraints. Throws
// Error: foreign_key_violation, naming key and row; what the server raises.
void require_integrity(const std::vector<TargetTable>& tables);

}  // namespace paliad::restore
