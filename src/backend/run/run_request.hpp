// The request for a run, and whether the server can make a backup now.
#pragma once

#include "core/messages/run_messages.hpp"
#include "core/store/local_disk_store.hpp"

#include <string>

namespace paliad::run {

// Throws Error(object_not_in_prerequisite_state) where no backup can be made: on a standby, inside
// a parallel query, and while pg_upgrade runs.
void require_possible();

// A new request with a new id, started now, for the directory of `store`. `kind` is on_demand or
// scheduled. `scheduled_for` stays empty. Throws Error.
messages::RunRequest new_request(const std::string& kind, const model::Requester& requester,
                                 const store::LocalDiskStore& store);

}  // namespace paliad::run
