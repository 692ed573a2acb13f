#include "base/file_digest.hpp"

#include "base/file.hpp"

#include <vector>

namespace paliad {

FileDigest digest_file(int fd, const std::string& name, const Poll& poll) {
  constexpr std::size_t read_block = 1024UL * 1024;
  FileDigest digest;
  Sha256 sha256;
  std::vector<char> block(read_block);
  while (const std::size_t got = read_at(fd, block.data(), block.size(), digest.bytes, name)) {
    poll();
    digest.bytes += got;
    digest.crc32 = crc32_update(digest.crc32, {block.data(), got});
    sha256.update({block.data(), got});
  }
  digest.sha256 = sha256.finish();
  return digest;
}

}  // namespace paliad
