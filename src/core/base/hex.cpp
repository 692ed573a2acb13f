#include "core/base/hex.hpp"

#include <array>
#include <cstdint>

namespace paliad {

namespace {

constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = no_digit;
  for (unsigned i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint8_t>(i);
  for (unsigned i = 0; i < 6; ++i)
    values['a' + i] = values['A' + i] = static_cast<std::uint8_t>(10 + i);
  return values;
}

constexpr std::array<std::uint8_t, 256> values = make_values();

std::uint8_t value_of(char digit) { return values[static_cast<unsigned char>(digit)]; }

}  // namespace

void append_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::size_t at = out.size();
  out.resize(at + 2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out[at++] = digits[byte >> 4U];
    out[at++] = digits[byte & 15U];
  }
}

bool append_bytes_of_hex(std::string& out, std::string_view hex) {
  const std::size_t before = out.size();
  out.resize(before + hex.size() / 2);
  std::uint8_t seen = hex.size() % 2 == 0 ? 0 : no_digit;
  for (std::size_t i = 0; i < hex.size() / 2; ++i) {
    const std::uint8_t high = value_of(hex[2 * i]);
    const std::uint8_t low = value_of(hex[2 * i + 1]);
    seen |= high | low;
    out[before + i] = static_cast<char>(high << 4U | low);
  }
  // A digit's value is less than 16.
  if (seen < 16) return true;
  out.resize(before);
  return false;
}

}  // namespace paliad
