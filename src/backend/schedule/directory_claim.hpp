// A slot's claim in the export directory, where an old primary and the standby that was promoted
// may meet: the catalog of neither knows of the other.
#pragma once

#include "core/base/instant.hpp"
#include "core/store/local_disk_store.hpp"

namespace paliad::schedule {

// False where another server of the same cluster has claimed the slot of this database. In a
// transaction of its own. Throws Error.
bool claim_in_directory(const store::LocalDiskStore& store, Instant slot);

}  // namespace paliad::schedule
