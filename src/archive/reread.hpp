// The check of a bundle that was just written.
#pragma once

#include "base/digest.hpp"
#include "base/poll.hpp"
#include "bundle/bundle.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::archive {

struct ReadBack {
  std::uint64_t bytes = 0;
  Sha256Value sha256{};
};

// Reads the finished zip from disk, once: it must hold exactly `entries`, byte for byte. Throws
// Error(data_corrupted) with what differs, os_error, what poll throws.
ReadBack reread_bundle(int fd, const std::string& name,
                       const std::vector<bundle::BundleEntry>& entries, const Poll& poll);

}  // namespace paliad::archive
