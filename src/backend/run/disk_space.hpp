// Is there room for a backup? A hopeless run is refused before it reads anything.
#pragma once

#include "core/sheet/sheet_parts.hpp"
#include "core/store/store.hpp"

#include <cstdint>
#include <vector>

namespace paliad::run {

// `tables` in bytes, large objects too. Throws Error(disk_full) with figures where less is free
// than the artifact alone will take at the very least: what the last one took, or an eighth of the
// tables' size where there is none. (While it is made a run takes about twice as much; that may
// still work out, so it is tried.)
void require_room(std::uint64_t tables, const store::ArtifactStore& store);

// True where the parts of all sheets and large objects can't be put together beside themselves: the
// artifact must find room while the parts are still there. Throws Error.
bool is_room_short(const std::vector<sheet::SheetParts>& sheets,
                   const std::vector<zip::Part>& large_objects, const store::ArtifactStore& store);

// True where there is hardly room for another one like the last. Throws Error.
bool is_room_tight(const store::ArtifactStore& store);

}  // namespace paliad::run
