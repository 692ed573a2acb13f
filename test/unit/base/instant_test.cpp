#include "core/base/instant.hpp"

#include <ctime>
#include <gtest/gtest.h>
#include <limits>
#include <optional>

namespace paliad {
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

TEST(Instant, HasUnixSeconds) {
  EXPECT_EQ(from_unix_seconds(0), days_of({1970, 1, 1}) * day);
  EXPECT_EQ(from_unix_seconds(946'684'800), 0);
  EXPECT_EQ(from_unix_seconds(946'684'801), second);
  EXPECT_EQ(unix_seconds(0), 946'684'800);
  EXPECT_EQ(unix_seconds(second - 1), 946'684'800);
  EXPECT_EQ(unix_seconds(-1), 946'684'799);
  EXPECT_EQ(unix_seconds(from_unix_seconds(-5)), -5);
}

TEST(Instant, IsWrittenAsAFormatSays) {
  const Instant instant = from_unix_seconds(1'709'209'845) + 999;
  EXPECT_EQ(to_text(instant, "%Y-%m-%dT%H:%M:%SZ"), "2024-02-29T12:30:45Z");
  EXPECT_EQ(to_text(instant, "%d.%m.%Y"), "29.02.2024");
  EXPECT_EQ(to_text(-1, "%Y-%m-%d %H:%M:%S"), "1999-12-31 23:59:59");
}

TEST(Instant, EndsWhereTheServersTimeDoes) {
  EXPECT_EQ(to_text(std::numeric_limits<Instant>::max(), "%Y"), "294277");
  EXPECT_EQ(to_text(std::numeric_limits<Instant>::max()), "294277-01-09T04:00:54Z");
}

TEST(Instant, IsReadFromIso) {
  EXPECT_EQ(parse_instant("2024-02-29T12:30:45Z"), from_unix_seconds(1'709'209'845));
  EXPECT_EQ(parse_instant("1969-12-31T23:59:59Z"), from_unix_seconds(-1));
  for (const char* text :
       {"", "2024-02-30T00:00:00Z", "2024-2-29T12:30:45Z", " 2024-02-29T12:30:45Z",
        "2024-02-29T12:30:45", "2024-02-29T12:30:45Z ", "2024-02-29 12:30:45Z"})
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
}

}  // namespace
}  // namespace paliad
