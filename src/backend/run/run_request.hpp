// What a run sets out to do.
#pragma once

#include "core/messages/run_messages.hpp"
#include "core/store/local_disk_store.hpp"

#include <string>

namespace paliad::run {

// A run needs a writable server, and a snapshot it shares with nobody's half-done work: throws
// Error on a standby and in a parallel query.
void require_possible();

// A new one, from now.
messages::RunRequest new_request(const std::string& kind, const model::Requester& requester,
                                 const store::LocalDiskStore& store);

}  // namespace paliad::run
