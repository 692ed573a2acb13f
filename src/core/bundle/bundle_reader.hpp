// Reads a bundle's manifest, and compares the bundle with it.
#pragma once

#include "core/base/poll.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/model/bundle_info.hpp"
#include "core/zip/zip_reader.hpp"

#include <cstdint>
#include <iterator>

namespace paliad::bundle {

// For Archive's constructor: 100,000 sheets, as many large objects, the workbook, and the three
// scripts; few enough for the memory of a session that reads a hostile bundle.
inline constexpr std::uint64_t most_entries =
    200'000 + most_large_objects + 1 + std::size(script_entries) + std::size(unlisted_entries);
inline constexpr std::uint64_t most_manifest_bytes = 64ULL << 20;

// Reads the bundle's manifest.json, of most_manifest_bytes at most. Throws as Archive::entry(),
// Archive::read() and read_manifest() do.
model::BundleInfo manifest_of(const zip::Archive& archive);

// Reads every entry and compares it with `info`, the result of manifest_of(). Throws as
// require_safe() and Archive::stream() do, and Error(data_corrupted) for an entry that is missing,
// that the manifest doesn't name, or whose size or SHA-256 differs from the manifest's.
void require_whole(const zip::Archive& archive, const model::BundleInfo& info, const Poll& poll);

}  // namespace paliad::bundle
