// Schedules in cron's five fields (minute, hour, day of month, month, day of week), in UTC.
//
// A field is a list of `*`, a number, or a range `a-b`, each with an optional step `/n`; a number
// with a step is a range to the field's end. Months and weekdays may be named (jan, MON); 0 and 7
// are Sunday. `@hourly`, `@daily` or `@midnight`, `@weekly`, `@monthly`, `@yearly` or `@annually`
// stand for the usual five fields. Where both day of month and day of week are restricted (neither
// begins with `*`), a day fits if it fits one of them, as in Vixie's cron (crontab(5)).
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
  bool either_day = false;  // a day fits if its day of month or its day of week does
};

// Throws Error(invalid_parameter_value) where the text is no schedule (the message has the
// position), or allows only days that never come (30 February).
CronSchedule parse_cron(std::string_view text);

// The first slot after `after`. Slots are whole minutes. `schedule`, here and below, is from
// parse_cron().
Instant next_slot(const CronSchedule& schedule, Instant after);

// The last slot at or before `at`.
Instant latest_slot(const CronSchedule& schedule, Instant at);

}  // namespace paliad::policy
