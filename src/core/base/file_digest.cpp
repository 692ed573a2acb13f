#include "core/base/file_digest.hpp"

#include "core/base/block_hasher.hpp"
#include "core/base/file.hpp"

namespace paliad {

FileDigest digest_file(int fd, const std::string& name, const Poll& poll) {
  constexpr std::size_t block_bytes = 1024UL * 1024;
  FileDigest digest;
  BlockHasher blocks(block_bytes);
  while (const std::size_t got = read_at(fd, blocks.next(), block_bytes, digest.bytes, name)) {
    poll();
    digest.bytes += got;
    digest.crc32 = crc32_update(digest.crc32, blocks.hash(got));
  }
  digest.sha256 = blocks.finish();
  return digest;
}

}  // namespace paliad
