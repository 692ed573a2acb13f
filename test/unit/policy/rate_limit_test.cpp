#include "core/policy/rate_limit.hpp"

#include <gtest/gtest.h>

namespace {

using paliad::policy::RateLimit;

// The microseconds that `bytes` take at `rate`, where each piece takes `work` microseconds itself.
std::int64_t time_of(std::uint64_t rate, std::uint64_t bytes, std::uint64_t piece,
                     std::int64_t work) {
  RateLimit pace(rate);
  const std::int64_t start = 5'000'000;
  std::int64_t now = start;
  for (std::uint64_t done = 0; done < bytes; done += piece) {
    now += work;
    if (pace.note(piece)) now += pace.wait_after(now);
  }
  return now - start;
}

TEST(RateLimit, KeepsTheRate) {
  EXPECT_NEAR(static_cast<double>(time_of(1'000'000, 10'000'000, 1000, 10)), 10e6, 0.05e6);
  EXPECT_NEAR(static_cast<double>(time_of(100, 1000, 7, 0)), 10e6, 0.2e6);
}

TEST(RateLimit, DoesNotSlowWhatIsSlowAlready) {
  EXPECT_EQ(time_of(1'000'000, 1'000'000, 1000, 2000), 2'000'000);
}

TEST(RateLimit, HasNoLimitAtZero) {
  RateLimit pace(0);
  EXPECT_FALSE(pace.note(1'000'000'000));
  EXPECT_EQ(pace.wait_after(0), 0);
}

TEST(RateLimit, SavesNothingUpWhileNothingComes) {
  RateLimit pace(1000);
  ASSERT_TRUE(pace.note(1000));
  EXPECT_NEAR(static_cast<double>(pace.wait_after(0)), 1e6, 0.03e6);
  ASSERT_TRUE(pace.note(1000));
  EXPECT_NEAR(static_cast<double>(pace.wait_after(60'000'000)), 1e6, 0.03e6);
}

TEST(RateLimit, LetsAHugeValueThroughAndWaitsForAllOfIt) {
  RateLimit pace(1000);
  ASSERT_TRUE(pace.note(100'000));
  EXPECT_NEAR(static_cast<double>(pace.wait_after(0)), 100e6, 0.03e6);
}

}  // namespace
