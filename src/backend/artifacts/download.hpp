// Reads an artifact's bytes as bytea values.
#pragma once

#include "backend/postgres/valves.hpp"

#include <cstdint>
#include <string>

namespace paliad::artifacts {

// At most `count` bytes of the artifact of backup `id` from `offset` on; fewer at the end, none
// beyond it. Throws Error(invalid_parameter_value) for a negative offset, and a count below 1 or
// above bytea's limit; what open_artifact() throws.
Datum read_piece(const std::string& id, std::int64_t offset, std::int32_t count);

// The whole artifact. Throws Error(program_limit_exceeded) where bytea can't hold it; what
// open_artifact() throws.
Datum read_whole(const std::string& id);

}  // namespace paliad::artifacts
