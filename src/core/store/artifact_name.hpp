// Artifact keys: paliad-backup-<UTC yyyymmddThhmmssZ>-<first 8 of id>.zip
#pragma once

#include "core/base/instant.hpp"

#include <string>
#include <string_view>

namespace paliad::store {

// `id` is a uuid's text as PostgreSQL prints it. Throws Error(invalid_parameter_value) where it
// isn't, or where the year hasn't four digits.
std::string artifact_key(Instant started_at, std::string_view id);

// True for exactly that pattern, digits for digits: so no path separator, no leading dot.
bool is_artifact_key(std::string_view key) noexcept;

// How the backup's id begins: its first 8 digits. `key` is an artifact key; another text has none.
std::string id_start_of(std::string_view key);

}  // namespace paliad::store
