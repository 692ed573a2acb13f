// The reading of large objects.
#pragma once

#include "backend/ipc/run_state.hpp"
#include "core/base/poll.hpp"
#include "core/zip/part.hpp"

#include <cstdint>
#include <vector>

namespace paliad::extract {

// Reads each of them in the active snapshot, in the surroundings of a run, into a part in
// `scratch`; `state` tells how far it is. Memory doesn't depend on how large they are. Throws
// Error, os_error, what poll throws.
std::vector<zip::Part> read_large_objects(const std::vector<std::uint32_t>& oids,
                                          ScratchFile& scratch, ipc::RunState& state,
                                          const Poll& poll);

}  // namespace paliad::extract
