// Schedules in cron's five fields (minute, hour, day of month, month, day of week), in UTC.
//
// A field is a list of `*`, a number, or a range `a-b`, each with an optional step `/n`; months and
// weekdays may be named (jan, MON); 0 and 7 are Sunday. `@hourly`, `@daily` or `@midnight`,
// `@weekly`, `@monthly`, `@yearly` or `@annually` stand for the usual five. Where both day of month
// and day of week are restricted (neither begins with `*`), a day that fits either fits, as in
// Vixie's cron (crontab(5)).
#pragma once

#include "core/base/instant.hpp"

#include <bitset>
#include <optional>
#include <string_view>

namespace paliad::policy {

struct CronSchedule {
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<32> days;     // 1 to 31
  std::bitset<13> months;   // 1 to 12
  std::bitset<7> weekdays;  // 0 is Sunday
  bool either_day = false;  // a day of month or a day of week is enough
};

// Throws Error(invalid_parameter_value), which names the position, where the text is none or names
// no day that ever comes (30 February).
CronSchedule parse_cron(std::string_view text);

// The first slot after `after`. Slots are whole minutes.
Instant next_slot(const CronSchedule& schedule, Instant after);

// The last slot that is not after `at`.
Instant latest_slot(const CronSchedule& schedule, Instant at);

}  // namespace paliad::policy
