// Text for whoever can show nothing but ASCII.
#pragma once

#include <algorithm>
#include <string>

namespace paliad {

// The same text, with '?' for each byte that isn't ASCII.
inline std::string in_ascii(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return text;
}

}  // namespace paliad
