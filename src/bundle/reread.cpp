#include "bundle/bundle.hpp"

#include "base/error.hpp"
#include "base/fault.hpp"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <zip.h>

namespace paliad::bundle {

namespace {

constexpr std::size_t read_block = 1024UL * 1024;

struct DiscardZip {
  void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, DiscardZip>;

[[noreturn]] void corrupted(const std::string& name, const std::string& what) {
  throw Error(sqlstate::data_corrupted,
              "what was read back from \"" + name + "\" is not what was written: " + what, {},
              "Check the disk and the memory of the server, then run the backup again.");
}

Archive open_archive(int fd, const std::string& name) {
  UniqueFd own(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (!own) throw os_error(errno, "open again file", name);
  if (::lseek(own.get(), 0, SEEK_SET) != 0) throw os_error(errno, "rewind file", name);
  int code = 0;
  Archive archive(zip_fdopen(own.get(), ZIP_CHECKCONS, &code));
  if (!archive) corrupted(name, "libzip can't open it (error " + std::to_string(code) + ")");
  (void)own.release();  // zip_fdopen closed it: it works on a copy of its own
  return archive;
}

std::uint32_t stored_crc(zip_t* archive, zip_uint64_t index, const BundleEntry& entry,
                         const std::string& name, std::vector<char>& block, const Poll& poll) {
  std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive, index, ZIP_FL_COMPRESSED));
  if (!file) corrupted(name, "entry \"" + entry.name + "\" can't be opened");
  std::uint32_t crc = 0;
  zip_int64_t got = 0;
  while ((got = zip_fread(file.get(), block.data(), block.size())) > 0) {
    poll();
    crc = crc32_update(crc, {block.data(), static_cast<std::size_t>(got)});
  }
  if (got < 0) corrupted(name, "entry \"" + entry.name + "\" can't be read");
  return crc;
}

void check_entry(zip_t* archive, zip_uint64_t index, const BundleEntry& entry,
                 const std::string& name, std::vector<char>& block, const Poll& poll) {
  zip_stat_t stat;
  if (zip_stat_index(archive, index, 0, &stat) != 0 || entry.name != stat.name)
    corrupted(name, "entry \"" + entry.name + "\" is missing");
  if (stat.size != entry.bytes || stat.comp_size != entry.stored_bytes || stat.crc != entry.crc32)
    corrupted(name, "the size or CRC of entry \"" + entry.name + "\" differs");
  if (stored_crc(archive, index, entry, name, block, poll) != entry.stored_crc32)
    corrupted(name, "the content of entry \"" + entry.name + "\" differs");
}

}  // namespace

FileDigest reread_bundle(int fd, const std::string& name, const std::vector<BundleEntry>& entries,
                         const Poll& poll) {
  fault_point("reread");
  sync_file(fd, name);
  // Clean pages go, so that the bytes come from the disk and not from the cache.
  (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  const FileDigest digest = digest_file(fd, name, poll);
  std::vector<char> block(read_block);
  const Archive archive = open_archive(fd, name);
  const zip_int64_t found = zip_get_num_entries(archive.get(), 0);
  if (found != static_cast<zip_int64_t>(entries.size()))
    corrupted(name, "it has " + std::to_string(found) + " entries instead of " +
                        std::to_string(entries.size()));
  for (std::size_t i = 0; i < entries.size(); ++i)
    check_entry(archive.get(), i, entries[i], name, block, poll);
  return digest;
}

}  // namespace paliad::bundle
