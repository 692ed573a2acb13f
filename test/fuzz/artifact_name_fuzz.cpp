// No key and no URI leads out of the export directory; a key that is accepted can be read back from
// its URI.
#include "core/store/artifact_name.hpp"

#include "core/base/error.hpp"
#include "core/store/local_disk_store.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "unit/support/temp_directory.hpp"

#include <cstring>

namespace paliad::fuzz {
namespace {

// The directory is removed at once: only texts are handled here.
const store::LocalDiskStore& export_directory() {
  static const store::LocalDiskStore directory(test::TempDirectory() / "exports", "");
  return directory;
}

// The call's result; nothing where it threw because of its argument.
template <class Call>
std::optional<std::string> accepted(Call&& call) {
  try {
    return call();
  } catch (const Error& error) {
    require(error.state() == sqlstate::invalid_parameter_value, "a refusal names the argument");
    return std::nullopt;
  }
}

void require_harmless(const std::string& key) {
  require(key.size() == std::strlen("paliad-backup-20260101T030000Z-0123abcd.zip"),
          "a key has its length");
  require(key.find("..") == std::string::npos && key.front() != '.', "a key hides nothing");
  require(key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789TZ-.") == std::string::npos,
          "a key holds neither separators nor control characters");
}

void check_key(const std::string& key) {
  const store::LocalDiskStore& directory = export_directory();
  const bool is_key = store::is_artifact_key(key);
  const auto uri = accepted([&] { return directory.uri_of(key); });
  require(uri.has_value() == is_key, "a key has a URI");
  if (!is_key) return;
  require_harmless(key);
  require(*uri == "file://" + directory.directory() + "/" + key, "the URI names the file");
  require(directory.key_of(*uri) == key, "a key comes back");
}

void check_uri(const std::string& uri) {
  const store::LocalDiskStore& directory = export_directory();
  const auto key = accepted([&] { return directory.key_of(uri); });
  if (!key) return;
  require_harmless(*key);
  require(directory.uri_of(*key) == uri, "a URI comes back");
}

void check_made(Input& input) {
  std::int64_t seconds = 0;
  for (int i = 0; i < 5; ++i)
    seconds = seconds << 8U | static_cast<std::int64_t>(input.number(256));
  const std::string id = input.bytes();
  const auto key = accepted([&] { return store::artifact_key(from_unix_seconds(seconds), id); });
  if (!key) return;
  require(key->find(id.substr(0, 8)) != std::string::npos, "a key names its id");
  check_key(*key);
}

// A key or a URI with a few changes.
std::string spoilt(std::string text, Input& input) {
  while (!input.empty()) {
    const std::size_t at = input.number(text.size() + 1);
    const char c = static_cast<char>(input.number(256));
    if (at < text.size())
      text[at] = c;
    else
      text += c;
  }
  return text;
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  constexpr const char* good = "paliad-backup-20260101T030000Z-0123abcd.zip";
  Input input(data, size);
  switch (input.number(4)) {
  case 0: {
    const std::string word = input.rest();
    check_key(word);
    check_uri(word);
    check_uri("file://" + export_directory().directory() + "/" + word);
    break;
  }
  case 1:
    check_key(spoilt(good, input));
    break;
  case 2:
    check_uri(spoilt(export_directory().uri_of(good), input));
    break;
  default:
    check_made(input);
  }
  return 0;
}
