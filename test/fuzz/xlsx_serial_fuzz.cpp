// A value becomes a numeric cell only where a spreadsheet holds it exactly; dates have the serial
// number that the C library's calendar gives.
#include "core/xlsx/xlsx_cell.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace paliad::fuzz {
namespace {

// The number of digits without leading and trailing zeros.
std::size_t significant_digits(const std::string& numeral) {
  std::string digits;
  for (const char c : numeral.substr(0, numeral.find('e')))
    if (c >= '0' && c <= '9') digits += c;
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? 0 : digits.find_last_not_of('0') - first + 1;
}

// Whether it is an xsd:double in the characters that PostgreSQL uses.
bool is_numeral(const std::string& text) {
  if (text.find_first_not_of("0123456789+-.e") != std::string::npos) return false;
  char* end = nullptr;
  (void)std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

void check_number(const std::string& text) {
  if (xlsx::number_loss(text)) return;
  require(is_numeral(text), "what is no number is text");
  require(significant_digits(text) <= 15, "a number has fifteen digits");
  const double value = std::strtod(text.c_str(), nullptr);
  const double size = std::fabs(value);
  require(size == 0 ? !std::signbit(value) : size >= 1e-307 && size <= 9.99e307,
          "a number lies in Excel's range");
}

using Append = std::optional<xlsx::CellLoss>(TextBuffer&, std::string_view);

// The serial number; negative where there is none.
double serial_of(Append* append, const std::string& text) {
  paliad::TextBuffer buffer;
  buffer += "before";
  const bool lost = append(buffer, text).has_value();
  const std::string out(buffer.view());
  require(out.substr(0, 6) == "before", "what stood before stays");
  require(lost == (out.size() == 6), "there is a serial or a loss");
  if (lost) return -1;
  const std::string serial = out.substr(6);
  require(serial.find_first_not_of("0123456789.") == std::string::npos && is_numeral(serial),
          "a serial is a number");
  return std::strtod(serial.c_str(), nullptr);
}

// A time in UTC, as PostgreSQL writes it, and its milliseconds since 1899-12-30.
struct Moment {
  std::string date;
  std::string time;
  std::int64_t milliseconds = 0;

  explicit Moment(Input& input) {
    std::tm utc{};
    utc.tm_year = static_cast<int>(input.large_number(9'999)) + 1 - 1900;
    utc.tm_mon = static_cast<int>(input.number(12));
    utc.tm_mday = static_cast<int>(input.number(31)) + 1;
    utc.tm_hour = static_cast<int>(input.number(24));
    utc.tm_min = static_cast<int>(input.number(60));
    utc.tm_sec = static_cast<int>(input.number(60));
    const std::size_t thousandths = input.large_number(1'000);
    milliseconds = (static_cast<std::int64_t>(::timegm(&utc)) + 25'569 * 86'400LL) * 1'000 +
                   static_cast<std::int64_t>(thousandths);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday);
    date = text;
    std::snprintf(text, sizeof text, " %02d:%02d:%02d.%03zu", utc.tm_hour, utc.tm_min, utc.tm_sec,
                  thousandths);
    time = text;
  }
};

void check_moment(const Moment& moment) {
  constexpr std::int64_t day = 86'400'000;
  constexpr std::int64_t first = 61 * day;          // 1900-03-01
  constexpr std::int64_t beyond = 2'958'466 * day;  // 10000-01-01
  const bool has_serial = moment.milliseconds >= first && moment.milliseconds < beyond;
  const double date = serial_of(xlsx::append_date_serial, moment.date);
  const double time = serial_of(xlsx::append_timestamp_serial, moment.date + moment.time);
  if (!has_serial) return require(date < 0 && time < 0, "a date that has no serial gets none");
  require(date == static_cast<double>(moment.milliseconds / day), "a date's serial is its day's");
  require(std::llround(time * static_cast<double>(day)) == moment.milliseconds,
          "a time's serial gives its milliseconds back");
  require(time == serial_of(xlsx::append_timestamp_serial, moment.date + moment.time + "+00"),
          "the zone is UTC");
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  while (!input.empty()) {
    if (input.flag()) {
      const std::string text = input.text();
      check_number(text);
      (void)serial_of(paliad::xlsx::append_date_serial, text);
      (void)serial_of(paliad::xlsx::append_timestamp_serial, text);
    } else {
      check_moment(Moment(input));
    }
  }
  return 0;
}
