// Checks a bundle that was just written.
#pragma once

#include "core/base/digest.hpp"
#include "core/base/poll.hpp"
#include "core/bundle/bundle_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace paliad::bundle {

// The size and the SHA-256 of the whole zip.
struct ReadBack {
  std::uint64_t bytes = 0;
  Sha256Value sha256{};
};

// Forces the finished zip to disk and reads it from there, once, `block_bytes` at a time. It must
// contain exactly `entries`, with the same bytes, one directly after the other. `poll` is called
// before each block. Throws Error(data_corrupted), which says what differs; os_error; what `poll`
// throws.
ReadBack reread_bundle(int fd, const std::string& name,
                       const std::vector<bundle::BundleEntry>& entries, const Poll& poll,
                       std::size_t block_bytes = 1024UL * 1024);

}  // namespace paliad::bundle
