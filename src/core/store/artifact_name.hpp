// Artifact keys: paliad-backup-<UTC yyyymmddThhmmssZ>-<first 8 digits of the id>.zip
#pragma once

#include "core/base/instant.hpp"

#include <string>
#include <string_view>

namespace paliad::store {

// `id` is a uuid as PostgreSQL prints it. Throws Error(invalid_parameter_value) where it is none,
// or where the year doesn't have four digits.
std::string artifact_key(Instant started_at, std::string_view id);

// Whether `key` has exactly that form. So it has no path separator and no leading dot.
bool is_artifact_key(std::string_view key) noexcept;

// The first 8 digits of the backup's id, from an artifact key; empty for any other text.
std::string id_start_of(std::string_view key);

}  // namespace paliad::store
