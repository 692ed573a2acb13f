// Any text as manifest.json: it is refused with an error of this project's, or what was read is the
// same after it was written and read again. An input is the whole text, or changes a good manifest.
#include "core/bundle/manifest_reader.hpp"

#include "core/base/error.hpp"
#include "core/bundle/manifest.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "unit/support/sample_manifest.hpp"

#include <optional>

namespace paliad::fuzz {
namespace {

// Replaces a value of the manifest: from after a ": " or an indentation to the line's end.
void change_value(std::string& text, Input& input) {
  std::size_t line = text.find('\n', input.large_number(text.size() + 1));
  if (line == std::string::npos) return;
  ++line;
  const std::size_t colon = text.find(": ", line);
  const std::size_t end = std::min(text.find('\n', line), text.size());
  const std::size_t from = colon < end ? colon + 2 : line;
  const bool comma = end > from && text[end - 1] == ',';
  text.replace(from, end - from - (comma ? 1 : 0), input.bytes());
}

void change(std::string& text, Input& input) {
  const std::size_t at = input.large_number(text.size() + 1);
  switch (input.number(4)) {
  case 0:
    return change_value(text, input);
  case 1:
    text.insert(at, input.bytes());
    return;
  case 2:
    text.erase(at, input.number(64));
    return;
  default:
    if (at < text.size()) text[at] = static_cast<char>(input.number(256));
  }
}

std::optional<model::BundleInfo> read(const std::string& text) {
  try {
    return bundle::read_manifest(text);
  } catch (const Error& error) {
    require(error.state() == sqlstate::data_corrupted ||
                error.state() == sqlstate::feature_not_supported,
            "a refusal says that data is corrupted, or of a later format");
    return std::nullopt;
  }
}

std::string made(Input& input) {
  if (input.flag()) return input.rest();
  std::string text = bundle::manifest_json(test::good());
  while (!input.empty()) change(text, input);
  return text;
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad;
  fuzz::Input input(data, size);
  const auto info = fuzz::read(fuzz::made(input));
  if (!info) return 0;
  const std::string again = bundle::manifest_json(*info);
  const auto same = fuzz::read(again);
  fuzz::require(same && bundle::manifest_json(*same) == again, "what was read can be written");
  return 0;
}
