// Finds the next byte of a text that a format must treat specially, sixteen bytes at a time. Each
// encoder supplies one test, which works on a byte and on a vector of bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace paliad {

namespace detail {

// Vectors of GCC and clang: an operator is applied to each of the bytes.
using Bytes16 = std::uint8_t __attribute__((vector_size(16)));
using Bytes8 = std::uint8_t __attribute__((vector_size(8)));

template <class Vector>
Vector load(const char* from) noexcept {
  Vector vector;
  std::memcpy(&vector, from, sizeof vector);
  return vector;
}

// A text of four to seven bytes as two pieces of four bytes, which may overlap.
inline Bytes8 load_overlapping(const char* from, std::size_t size) noexcept {
  char bytes[8];
  std::memcpy(bytes, from, 4);
  std::memcpy(bytes + 4, from + size - 4, 4);
  return load<Bytes8>(bytes);
}

template <class Mask>
bool any(const Mask& mask) noexcept {
  std::uint64_t words[sizeof mask / sizeof(std::uint64_t)];
  std::memcpy(words, &mask, sizeof mask);
  std::uint64_t all = 0;
  for (const std::uint64_t word : words) all |= word;
  return all != 0;
}

// Whether the text, of at most sixteen bytes, has a byte for which the test holds.
template <class IsSpecial>
bool has_special(const char* text, std::size_t size, const IsSpecial& is_special) noexcept {
  if (size == 16) return any(is_special(load<Bytes16>(text)));
  if (size >= 8)
    return any(is_special(load<Bytes8>(text)) | is_special(load<Bytes8>(text + size - 8)));
  if (size >= 4) return any(is_special(load_overlapping(text, size)));
  for (std::size_t i = 0; i < size; ++i)
    if (is_special(static_cast<std::uint8_t>(text[i]))) return true;
  return false;
}

}  // namespace detail

// The position of the first byte, from `at` on, for which `is_special` holds; the text's size where
// there is none. `is_special` takes a std::uint8_t or a vector of them, and may use comparisons, &
// and | only.
template <class IsSpecial>
std::size_t find_special(std::string_view text, std::size_t at,
                         const IsSpecial& is_special) noexcept {
  constexpr std::size_t step = sizeof(detail::Bytes16);
  for (std::size_t size = step; at < text.size(); at += size) {
    if (text.size() - at < step) size = text.size() - at;
    if (!detail::has_special(text.data() + at, size, is_special)) continue;
    while (!is_special(static_cast<std::uint8_t>(text[at]))) ++at;
    return at;
  }
  return text.size();
}

}  // namespace paliad
