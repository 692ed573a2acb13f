// States a property that must hold for every input.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace paliad::fuzz {

// Ends the process where the property doesn't hold, so that the fuzzer keeps the input.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", property);
  std::abort();
}

}  // namespace paliad::fuzz
