// Claims a slot in the export directory, for servers of one cluster that share the directory and
// whose catalogs don't know of each other: an old primary and the standby that was promoted.
#pragma once

#include "core/base/instant.hpp"
#include "core/store/local_disk_store.hpp"

namespace paliad::schedule {

// Claims `slot` for this server. False where another server of the same cluster has claimed this
// database's slot. Forgets claims of slots that are more than 40 days older. Runs in a transaction
// of its own. Throws Error.
bool claim_in_directory(const store::LocalDiskStore& store, Instant slot);

}  // namespace paliad::schedule
