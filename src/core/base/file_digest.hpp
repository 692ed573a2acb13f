// Digests of a whole file.
#pragma once

#include "core/base/digest.hpp"
#include "core/base/poll.hpp"

#include <cstdint>
#include <string>

namespace paliad {

struct FileDigest {
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;
  Sha256Value sha256{};
};

// Reads the file from its beginning to its end; the descriptor's position is neither used nor
// moved. `name` is for messages. `poll` is called after each block of up to 1 MiB, so not at all
// for an empty file. Throws os_error, bad_alloc, what poll throws.
FileDigest digest_file(int fd, const std::string& name, const Poll& poll);

}  // namespace paliad
