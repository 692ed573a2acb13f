// Takes the values that a harness needs from the fuzzer's bytes, front to back. After their end
// every number is 0 and every text is empty, so that every input is valid.
#pragma once

#include "fuzz/unicode.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace paliad::fuzz {

class Input {
public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }

  // One byte, modulo `below`: a digit in a seed stands for itself where `below` divides 48.
  std::size_t number(std::size_t below) {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte % below;
  }

  // Two bytes, modulo `below`.
  std::size_t large_number(std::size_t below) {
    const std::size_t high = number(256);
    return (high << 8U | number(256)) % below;
  }

  bool flag() { return number(2) == 1; }

  // The bytes up to the next NUL.
  std::string bytes() {
    const std::size_t end = std::min(rest_.find('\0'), rest_.size());
    std::string taken(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return taken;
  }

  // All remaining bytes, NULs too.
  std::string rest() { return std::string(std::exchange(rest_, {})); }

  // A text as PostgreSQL can hold it: UTF-8 without NUL. Bytes that are no UTF-8 are read as
  // Latin-1.
  std::string text() {
    const std::string taken = bytes();
    std::string text;
    for (std::string_view left = taken; !left.empty();) {
      const auto character = first_character(left);
      const std::size_t size = character ? character->bytes : 1;
      if (character)
        text.append(left.substr(0, size));
      else
        append_utf8(text, static_cast<std::uint8_t>(left[0]));
      left.remove_prefix(size);
    }
    return text;
  }

  // As text(), but sometimes repeated, so that it is longer than any input.
  std::string long_text() {
    const bool is_long = number(64) == 1;
    const std::size_t times = is_long ? large_number(65'536) : 1;
    const std::string once = text();
    std::string text = once;
    for (std::size_t i = 1; i < times && room_ > once.size(); ++i) {
      text += once;
      room_ -= once.size();
    }
    return text;
  }

private:
  std::string_view rest_;
  std::size_t room_ = 100'000;  // bytes to repeat: more than fit into a cell, in any script
};

}  // namespace paliad::fuzz
