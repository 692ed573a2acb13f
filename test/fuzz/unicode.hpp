// UTF-8 (RFC 3629) and UTF-16, without any of the tested code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paliad::fuzz {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

// The first character of `bytes`; nothing where they don't begin with one in UTF-8.
inline std::optional<Character> first_character(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto lead = static_cast<std::uint8_t>(bytes[0]);
  if (lead < 0x80) return Character{lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC0 || lead >= 0xF8 || bytes.size() < size) return std::nullopt;
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    if ((byte & 0xC0U) != 0x80) return std::nullopt;
    code = code << 6U | (byte & 0x3FU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
    return std::nullopt;
  return Character{code, size};
}

// Calls `take(code)` for each character; false where not all of `bytes` are UTF-8.
template <class Take>
bool for_each_character(std::string_view bytes, Take&& take) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    const auto character =
        byte < 0x80 ? Character{byte, 1} : first_character(bytes.substr(i)).value_or(Character{});
    if (character.bytes == 0) return false;
    take(character.code);
    i += character.bytes;
  }
  return true;
}

inline bool is_utf8(std::string_view bytes) {
  return for_each_character(bytes, [](char32_t) {});
}

inline std::size_t utf16_units(std::string_view utf8) {
  std::size_t units = 0;
  for_each_character(utf8, [&](char32_t code) { units += code >= 0x10000 ? 2 : 1; });
  return units;
}

// Appends a character of the Basic Multilingual Plane.
inline void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6U);
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xE0U | code >> 12U);
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

}  // namespace paliad::fuzz
