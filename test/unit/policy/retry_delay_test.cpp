#include "core/policy/retry_delay.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

TEST(RetryDelay, DoublesUpToALimit) {
  RetryDelay delay;
  for (const int minutes : {1, 2, 4, 8, 16, 32, 64, 64})
    EXPECT_EQ(delay.after_failure(), minutes * minute);
}

TEST(RetryDelay, BeginsAnewAfterASuccess) {
  RetryDelay delay;
  (void)delay.after_failure();
  (void)delay.after_failure();
  delay.reset();
  EXPECT_EQ(delay.after_failure(), minute);
}

}  // namespace
}  // namespace paliad::policy
