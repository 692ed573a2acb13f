// Numbers as a zip writes them: unsigned, the lowest byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace paliad::zip {

// The number in the `size` bytes (at most 8) at `at`, which must lie within `bytes`.
inline std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8U | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

}  // namespace paliad::zip
