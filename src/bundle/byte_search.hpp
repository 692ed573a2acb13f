// Finds the next byte of a text that a format must treat otherwise, eight bytes at a time: each
// encoder's search is made of a test for eight bytes at once, which may be too anxious, and a test
// for one.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace paliad::bundle {

namespace detail {
inline constexpr std::uint64_t ones = 0x0101010101010101U;
inline constexpr std::uint64_t tops = ones * 0x80U;
}  // namespace detail

// Whether one of the eight bytes is `byte`, or is less than `limit` (at most 0x80): not 0 where it
// is so ("Bit Twiddling Hacks": haszero, hasless).
constexpr std::uint64_t any_equal(std::uint64_t bytes, std::uint8_t byte) noexcept {
  const std::uint64_t zero = bytes ^ (detail::ones * byte);
  return (zero - detail::ones) & ~zero & detail::tops;
}
constexpr std::uint64_t any_below(std::uint64_t bytes, std::uint8_t limit) noexcept {
  return (bytes - detail::ones * limit) & ~bytes & detail::tops;
}

// Where the first byte from `at` on is for which `is_special(std::uint8_t)` holds; the text's size
// where there is none. `may_be_special` of eight bytes is 0 only where it holds for none of them.
template <class MayBeSpecial, class IsSpecial>
std::size_t find_special(std::string_view text, std::size_t at, MayBeSpecial&& may_be_special,
                         IsSpecial&& is_special) noexcept {
  constexpr std::size_t step = sizeof(std::uint64_t);
  for (; at + step <= text.size(); at += step) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, step);
    if (may_be_special(bytes) == 0) continue;
    for (std::size_t i = at; i < at + step; ++i)
      if (is_special(static_cast<std::uint8_t>(text[i]))) return i;
  }
  while (at < text.size() && !is_special(static_cast<std::uint8_t>(text[at]))) ++at;
  return at;
}

}  // namespace paliad::bundle
