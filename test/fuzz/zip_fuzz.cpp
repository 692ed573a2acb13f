// A bundle with changed bytes is refused, or every entry in it is still as it was written. Only
// bytes that don't affect the content, such as a time, may change unnoticed.
#include "core/bundle/read_back.hpp"

#include "core/base/error.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "unit/support/small_bundle.hpp"
#include "unit/support/zip_entries.hpp"

namespace paliad::fuzz {
namespace {

using test::ZipEntry;

// The unchanged bundle, which is made only once.
struct Original {
  std::string bytes;
  std::vector<bundle::BundleEntry> promised;
  std::vector<ZipEntry> entries;

  static const Original& get() {
    static const Original original;
    return original;
  }

private:
  Original() {
    test::SmallBundle bundle;
    bundle.info.sheets[0].sheet = "Gebühren";
    bundle.write();
    bytes = bundle.bytes();
    promised = bundle.entries;
    entries = test::zip_entries(bytes);
  }
};

void change(std::string& bytes, std::size_t at, std::size_t by) {
  if (at < bytes.size()) bytes[at] = static_cast<char>(static_cast<std::size_t>(bytes[at]) ^ by);
}

// Makes the same change in a local header and in its copy in the directory: a change in only one of
// them is easy to notice.
void change_twice(std::string& bytes, Input& input) {
  const ZipEntry& entry = Original::get().entries[input.number(Original::get().entries.size())];
  // From "version needed" to the first letter of the name (APPNOTE.TXT 4.3.7 and 4.3.12).
  constexpr std::size_t fields = 24;
  const std::size_t field = input.number(fields + 2);
  const std::size_t by = input.number(256);
  change(bytes, entry.header + (field < fields ? 4 + field : 30), by);
  change(bytes, entry.directory + (field < fields ? 6 + field : 46), by);
}

void damage(std::string& bytes, Input& input) {
  const std::size_t size = bytes.size();
  const std::size_t tail = std::min<std::size_t>(size, 800);  // directory and end
  switch (input.number(6)) {
  case 0:
    return change(bytes, input.large_number(size + 1), input.number(256));
  case 1:
    return change(bytes, size - tail + input.large_number(tail + 1), input.number(256));
  case 2:
    return change_twice(bytes, input);
  case 3:
    return bytes.resize(input.large_number(size + 1));
  case 4:
    bytes.insert(input.large_number(size + 1), input.bytes());
    return;
  default:
    bytes.erase(input.large_number(size + 1), input.number(64));
    return;
  }
}

bool is_accepted(const std::string& bytes) {
  const UniqueFd file = test::SmallBundle::nameless();
  write_at(file.get(), bytes, 0, "copy");
  try {
    const bundle::ReadBack read =
        bundle::reread_bundle(file.get(), "copy", Original::get().promised, no_poll, 4096);
    Sha256 sha256;
    sha256.update(bytes);
    require(read.bytes == bytes.size() && read.sha256 == sha256.finish(),
            "size and digest are the file's");
    return true;
  } catch (const Error& error) {
    require(error.state() == sqlstate::data_corrupted, "a refusal says that data is corrupted");
    return false;
  }
}

// The flags that decide how an entry's content and name are read: encryption, and the name's
// encoding where that matters (APPNOTE.TXT 4.4.4).
unsigned telling_flags(const ZipEntry& entry) {
  constexpr unsigned encrypted = 0x0001;
  constexpr unsigned utf8 = 0x0800;
  const bool is_ascii = utf16_units(entry.name) == entry.name.size();
  return entry.flags & (is_ascii ? encrypted : encrypted | utf8);
}

bool is_same(const ZipEntry& now, const ZipEntry& before) {
  return now.name == before.name && telling_flags(now) == telling_flags(before) &&
         now.method == before.method && now.content() == before.content();
}

bool is_whole(const std::string& bytes) {
  const std::vector<ZipEntry>& before = Original::get().entries;
  const std::vector<ZipEntry> now = test::zip_entries(bytes);
  return std::equal(now.begin(), now.end(), before.begin(), before.end(), is_same);
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  std::string bytes = Original::get().bytes;
  while (!input.empty()) damage(bytes, input);
  if (is_accepted(bytes))
    require(is_whole(bytes), "what is accepted holds what was written");
  else
    require(bytes != Original::get().bytes, "an unchanged bundle is accepted");
  return 0;
}
