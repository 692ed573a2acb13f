#include "core/policy/cron.hpp"

#include "core/base/error.hpp"

#include <array>
#include <string>

namespace paliad::policy {

namespace {

struct FieldKind {
  const char* name;
  int low;
  int high;
  int names_from;  // the number of the first name
  std::array<const char*, 12> names;
};

constexpr std::array<FieldKind, 5> kinds{{
    {"minute", 0, 59, 0, {}},
    {"hour", 0, 23, 0, {}},
    {"day of month", 1, 31, 0, {}},
    {"month",
     1,
     12,
     1,
     {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
    {"day of week", 0, 7, 0, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}};

struct Shorthand {
  std::string_view name;
  std::string_view fields;
};

constexpr std::array<Shorthand, 7> shorthands{{{"@hourly", "0 * * * *"},
                                               {"@daily", "0 0 * * *"},
                                               {"@midnight", "0 0 * * *"},
                                               {"@weekly", "0 0 * * 0"},
                                               {"@monthly", "0 0 1 * *"},
                                               {"@yearly", "0 0 1 1 *"},
                                               {"@annually", "0 0 1 1 *"}}};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// Parses the text from left to right; `at_` is the position for errors.
class Parser {
public:
  explicit Parser(std::string_view text) : text_(text) {}

  CronSchedule parse() {
    skip_blanks();
    if (at_end()) fail("is empty");
    CronSchedule schedule;
    schedule.minutes = set_of<60>(field(kinds[0]));
    schedule.hours = set_of<24>(field(kinds[1]));
    schedule.either_day = true;
    schedule.days = set_of<32>(day_field(kinds[2], schedule));
    schedule.months = set_of<13>(field(kinds[3]));
    const Values weekdays = day_field(kinds[4], schedule);
    schedule.weekdays = set_of<7>(weekdays);
    if (weekdays[7]) schedule.weekdays.set(0);
    skip_blanks();
    if (!at_end()) fail("has text after its five fields");
    return schedule;
  }

private:
  using Values = std::bitset<64>;

  template <std::size_t Size>
  static std::bitset<Size> set_of(const Values& values) {
    std::bitset<Size> set;
    for (std::size_t i = 0; i < Size; ++i) set[i] = values[i];
    return set;
  }

  // As in Vixie's cron, a field that begins with a star doesn't restrict the days.
  Values day_field(const FieldKind& kind, CronSchedule& schedule) {
    skip_blanks();
    if (!at_end() && peek() == '*') schedule.either_day = false;
    return field(kind);
  }

  Values field(const FieldKind& kind) {
    skip_blanks();
    if (at_end()) fail(std::string("ends before its ") + kind.name);
    Values values;
    for (;;) {
      item(kind, values);
      if (at_end() || peek() != ',') break;
      ++at_;
    }
    if (!at_end() && !is_blank(peek())) fail(std::string("has a wrong ") + kind.name);
    return values;
  }

  void item(const FieldKind& kind, Values& values) {
    int from = kind.low;
    int to = kind.high;
    bool open = true;  // a step makes a number a range to the field's end
    if (!at_end() && peek() == '*') {
      ++at_;
    } else {
      from = number(kind);
      if (!at_end() && peek() == '-') {
        ++at_;
        to = number(kind);
        if (to < from) fail(std::string("has a backward range as its ") + kind.name);
      } else {
        open = !at_end() && peek() == '/';
        if (!open) to = from;
      }
    }
    const int by = step(kind);
    for (int value = from; value <= to; value += by) values.set(static_cast<std::size_t>(value));
  }

  int step(const FieldKind& kind) {
    if (at_end() || peek() != '/') return 1;
    ++at_;
    const std::size_t begin = at_;
    const int by = digits(kind);
    if (by >= 1 && by <= kind.high) return by;
    at_ = begin;
    fail(std::string("has a step that its ") + kind.name + " can't have");
  }

  int number(const FieldKind& kind) {
    const std::size_t begin = at_;
    const int value = !at_end() && is_letter(peek()) ? named(kind) : digits(kind);
    if (value >= kind.low && value <= kind.high) return value;
    at_ = begin;
    fail(std::string("has its ") + kind.name + " out of range (" + std::to_string(kind.low) +
         " to " + std::to_string(kind.high) + ")");
  }

  int digits(const FieldKind& kind) {
    if (at_end() || !is_digit(peek())) fail(std::string("has a wrong ") + kind.name);
    constexpr int too_large = 1000;
    int value = 0;
    for (; !at_end() && is_digit(peek()); ++at_)
      if (value < too_large) value = value * 10 + (peek() - '0');
    return value;
  }

  int named(const FieldKind& kind) {
    const std::size_t begin = at_;
    std::string word;
    for (; !at_end() && is_letter(peek()); ++at_) word += lower(peek());
    for (std::size_t i = 0; i < kind.names.size() && kind.names[i] != nullptr; ++i)
      if (word == kind.names[i]) return kind.names_from + static_cast<int>(i);
    at_ = begin;
    fail(std::string("has a wrong ") + kind.name);
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(sqlstate::invalid_parameter_value,
                "schedule \"" + std::string(text_) + "\" " + what + ", at position " +
                    std::to_string(at_ + 1),
                {},
                "Five fields in UTC: minute, hour, day of month, month, day of week, as in "
                "\"0 3 * * *\"; or @hourly, @daily, @weekly, @monthly, @yearly.");
  }

  bool at_end() const noexcept { return at_ == text_.size(); }
  char peek() const noexcept { return text_[at_]; }
  void skip_blanks() noexcept {
    while (!at_end() && is_blank(peek())) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool fits_day(const CronSchedule& schedule, const Date& date, std::int64_t days) noexcept {
  if (!schedule.months[static_cast<std::size_t>(date.month)]) return false;
  const bool by_date = schedule.days[static_cast<std::size_t>(date.day)];
  const bool by_week = schedule.weekdays[static_cast<std::size_t>(weekday_of(days))];
  return schedule.either_day ? by_date || by_week : by_date && by_week;
}

// In days. A day that fits comes within 8 years (29 February around 2100), on a given weekday
// within 40 years.
constexpr std::int64_t longest_wait = 15'000;

// The first day that fits, from `days` on in steps of 1 or -1; nullopt where none ever does.
std::optional<std::int64_t> day_that_fits(const CronSchedule& schedule, std::int64_t days,
                                          int step) noexcept {
  for (std::int64_t i = 0; i < longest_wait; ++i, days += step)
    if (fits_day(schedule, date_of(days), days)) return days;
  return std::nullopt;
}

constexpr int minutes_in_day = 24 * 60;

bool fits_minute(const CronSchedule& schedule, int minute_of_day) noexcept {
  return schedule.hours[static_cast<std::size_t>(minute_of_day / 60)] &&
         schedule.minutes[static_cast<std::size_t>(minute_of_day % 60)];
}

int minute_that_fits(const CronSchedule& schedule, int from, int step) noexcept {
  for (int at = from; at >= 0 && at < minutes_in_day; at += step)
    if (fits_minute(schedule, at)) return at;
  return -1;
}

// The first slot from minute `from` of day `days` on; `step` is 1 for forwards, -1 for backwards.
Instant slot_from(const CronSchedule& schedule, std::int64_t days, int from, int step) {
  const int first = step > 0 ? 0 : minutes_in_day - 1;
  if (fits_day(schedule, date_of(days), days))
    if (const int at = minute_that_fits(schedule, from, step); at >= 0)
      return days * day + at * minute;
  const auto next = day_that_fits(schedule, days + step, step);
  return next.value_or(days) * day + minute_that_fits(schedule, first, step) * minute;
}

}  // namespace

CronSchedule parse_cron(std::string_view text) {
  std::string_view fields = text;
  while (!fields.empty() && is_blank(fields.front())) fields.remove_prefix(1);
  while (!fields.empty() && is_blank(fields.back())) fields.remove_suffix(1);
  for (const Shorthand& shorthand : shorthands)
    if (fields == shorthand.name) fields = shorthand.fields;
  const CronSchedule schedule = Parser(fields).parse();
  if (!day_that_fits(schedule, 0, 1))
    throw Error(sqlstate::invalid_parameter_value,
                "schedule \"" + std::string(text) + "\" names no day that exists", {},
                "Its month has no such day of month.");
  return schedule;
}

Instant next_slot(const CronSchedule& schedule, Instant after) {
  const std::int64_t days = day_of(after);
  const auto minute_of_day = static_cast<int>((after - days * day) / minute);
  if (minute_of_day + 1 == minutes_in_day) return slot_from(schedule, days + 1, 0, 1);
  return slot_from(schedule, days, minute_of_day + 1, 1);
}

Instant latest_slot(const CronSchedule& schedule, Instant at) {
  const std::int64_t days = day_of(at);
  return slot_from(schedule, days, static_cast<int>((at - days * day) / minute), -1);
}

}  // namespace paliad::policy
