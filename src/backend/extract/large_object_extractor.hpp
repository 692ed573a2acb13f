// Reads the database's large objects.
#pragma once

#include "backend/ipc/run_state.hpp"
#include "core/base/poll.hpp"
#include "core/zip/part.hpp"

#include <cstdint>
#include <vector>

namespace paliad::extract {

// Reads each large object in the active snapshot into a part in `scratch`, which must outlive the
// parts. Returns the parts in the order of `oids`. The caller is in a ReadingScope. Progress goes
// into `state`. The memory needed doesn't depend on the objects' sizes. Throws Error, os_error,
// what poll throws.
std::vector<zip::Part> read_large_objects(const std::vector<std::uint32_t>& oids,
                                          ScratchFile& scratch, ipc::RunState& state,
                                          const Poll& poll);

}  // namespace paliad::extract
