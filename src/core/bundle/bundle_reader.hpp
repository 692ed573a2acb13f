// Whether a bundle holds just what its own manifest says.
#pragma once

#include "core/base/poll.hpp"
#include "core/model/bundle_info.hpp"
#include "core/zip/zip_reader.hpp"

#include <cstdint>

namespace paliad::bundle {

// Enough for 100,000 sheets, or for 50,000 and as many large objects as there may be, and little
// enough for the memory of a session that reads a hostile one: for Archive's constructor.
inline constexpr std::uint64_t most_entries = 200'003;
inline constexpr std::uint64_t most_manifest_bytes = 64ULL << 20;

// What the bundle's manifest.json says. Throws as Archive::entry(), Archive::read() and
// read_manifest() do.
model::BundleInfo manifest_of(const zip::Archive& archive);

// Reads every byte. `info` is what manifest_of() returned. Throws as require_safe() does, and
// Error(data_corrupted) for an entry that is missing, that the manifest doesn't name, or whose size
// or SHA-256 is not what it says; os_error; what `poll` throws.
void require_whole(const zip::Archive& archive, const model::BundleInfo& info, const Poll& poll);

}  // namespace paliad::bundle
