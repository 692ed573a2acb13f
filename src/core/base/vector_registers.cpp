#include "core/base/vector_registers.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace paliad {

#if defined(__x86_64__)

namespace {

__attribute__((target("avx"))) void clear_with_avx() noexcept { _mm256_zeroupper(); }

}  // namespace

void clear_upper_halves() noexcept {
  static const bool has_avx = __builtin_cpu_supports("avx") != 0;
  if (has_avx) clear_with_avx();
}

#else

void clear_upper_halves() noexcept {}

#endif

}  // namespace paliad
