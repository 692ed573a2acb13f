// Text that no deflating makes small.
#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace paliad::test {

// The same `bytes` bytes each time: six random bits in each.
inline std::string noise(std::size_t bytes) {
  std::minstd_rand next;
  std::string text(bytes, ' ');
  for (char& c : text) c = static_cast<char>('0' + next() % 64);
  return text;
}

}  // namespace paliad::test
