// The steps as in a build with make FAULTS=1. They are compiled here under another name, so that
// all other tests run with the core of a release.
#ifndef PALIAD_FAULTS
#define PALIAD_FAULTS
#endif
#define paliad paliad_with_faults
#include "core/base/fault_injection.cpp"
#undef paliad

#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace {

using paliad_with_faults::fault_point;
using paliad_with_faults::set_fault_hook;

class FaultHookTest : public testing::Test {
protected:
  void SetUp() override { seen_.clear(); }
  void TearDown() override { set_fault_hook(nullptr); }

  static void note(const char* step) { seen_ += std::string(step) + ";"; }

  static inline std::string seen_;
};

TEST_F(FaultHookTest, NothingHappensWhereNobodyAsksForIt) {
  fault_point("csv");
  set_fault_hook(note);
  set_fault_hook(nullptr);
  fault_point("csv");
  EXPECT_EQ(seen_, "");
}

TEST_F(FaultHookTest, IsToldEachStep) {
  set_fault_hook(note);
  fault_point("csv");
  fault_point("json");
  EXPECT_EQ(seen_, "csv;json;");
}

TEST_F(FaultHookTest, MayThrow) {
  set_fault_hook([](const char* step) { throw std::runtime_error(step); });
  static_assert(!noexcept(fault_point("fsync")));
  try {
    fault_point("fsync");
    FAIL() << "the step did not fail";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "fsync");
  }
}

}  // namespace
