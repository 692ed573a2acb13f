#include "core/base/vector_registers.hpp"

#include "core/base/digest.hpp"
#include "core/zip/deflate.hpp"
#include "unit/support/noise.hpp"

#include <gtest/gtest.h>

#if defined(__x86_64__)
#include <cpuid.h>

namespace {

// Whether the processor can report which registers are in use: XGETBV with ECX = 1 (Intel's
// Software Developer's Manual, volume 1, 13.6).
bool tells_use() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  const bool has_xgetbv = __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_OSXSAVE) != 0;
  return has_xgetbv && __get_cpuid_count(0xD, 1, &a, &b, &c, &d) != 0 && (a & 4U) != 0;
}

bool upper_halves_in_use() {
  constexpr unsigned avx = 1U << 2U;
  constexpr unsigned avx_512 = 1U << 6U;
  unsigned low = 0;
  unsigned high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
  return (low & (avx | avx_512)) != 0;
}

__attribute__((target("avx"))) void use_upper_halves() {
  __asm__ volatile("vpcmpeqd %%xmm0, %%xmm0, %%xmm0\n\tvinsertf128 $1, %%xmm0, %%ymm0, %%ymm0"
                   :
                   :
                   : "xmm0");
}

class VectorRegisters : public testing::Test {
protected:
  void SetUp() override {
    if (!tells_use() || __builtin_cpu_supports("avx") == 0)
      GTEST_SKIP() << "the processor does not tell";
    // It may report a register that is not in use.
    __asm__ volatile("vzeroupper");
    if (upper_halves_in_use()) GTEST_SKIP() << "the processor does not tell";
    use_upper_halves();
    if (!upper_halves_in_use()) GTEST_SKIP() << "the processor does not tell";
  }
};

TEST_F(VectorRegisters, AreCleared) {
  use_upper_halves();
  paliad::clear_upper_halves();
  EXPECT_FALSE(upper_halves_in_use());
}

TEST_F(VectorRegisters, AreClearAfterACrc) {
  const std::string content = paliad::test::noise(100'000);
  use_upper_halves();
  (void)paliad::crc32_update(0, content);
  EXPECT_FALSE(upper_halves_in_use());
}

TEST_F(VectorRegisters, AreClearAfterDeflating) {
  const paliad::zip::DeflatedSink ignore = [](std::string_view) {};
  paliad::zip::Deflater deflater;
  const std::string content = paliad::test::noise(1000);
  use_upper_halves();
  deflater.write(content, ignore);
  EXPECT_FALSE(upper_halves_in_use());
  use_upper_halves();
  deflater.cut(ignore);
  EXPECT_FALSE(upper_halves_in_use());
  use_upper_halves();
  deflater.finish(ignore);
  EXPECT_FALSE(upper_halves_in_use());
}

}  // namespace

#endif
