// The making of one backup, from its `running` row to its `done` row.
#pragma once

#include "backend/run/run_request.hpp"

#include <functional>

namespace paliad::run {

// Makes the backup in the active snapshot. Calls `on_running` once the `running` row is committed;
// an exception from it ends the run. Reports the finished backup as NOTICE and LOG. Throws Error:
// the row then says `failed` and why, and no file stays; a run that could not begin leaves no row.
void make_backup(const messages::RunRequest& request, store::LocalDiskStore& store,
                 const std::function<void()>& on_running);

}  // namespace paliad::run
