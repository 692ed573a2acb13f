// The syntax of JSON's numbers.
#pragma once

#include "core/base/byte_search.hpp"

#include <string_view>

namespace paliad::formats {

// Whether `text` is a number by RFC 8259, section 6.
inline bool is_json_number(std::string_view text) {
  const auto skip = [&](char c) {
    const bool found = !text.empty() && text.front() == c;
    if (found) text.remove_prefix(1);
    return found;
  };
  const auto skip_digits = [&] {
    const std::size_t count =
        find_special(text, 0, [](const auto& bytes) { return (bytes < '0') | (bytes > '9'); });
    text.remove_prefix(count);
    return count > 0;
  };
  skip('-');
  if (!skip('0') && !skip_digits()) return false;
  if (skip('.') && !skip_digits()) return false;
  if (skip('e') || skip('E')) {
    if (!skip('+')) skip('-');
    if (!skip_digits()) return false;
  }
  return text.empty();
}

}  // namespace paliad::formats
