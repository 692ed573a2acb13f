// Text that deflate can hardly compress.
#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace paliad::test {

// `bytes` bytes with six random bits each, the same ones every time.
inline std::string noise(std::size_t bytes) {
  std::minstd_rand next;
  std::string text(bytes, ' ');
  for (char& c : text) c = static_cast<char>('0' + next() % 64);
  return text;
}

}  // namespace paliad::test
