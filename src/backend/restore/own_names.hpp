// A backup brought back under its own names, with all that restore.sql makes.
#pragma once

#include "backend/postgres/values.hpp"
#include "backend/restore/broken_rows.hpp"
#include "backend/restore/proved_bundle.hpp"

#include <functional>

namespace paliad::restore {

// Runs the statements of the bundle as the caller, who can do with them no more than he may do
// himself; `load` loads the rows between. Passed over with a notice is what names a role that is
// missing, or an owner whom the caller can't be, and what lies outside of the backup's schemas,
// where it is there or the caller may not make it. Throws Error: undefined_file where an extension
// is not available, what the server raises where something is there already.
void run_own_statements(const bundle::DatabaseSchema& schema, BrokenRows broken,
                        const std::function<void()>& load);

}  // namespace paliad::restore
