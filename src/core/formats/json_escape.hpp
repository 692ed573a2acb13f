// The characters that a JSON string can't hold unescaped, and their escapes (RFC 8259, section 7),
// the same as PostgreSQL's escape_json() writes.
#pragma once

#include "core/base/byte_search.hpp"

#include <array>
#include <string_view>

namespace paliad::formats {

// The position of the first byte of `text`, from `at` on, that must be escaped; the text's size
// where there is none.
inline std::size_t find_json_escaped(std::string_view text, std::size_t at) noexcept {
  return find_special(text, at, [](const auto& bytes) {
    return (bytes < 0x20) | (bytes == '"') | (bytes == '\\');
  });
}

// The escape of one byte, which must be one that find_json_escaped() finds.
class JsonEscape {
public:
  explicit constexpr JsonEscape(char c) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view plain = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    if (const std::size_t known = plain.find(c); known != std::string_view::npos) {
      text_ = {'\\', letters[known]};
      size_ = 2;
    } else {
      const auto code = static_cast<unsigned char>(c);
      text_ = {'\\', 'u', '0', '0', digits[code >> 4U], digits[code & 0xFU]};
      size_ = 6;
    }
  }

  constexpr std::string_view text() const noexcept { return {text_.data(), size_}; }

private:
  std::array<char, 6> text_{};
  std::size_t size_ = 0;
};

// Calls `put` with `text`, escaped, piece by piece, as std::string_views that are valid during the
// call and may be empty. Throws what `put` throws.
template <class Put>
void put_json_escaped(std::string_view text, const Put& put) {
  std::size_t run = 0;
  for (std::size_t at = find_json_escaped(text, 0); at < text.size();
       at = find_json_escaped(text, run)) {
    put(text.substr(run, at - run));
    put(JsonEscape(text[at]).text());
    run = at + 1;
  }
  put(text.substr(run));
}

}  // namespace paliad::formats
