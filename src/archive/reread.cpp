#include "archive/reread.hpp"

#include "archive/archive.hpp"
#include "archive/damage.hpp"
#include "base/digest.hpp"
#include "base/fault.hpp"
#include "base/file.hpp"

#include <fcntl.h>
#include <limits>

namespace paliad::archive {

namespace {

using bundle::BundleEntry;

constexpr const char* hint_server =
    "Check the disk and the memory of the server, then run the backup again.";

Error differs(const std::string& what) { return damaged(what, {}, hint_server); }

// What lies in the zip as it is was stored.
std::uint16_t method_of(const BundleEntry& entry) {
  const bool as_it_is = entry.stored_bytes == entry.bytes && entry.stored_crc32 == entry.crc32;
  return as_it_is ? method_stored : method_deflated;
}

void check_entry(const Archive& archive, const Entry& found, const BundleEntry& entry,
                 const Poll& poll) {
  if (found.name != entry.name || !found.said_utf8)
    throw differs("entry \"" + entry.name + "\" is missing");
  if (found.method != method_of(entry) || found.encrypted)
    throw differs("the method of entry \"" + entry.name + "\" differs");
  if (found.bytes != entry.bytes || found.stored_bytes != entry.stored_bytes ||
      found.crc32 != entry.crc32)
    throw differs("the size or CRC of entry \"" + entry.name + "\" differs");
  std::uint32_t crc = 0;
  archive.stream_stored(
      found, [&](std::string_view block) { crc = crc32_update(crc, block); }, poll);
  if (crc != entry.stored_crc32)
    throw differs("the content of entry \"" + entry.name + "\" differs");
}

void check_entries(const Archive& archive, const std::vector<BundleEntry>& entries,
                   const Poll& poll) {
  const std::vector<Entry>& found = archive.entries();
  if (found.size() != entries.size())
    throw differs("it has " + std::to_string(found.size()) + " entries instead of " +
                  std::to_string(entries.size()));
  for (std::size_t i = 0; i < entries.size(); ++i) check_entry(archive, found[i], entries[i], poll);
}

}  // namespace

FileDigest reread_bundle(int fd, const std::string& name, const std::vector<BundleEntry>& entries,
                         const Poll& poll) {
  fault_point("reread");
  sync_file(fd, name);
  // Clean pages go, so that the bytes come from the disk and not from the cache.
  (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  const FileDigest digest = digest_file(fd, name, poll);
  try {
    // However many entries there are: their number is compared, and nobody else wrote the file.
    check_entries(Archive(fd, name, std::numeric_limits<std::uint64_t>::max()), entries, poll);
  } catch (const Error& error) {
    if (error.state() != sqlstate::data_corrupted) throw;
    throw damaged("what was read back from \"" + name +
                      "\" is not what was written: " + error.what(),
                  error.detail(), hint_server);
  }
  return digest;
}

}  // namespace paliad::archive
