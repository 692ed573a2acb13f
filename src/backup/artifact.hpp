// A finished backup's artifact, for those who may have it.
#pragma once

#include "store/local_disk_store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace paliad::backup {

// The artifact of backup `id` (a uuid's text), open for reading. Checks the caller's right first.
// Throws Error for an unknown id, one that is not done, was removed, lies outside the export
// directory, is gone or has another size than the catalog says.
std::unique_ptr<store::Artifact> open_artifact(const std::string& id);

}  // namespace paliad::backup
