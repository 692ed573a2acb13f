// ASCII: its control characters, and text reduced to ASCII.
#pragma once

#include <algorithm>
#include <string>

namespace paliad {

// Whether it is one of ASCII's control characters: below 0x20, or 0x7F.
inline bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// The same text, with '?' for each byte that isn't ASCII.
inline std::string in_ascii(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return text;
}

}  // namespace paliad
