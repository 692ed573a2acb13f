// Points in time, UTC alone, as the server counts them: microseconds since 2000-01-01 00:00.
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

// Seconds since 1970-01-01 00:00, as the C library and the server's epoch have them; unix_seconds()
// goes back to a whole one.
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

// 28 to 31.
int days_in_month(int year, int month) noexcept;

// 0 is Sunday.
int weekday_of(std::int64_t days) noexcept;

// The day an instant falls into: days since 2000-01-01.
std::int64_t day_of(Instant instant) noexcept;

// 2026-11-24T03:00:00Z; seconds only.
std::string to_text(Instant instant);

// As strftime's `format` has it; less than 64 bytes.
std::string to_text(Instant instant, const char* format);

// Back from a text that to_text(instant) could have written; nothing for any other.
std::optional<Instant> parse_instant(const std::string& text);

}  // namespace paliad
