#include "core/base/instant.hpp"

#include <ctime>
#include <gtest/gtest.h>

namespace paliad::schedule {
namespace {

constexpr std::int64_t unix_days_of_2000 = 10'957;

TEST(Instant, DaysAndDatesAreTheCLibrarys) {
  for (std::int64_t days = -200'000; days < 200'000; days += 1) {
    const std::time_t time = (days + unix_days_of_2000) * 86'400;
    std::tm expected{};
    ASSERT_NE(gmtime_r(&time, &expected), nullptr);
    const Date date = date_of(days);
    ASSERT_EQ(date.year, expected.tm_year + 1900) << days;
    ASSERT_EQ(date.month, expected.tm_mon + 1) << days;
    ASSERT_EQ(date.day, expected.tm_mday) << days;
    ASSERT_EQ(weekday_of(days), expected.tm_wday) << days;
    ASSERT_EQ(days_of(date), days);
  }
}

TEST(Instant, KnowsHowLongMonthsAre) {
  EXPECT_EQ(days_in_month(2024, 2), 29);
  EXPECT_EQ(days_in_month(2100, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(2026, 12), 31);
}

TEST(Instant, IsWrittenAsIso) {
  EXPECT_EQ(to_text(0), "2000-01-01T00:00:00Z");
  EXPECT_EQ(to_text(days_of({2026, 11, 24}) * day + 3 * hour + 59 * second + 999),
            "2026-11-24T03:00:59Z");
  EXPECT_EQ(to_text(-1), "1999-12-31T23:59:59Z");
}

}  // namespace
}  // namespace paliad::schedule
