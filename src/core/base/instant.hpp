// Points in time as the server counts them: microseconds since 2000-01-01 00:00 UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace paliad {

using Instant = std::int64_t;
using Duration = std::int64_t;  // microseconds

inline constexpr Duration second = 1'000'000;
inline constexpr Duration minute = 60 * second;
inline constexpr Duration hour = 60 * minute;
inline constexpr Duration day = 24 * hour;

// Converts from and to seconds since 1970-01-01 00:00 UTC; unix_seconds() rounds down.
inline constexpr std::int64_t unix_seconds_of_2000 = 946'684'800;
constexpr Instant from_unix_seconds(std::int64_t seconds) noexcept {
  return (seconds - unix_seconds_of_2000) * second;
}
std::int64_t unix_seconds(Instant instant) noexcept;

// A date of the proleptic Gregorian calendar.
struct Date {
  int year = 2000;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
};

// Days since 2000-01-01, and back. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
// (days_from_civil, civil_from_days), with another epoch.
std::int64_t days_of(const Date& date) noexcept;
Date date_of(std::int64_t days) noexcept;

// 28 to 31; `month` is 1 to 12.
int days_in_month(int year, int month) noexcept;

// Of a day counted since 2000-01-01; 0 is Sunday.
int weekday_of(std::int64_t days) noexcept;

// The day of an instant, as days since 2000-01-01.
std::int64_t day_of(Instant instant) noexcept;

// 2026-11-24T03:00:00Z; fractions of a second are dropped.
std::string to_text(Instant instant);

// Formatted by strftime(). The result is empty where it would have 64 bytes or more.
std::string to_text(Instant instant, const char* format);

// The instant of a text that to_text(instant) wrote, of a year from 0 to 9999; nullopt for any
// other text.
std::optional<Instant> parse_instant(const std::string& text);

}  // namespace paliad
