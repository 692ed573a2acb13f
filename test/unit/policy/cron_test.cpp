#include "core/policy/cron.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <random>

namespace paliad::policy {
namespace {

using test::caught;
using test::Caught;

Instant at(int year, int month, int day_of_month, int hours = 0, int minutes = 0, int seconds = 0) {
  return days_of({year, month, day_of_month}) * day + hours * hour + minutes * minute +
         seconds * second;
}

std::string next(const char* text, Instant after) {
  return to_text(next_slot(parse_cron(text), after));
}
std::string latest(const char* text, Instant when) {
  return to_text(latest_slot(parse_cron(text), when));
}

TEST(Cron, FindsTheNextSlot) {
  const Instant now = at(2026, 11, 24, 12, 30, 15);
  EXPECT_EQ(next("0 3 * * *", now), "2026-11-25T03:00:00Z");
  EXPECT_EQ(next("* * * * *", now), "2026-11-24T12:31:00Z");
  EXPECT_EQ(next("30 12 * * *", at(2026, 11, 24, 12, 30)), "2026-11-25T12:30:00Z")
      << "strictly after";
  EXPECT_EQ(next("30 12 * * *", at(2026, 11, 24, 12, 30) - 1), "2026-11-24T12:30:00Z");
  EXPECT_EQ(next("*/15 * * * *", now), "2026-11-24T12:45:00Z");
  EXPECT_EQ(next("5/20 * * * *", now), "2026-11-24T12:45:00Z");
  EXPECT_EQ(next("0 22-23,1 * * *", now), "2026-11-24T22:00:00Z");
  EXPECT_EQ(next("0 0 * * SUN", now), "2026-11-29T00:00:00Z");
  EXPECT_EQ(next("0 0 * * 7", now), "2026-11-29T00:00:00Z");
  EXPECT_EQ(next("0 0 * * mon-fri", now), "2026-11-25T00:00:00Z");
  EXPECT_EQ(next("0 0 1 jan,Jul *", now), "2027-01-01T00:00:00Z");
  EXPECT_EQ(next("0 0 29 2 *", now), "2028-02-29T00:00:00Z");
  EXPECT_EQ(next("0 0 29 2 *", at(2097, 1, 1)), "2104-02-29T00:00:00Z")
      << "1900-like years have none";
  EXPECT_EQ(next("59 23 31 12 *", at(2026, 12, 31, 23, 59)), "2027-12-31T23:59:00Z");
  EXPECT_EQ(next("  0\t3 * * * ", now), "2026-11-25T03:00:00Z");
}

TEST(Cron, TakesEitherDayWhereBothAreRestricted) {
  const Instant now = at(2026, 11, 24, 12);
  EXPECT_EQ(next("0 0 28 * sun", now), "2026-11-28T00:00:00Z");
  EXPECT_EQ(next("0 0 30 * sun", now), "2026-11-29T00:00:00Z");
  EXPECT_EQ(next("0 0 * * sun", now), "2026-11-29T00:00:00Z");
  EXPECT_EQ(next("0 0 */2 * sun", now), "2026-11-29T00:00:00Z")
      << "a star, even with a step, asks for both";
  EXPECT_EQ(next("0 0 13 * */5", now), "2026-12-13T00:00:00Z") << "Sunday the thirteenth";
}

TEST(Cron, KnowsShorthands) {
  const Instant now = at(2026, 11, 24, 12, 30);
  EXPECT_EQ(next("@hourly", now), "2026-11-24T13:00:00Z");
  EXPECT_EQ(next("@daily", now), "2026-11-25T00:00:00Z");
  EXPECT_EQ(next("@midnight", now), "2026-11-25T00:00:00Z");
  EXPECT_EQ(next(" @weekly ", now), "2026-11-29T00:00:00Z");
  EXPECT_EQ(next("@monthly", now), "2026-12-01T00:00:00Z");
  EXPECT_EQ(next("@yearly", now), "2027-01-01T00:00:00Z");
  EXPECT_EQ(next("@annually", now), "2027-01-01T00:00:00Z");
}

TEST(Cron, FindsTheLatestSlot) {
  EXPECT_EQ(latest("0 3 * * *", at(2026, 11, 24, 3)), "2026-11-24T03:00:00Z") << "now counts";
  EXPECT_EQ(latest("0 3 * * *", at(2026, 11, 24, 2, 59, 59)), "2026-11-23T03:00:00Z");
  EXPECT_EQ(latest("0 0 29 2 *", at(2026, 11, 24)), "2024-02-29T00:00:00Z");
  EXPECT_EQ(latest("* * * * *", at(2000, 1, 1) - 1), "1999-12-31T23:59:00Z");
}

Caught refusal(const std::string& text, const std::string& what, int position) {
  return {"22023",
          "schedule \"" + text + "\" " + what + ", at position " + std::to_string(position), "",
          "Five fields in UTC: minute, hour, day of month, month, day of week, as in "
          "\"0 3 * * *\"; or @hourly, @daily, @weekly, @monthly, @yearly."};
}

TEST(Cron, RefusesWithThePosition) {
  const auto parse = [](const char* text) { return caught([&] { parse_cron(text); }); };
  EXPECT_EQ(parse(""), refusal("", "is empty", 1));
  EXPECT_EQ(parse("   "), refusal("", "is empty", 1));
  EXPECT_EQ(parse("0 3 * *"), refusal("0 3 * *", "ends before its day of week", 8));
  EXPECT_EQ(parse("0 3 * * * *"), refusal("0 3 * * * *", "has text after its five fields", 11));
  EXPECT_EQ(parse("60 3 * * *"), refusal("60 3 * * *", "has its minute out of range (0 to 59)", 1));
  EXPECT_EQ(parse("0 24 * * *"), refusal("0 24 * * *", "has its hour out of range (0 to 23)", 3));
  EXPECT_EQ(parse("0 0 0 * *"),
            refusal("0 0 0 * *", "has its day of month out of range (1 to 31)", 5));
  EXPECT_EQ(parse("0 0 * 13 *"), refusal("0 0 * 13 *", "has its month out of range (1 to 12)", 7));
  EXPECT_EQ(parse("0 0 * * 8"),
            refusal("0 0 * * 8", "has its day of week out of range (0 to 7)", 9));
  EXPECT_EQ(parse("0 0 * janu *"), refusal("0 0 * janu *", "has a wrong month", 7));
  EXPECT_EQ(parse("0 mon * * *"), refusal("0 mon * * *", "has a wrong hour", 3));
  EXPECT_EQ(parse("0,, 3 * * *"), refusal("0,, 3 * * *", "has a wrong minute", 3));
  EXPECT_EQ(parse("5-1 3 * * *"), refusal("5-1 3 * * *", "has a backward range as its minute", 4));
  EXPECT_EQ(parse("*/0 3 * * *"),
            refusal("*/0 3 * * *", "has a step that its minute can't have", 3));
  EXPECT_EQ(parse("*/99999999999 3 * * *"),
            refusal("*/99999999999 3 * * *", "has a step that its minute can't have", 3));
  EXPECT_EQ(parse("-1 3 * * *"), refusal("-1 3 * * *", "has a wrong minute", 1));
  EXPECT_EQ(parse("1.5 3 * * *"), refusal("1.5 3 * * *", "has a wrong minute", 2));
  EXPECT_EQ(parse("@never"), refusal("@never", "has a wrong minute", 1));
  EXPECT_EQ(parse("99999999999999999999 3 * * *"),
            refusal("99999999999999999999 3 * * *", "has its minute out of range (0 to 59)", 1));
  EXPECT_EQ(parse("0 0 30 2 *"),
            (Caught{"22023", "schedule \"0 0 30 2 *\" names no day that exists", "",
                    "Its month has no such day of month."}));
}

// --- against a slow reference ------------------------------------------------

bool fits(const CronSchedule& schedule, Instant minute_at) {
  const std::int64_t days = day_of(minute_at);
  const Date date = date_of(days);
  const auto of_day = static_cast<std::size_t>((minute_at - days * day) / minute);
  const bool by_date = schedule.days[static_cast<std::size_t>(date.day)];
  const bool by_week = schedule.weekdays[static_cast<std::size_t>(weekday_of(days))];
  return schedule.minutes[of_day % 60] && schedule.hours[of_day / 60] &&
         schedule.months[static_cast<std::size_t>(date.month)] &&
         (schedule.either_day ? by_date || by_week : by_date && by_week);
}

template <class Random>
std::string random_field(Random& random, int low, int high) {
  const auto pick = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  switch (pick(0, 3)) {
  case 0:
    return "*";
  case 1:
    return "*/" + std::to_string(pick(1, high));
  case 2:
    return std::to_string(pick(low, high)) + "," + std::to_string(pick(low, high));
  default: {
    const int from = pick(low, high);
    return std::to_string(from) + "-" + std::to_string(pick(from, high));
  }
  }
}

TEST(Cron, AgreesWithLookingAtEveryMinute) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 60; ++round) {
    const std::string text = random_field(random, 0, 59) + " " + random_field(random, 0, 23) + " " +
                             random_field(random, 1, 28) + " * " + random_field(random, 0, 6);
    const CronSchedule schedule = parse_cron(text);
    const Instant start =
        at(2024, 2, 1) + std::uniform_int_distribution<Instant>(0, 60 * day)(random);
    const Instant found = next_slot(schedule, start);
    Instant slow = start - start % minute + minute;
    while (!fits(schedule, slow)) slow += minute;
    ASSERT_EQ(to_text(found), to_text(slow)) << text;
    ASSERT_EQ(latest_slot(schedule, found), found) << text;
    ASSERT_EQ(latest_slot(schedule, found + minute - 1), found) << text;
    ASSERT_LE(latest_slot(schedule, found - 1), start) << text;
    ASSERT_TRUE(fits(schedule, latest_slot(schedule, found - 1))) << text;
  }
}

}  // namespace
}  // namespace paliad::policy
