// Whether the disk has room for a backup: a run that can't succeed is refused before it reads.
#pragma once

#include "core/sheet/sheet_parts.hpp"
#include "core/store/store.hpp"

#include <cstdint>
#include <vector>

namespace paliad::run {

// `tables` is the size of all tables and large objects in bytes. Throws Error(disk_full) with the
// figures where less is free than the artifact alone will need: as much as the last artifact took,
// or an eighth of `tables` where there is none. A run needs about twice that while it writes, but
// it may succeed with less, so it is tried.
void require_disk_space(std::uint64_t tables, const store::ArtifactStore& store);

// True where there is no room for the artifact beside the parts of which it is put together, those
// of all sheets and large objects. Throws Error.
bool is_space_short(const std::vector<sheet::SheetParts>& sheets,
                    const std::vector<zip::Part>& large_objects, const store::ArtifactStore& store);

// True where less than 2.5 times the size of the last artifact is free. Throws Error.
bool is_disk_nearly_full(const store::ArtifactStore& store);

}  // namespace paliad::run
