// Any bytes as a bundle: they are refused with an error of this project's, or the bundle opens and
// every entry that can be read has the size and the CRC that it declares.
#include "core/bundle/bundle_reader.hpp"

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/zip/safe_entries.hpp"
#include "fuzz/require.hpp"

#include <set>
#include <sys/mman.h>

namespace paliad::fuzz {
namespace {

constexpr std::uint64_t most_entries = 100;
constexpr std::uint64_t most_bytes = 1'000'000;

// Whether `call` returned. An error that it throws must say that the zip is damaged or too large.
template <class Call>
bool succeeds(Call&& call) {
  try {
    call();
    return true;
  } catch (const Error& error) {
    require(error.state() == sqlstate::data_corrupted ||
                error.state() == sqlstate::feature_not_supported ||
                error.state() == sqlstate::program_limit_exceeded,
            "a refusal has one of its three states");
    return false;
  }
}

void check_entry(const zip::Archive& archive, const zip::Entry& entry) {
  std::string content;
  if (!succeeds([&] { content = archive.read(entry, most_bytes); })) return;
  require(content.size() == entry.bytes, "what is read has the size that is declared");
  require(crc32_update(0, content) == entry.crc32, "what is read has the CRC that is declared");
}

void check(const zip::Archive& archive) {
  std::set<std::string> names;
  require(archive.entries().size() <= most_entries, "no more entries than were asked for");
  for (const zip::Entry& entry : archive.entries()) {
    require(names.insert(entry.name).second, "no name is there twice");
    check_entry(archive, entry);
  }
  (void)succeeds([&] { zip::require_safe(archive); });
  (void)succeeds([&] { bundle::require_whole(archive, bundle::manifest_of(archive), no_poll); });
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad;
  const UniqueFd file(::memfd_create("zip", MFD_CLOEXEC));
  write_at(file.get(), {reinterpret_cast<const char*>(data), size}, 0, "zip");
  (void)fuzz::succeeds([&] { fuzz::check(zip::Archive(file.get(), "zip", fuzz::most_entries)); });
  return 0;
}
