// The check of a bundle that was just written.
#pragma once

#include "core/base/digest.hpp"
#include "core/base/poll.hpp"
#include "core/bundle/bundle_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace paliad::bundle {

struct ReadBack {
  std::uint64_t bytes = 0;
  Sha256Value sha256{};
};

// Reads the finished zip from disk, once, `block_bytes` at a time: it must hold exactly `entries`,
// their content byte for byte, one behind the other and nothing between. Throws
// Error(data_corrupted) with what differs, os_error, what poll throws at a block.
ReadBack reread_bundle(int fd, const std::string& name,
                       const std::vector<bundle::BundleEntry>& entries, const Poll& poll,
                       std::size_t block_bytes = 1024UL * 1024);

}  // namespace paliad::bundle
