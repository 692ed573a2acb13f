// What a harness claims of its input.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace paliad::fuzz {

// Ends the process where the property doesn't hold: the fuzzer then keeps the input.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", property);
  std::abort();
}

}  // namespace paliad::fuzz
