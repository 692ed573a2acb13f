#include "core/model/printable.hpp"

#include "core/base/ascii.hpp"
#include "core/base/utf8.hpp"
#include "core/model/sheet_names.hpp"

#include <algorithm>
#include <cstdint>

namespace paliad::model {

namespace {

constexpr std::size_t longest_shown = 100;

void append_hex(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto byte = static_cast<std::uint8_t>(c);
  out.append("\\x").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
}

}  // namespace

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_control);
}

std::string printable(std::string_view text) {
  const bool utf8 = is_utf8(text);
  const std::string_view part =
      utf8 ? model::utf16_prefix(text, longest_shown) : text.substr(0, longest_shown);
  std::string out;
  for (const char c : part) {
    if (is_control(c) || (!utf8 && static_cast<std::uint8_t>(c) >= 0x80))
      append_hex(out, c);
    else
      out += c;
  }
  return part.size() < text.size() ? out + "..." : out;
}

}  // namespace paliad::model
