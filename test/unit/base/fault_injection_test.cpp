#include "core/base/fault_injection.hpp"

#include <gtest/gtest.h>

#ifndef PALIAD_FAULTS

namespace paliad {

// The function that makes steps fail. It exists only with FAULTS=1, therefore it is weak.
__attribute__((weak)) void set_fault_hook(void (*)(const char*)) noexcept;

namespace {

TEST(FaultPoint, CannotFailInARelease) {
  static_assert(noexcept(fault_point("csv")));
  fault_point("csv");
  fault_point(nullptr);
}

TEST(FaultPoint, CannotBeToldToFailInARelease) { EXPECT_EQ(&set_fault_hook, nullptr); }

}  // namespace
}  // namespace paliad

#endif
