// An artifact's bytes as bytea values.
#pragma once

#include "backend/postgres/valves.hpp"

#include <cstdint>
#include <string>

namespace paliad::artifacts {

// At most `count` bytes from `offset`; fewer at the end, none beyond it. Throws Error for a
// negative offset, a count below 1 or above bytea's limit, and what open_artifact throws.
Datum read_piece(const std::string& id, std::int64_t offset, std::int32_t count);

// All of it. Throws Error(program_limit_exceeded) where bytea can't hold it.
Datum read_whole(const std::string& id);

}  // namespace paliad::artifacts
