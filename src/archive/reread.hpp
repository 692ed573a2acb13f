// The check of a bundle that was just written.
#pragma once

#include "base/file_digest.hpp"
#include "base/poll.hpp"
#include "bundle/bundle.hpp"

#include <string>
#include <vector>

namespace paliad::archive {

// Reads the finished zip from disk: it must hold exactly `entries`, byte for byte. Returns its size
// and SHA-256. Throws Error(data_corrupted) with what differs, os_error, what poll throws.
FileDigest reread_bundle(int fd, const std::string& name,
                         const std::vector<bundle::BundleEntry>& entries, const Poll& poll);

}  // namespace paliad::archive
