#include "core/base/instant.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace paliad {

namespace {

// From 0000-03-01, where the algorithm's years begin, to 2000-01-01.
constexpr std::int64_t days_before_2000 = 730'425;
constexpr std::int64_t days_in_era = 146'097;  // 400 years

std::int64_t floor_divide(std::int64_t value, std::int64_t by) noexcept {
  return value / by - (value % by < 0 ? 1 : 0);
}

}  // namespace

std::int64_t days_of(const Date& date) noexcept {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = (date.month + 9) % 12;  // March is 0
  const std::int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * days_in_era + day_of_era - days_before_2000;
}

Date date_of(std::int64_t days) noexcept {
  const std::int64_t shifted = days + days_before_2000;
  const std::int64_t era = floor_divide(shifted, days_in_era);
  const std::int64_t day_of_era = shifted - era * days_in_era;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  Date date;
  date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

int days_in_month(int year, int month) noexcept {
  const Date next = month == 12 ? Date{year + 1, 1, 1} : Date{year, month + 1, 1};
  return static_cast<int>(days_of(next) - days_of({year, month, 1}));
}

int weekday_of(std::int64_t days) noexcept {
  constexpr std::int64_t saturday = 6;  // 2000-01-01
  const std::int64_t weekday = (days + saturday) % 7;
  return static_cast<int>(weekday < 0 ? weekday + 7 : weekday);
}

std::int64_t unix_seconds(Instant instant) noexcept {
  return floor_divide(instant, second) + unix_seconds_of_2000;
}

std::int64_t day_of(Instant instant) noexcept { return floor_divide(instant, day); }

std::string to_text(Instant instant) {
  const std::int64_t days = day_of(instant);
  const std::int64_t seconds = (instant - days * day) / second;
  const Date date = date_of(days);
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year, date.month,
                date.day, static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                static_cast<int>(seconds % 60));
  return text;
}

std::string to_text(Instant instant, const char* format) {
  const std::time_t when = unix_seconds(instant);
  std::tm utc{};
  std::array<char, 64> text{};
  gmtime_r(&when, &utc);
  return {text.data(), std::strftime(text.data(), text.size(), format, &utc)};
}

// Compares with to_text(): strptime accepts spaces, single digits and a 30th of February.
std::optional<Instant> parse_instant(const std::string& text) {
  std::tm utc{};
  if (::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc) == nullptr) return std::nullopt;
  const Instant instant = from_unix_seconds(::timegm(&utc));
  if (to_text(instant) != text) return std::nullopt;
  return instant;
}

}  // namespace paliad
