// Restores a backup under its own names, with everything that restore.sql makes.
#pragma once

#include "backend/postgres/values.hpp"
#include "backend/restore/broken_rows.hpp"
#include "backend/restore/proved_bundle.hpp"

#include <functional>

namespace paliad::restore {

// Runs the statements of the bundle with the caller's rights, or as a role that the caller may act
// as. Calls `load` once the tables are made. Skips with a NOTICE: statements that name a role which
// does not exist, or need a role that the caller may not act as; and objects outside of the
// backup's schemas that exist already, or that the caller may not make. Throws Error:
// undefined_file where an extension is not available; what the server raises, for example where an
// object exists already.
void restore_original_schemas(const schema::DatabaseSchema& schema, BrokenRows broken,
                              const std::function<void()>& load);

}  // namespace paliad::restore
