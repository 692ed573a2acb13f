#include "core/xlsx/xlsx_cell.hpp"

#include "core/base/byte_search.hpp"
#include "core/model/sheet_names.hpp"

#include <array>
#include <charconv>

namespace paliad::xlsx {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether `text` begins with the pattern `shape`, in which '0' stands for any digit.
bool begins_like(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  return true;
}

// The precision and the magnitude of a numeral.
struct Numeral {
  int significant = 0;  // digits, without zeros at either end
  int exponent = -1;    // of the first significant digit, as a power of ten
};

// Whether `text` has at most `most` characters and consists of digits, with at most one point after
// the first. Most numbers do, and need no further analysis.
bool is_short_numeral(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return false;
  const auto is_other = [](const auto& bytes) { return (bytes < '0') | (bytes > '9'); };
  const std::size_t other = find_special(text, 0, is_other);
  if (other == text.size()) return true;
  return text[other] == '.' && other > 0 && find_special(text, other + 1, is_other) == text.size();
}

// Takes the digits and the point from the front of `text`.
Numeral take_numeral(std::string_view& text) {
  Numeral numeral;
  int seen = 0;  // digits from the first significant one on
  bool after_point = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!is_digit(c)) break;
    if (seen > 0 || c != '0') ++seen;
    if (c != '0') numeral.significant = seen;
    if (!after_point && seen > 0) ++numeral.exponent;
    if (after_point && seen == 0) --numeral.exponent;
  }
  text.remove_prefix(i);
  return numeral;
}

// Takes an exponent, if there is one, from the front of `text`.
int take_exponent(std::string_view& text) {
  if (text.empty() || text[0] != 'e') return 0;
  const std::string_view digits = text.substr(begins_like(text, "e+0") ? 2 : 1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error == std::errc{}) text = digits.substr(static_cast<std::size_t>(end - digits.data()));
  return exponent;
}

bool is_in_range(std::string_view text, std::int64_t exponent) {
  constexpr int least = -307;
  constexpr int most = 307;
  if (exponent < least || exponent > most) return false;
  if (exponent < most) return true;
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value <= 9.99e307 && value >= -9.99e307;
}

unsigned two_digits(const char* digits) {
  return static_cast<unsigned>((digits[0] - '0') * 10 + (digits[1] - '0'));
}

// Days from 1899-12-30 to a date of our era, by Howard Hinnant's days_from_civil
// ("chrono-Compatible Low-Level Date Algorithms").
int serial_of(unsigned year, unsigned month, unsigned day) {
  constexpr int era_zero = 693'899;  // 0000-03-01 to 1899-12-30
  if (month <= 2) --year;
  const unsigned era = year / 400;
  const unsigned year_of_era = year % 400;
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<int>(era * 146'097 + day_of_era) - era_zero;
}

// Takes a date from the front of `text`, as a serial number.
std::optional<CellLoss> take_date(std::string_view& text, int& serial) {
  constexpr int first_serial = 61;  // 1900-03-01
  constexpr std::string_view before_christ = " BC";
  if (text.empty() || !is_digit(text[0])) return CellLoss::not_finite;
  if (text.size() > before_christ.size() &&
      text.substr(text.size() - before_christ.size()) == before_christ) {
    return CellLoss::early_date;
  }
  if (!begins_like(text, "0000-00-00"))
    return begins_like(text, "00000") ? CellLoss::far_date : CellLoss::digits;
  const char* at = text.data();
  const unsigned year = two_digits(at) * 100 + two_digits(at + 2);
  if (year == 0) return CellLoss::digits;
  serial = serial_of(year, two_digits(at + 5), two_digits(at + 8));
  if (serial < first_serial) return CellLoss::early_date;
  text.remove_prefix(10);
  return std::nullopt;
}

// Takes ` hh:mm:ss`, a fraction and the zone UTC from the front of `text`, as milliseconds.
std::optional<CellLoss> take_time(std::string_view& text, unsigned& milliseconds) {
  if (!begins_like(text, " 00:00:00")) return CellLoss::digits;
  const char* at = text.data();
  milliseconds = ((two_digits(at + 1) * 60 + two_digits(at + 4)) * 60 + two_digits(at + 7)) * 1000;
  text.remove_prefix(9);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    unsigned worth = 100;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), worth /= 10) {
      if (worth == 0) return CellLoss::fraction;
      milliseconds += worth * static_cast<unsigned>(text[0] - '0');
    }
  }
  if (text == "+00") text.remove_prefix(3);
  return std::nullopt;
}

// Appends milliseconds as the fraction of a day, with 17 significant digits together with the days,
// but at most twelve decimals: enough to give every millisecond back, though not always the nearest
// double.
void append_day_fraction(TextBuffer& out, int serial, unsigned milliseconds) {
  if (milliseconds == 0) return;
  const bool five_figures = serial < 100'000;
  const std::uint64_t scale = five_figures ? 10'000'000 : serial < 1'000'000 ? 1'000'000 : 100'000;
  const std::ptrdiff_t decimals = five_figures ? 12 : serial < 1'000'000 ? 11 : 10;
  // A day has 864 * 10^5 milliseconds, so the scale lacks a factor of 10^5. Adding 432 rounds.
  const std::uint64_t fraction = (milliseconds * scale + 432) / 864;
  std::array<char, 13> digits;
  digits.fill('0');
  digits[0] = '.';
  char* const end = digits.data() + 1 + decimals;
  std::uint64_t left = fraction;
  for (char* at = end; left > 0; left /= 10) *--at = static_cast<char>('0' + left % 10);
  char* last = end;
  while (last[-1] == '0') --last;
  out += std::string_view(digits.data(), static_cast<std::size_t>(last - digits.data()));
}

void append_integer(TextBuffer& out, int number) {
  std::array<char, 16> digits;
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out += std::string_view(digits.data(), static_cast<std::size_t>(result.ptr - digits.data()));
}

// What a byte may begin that must be escaped.
enum class Special : std::uint8_t { none, markup, control, underscore, noncharacter };

constexpr std::array<Special, 256> special_bytes() {
  std::array<Special, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = Special::control;
  table['\t'] = table['\n'] = Special::none;
  table['&'] = table['<'] = table['>'] = Special::markup;
  table['_'] = Special::underscore;
  table[0xEF] = Special::noncharacter;  // U+FFFE, U+FFFF, and many characters that are allowed
  return table;
}

constexpr std::array<Special, 256> specials = special_bytes();

Special special_at(std::string_view text, std::size_t i) {
  return specials[static_cast<unsigned char>(text[i])];
}

// The position of the next byte, from `at` on, that is not Special::none; or the text's size.
std::size_t find_suspect(std::string_view text, std::size_t at) {
  return find_special(text, at, [](const auto& bytes) {
    return ((bytes < 0x20) & (bytes != '\t') & (bytes != '\n')) | (bytes == '&') | (bytes == '<') |
           (bytes == '>') | (bytes == '_') | (bytes == 0xEF);
  });
}

// The code of the character at `i` where XML can't hold it, else 0 (a NUL never comes from
// PostgreSQL).
unsigned forbidden_at(std::string_view text, std::size_t i) {
  const Special special = special_at(text, i);
  if (special == Special::control) return static_cast<unsigned char>(text[i]);
  if (special != Special::noncharacter) return 0;
  const std::string_view character = text.substr(i, 3);
  if (character == "\xEF\xBF\xBE") return 0xFFFE;
  return character == "\xEF\xBF\xBF" ? 0xFFFF : 0;
}

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Whether the underscore at `i` would be read as the beginning of an escape: _xHHHH followed by an
// underscore, or by a character whose own escape will begin with one.
bool begins_escape(std::string_view text, std::size_t i) {
  if (text.size() - i < 7 || text[i + 1] != 'x') return false;
  for (std::size_t k = i + 2; k < i + 6; ++k) {
    if (!is_hex(text[k])) return false;
  }
  return text[i + 6] == '_' || forbidden_at(text, i + 6) != 0;
}

void append_code(TextBuffer& out, unsigned code) {
  constexpr const char* hex = "0123456789ABCDEF";
  const std::array<char, 7> escape{'_',
                                   'x',
                                   hex[code >> 12U & 0xFU],
                                   hex[code >> 8U & 0xFU],
                                   hex[code >> 4U & 0xFU],
                                   hex[code & 0xFU],
                                   '_'};
  out += std::string_view(escape.data(), escape.size());
}

const char* entity(char c) { return c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;"; }

// Appends the escaped form of what begins at `i` and returns how many bytes of `text` it replaces;
// 0 where nothing needs escaping.
template <bool xml>
std::size_t append_escape(TextBuffer& out, std::string_view text, std::size_t i) {
  const Special special = special_at(text, i);
  if (special == Special::markup) {
    if constexpr (xml) out += entity(text[i]);
    return xml ? 1 : 0;
  }
  if (special == Special::underscore) {
    if (!begins_escape(text, i)) return 0;
    append_code(out, '_');
    return 1;
  }
  const unsigned code = forbidden_at(text, i);
  if (code == 0 && special == Special::noncharacter) return 0;
  append_code(out, code);
  return special == Special::noncharacter ? 3 : 1;
}

template <bool xml>
void append_escaped(TextBuffer& out, std::string_view text) {
  std::size_t run = 0;
  for (std::size_t i = find_suspect(text, 0); i < text.size();) {
    out += text.substr(run, i - run);
    const std::size_t bytes = append_escape<xml>(out, text, i);
    run = i + bytes;
    i = find_suspect(text, i + (bytes == 0 ? 1 : bytes));
  }
  out += text.substr(run);
}

}  // namespace

std::optional<CellLoss> number_loss(std::string_view text) noexcept {
  constexpr int most_digits = 15;
  if (is_short_numeral(text, most_digits)) return std::nullopt;
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest[0] == '-';
  if (negative) rest.remove_prefix(1);
  if (rest.empty() || !is_digit(rest[0])) return CellLoss::not_finite;
  const Numeral numeral = take_numeral(rest);
  const int exponent = take_exponent(rest);
  if (!rest.empty() || numeral.significant > most_digits) return CellLoss::digits;
  if (numeral.significant == 0) return negative ? std::optional(CellLoss::digits) : std::nullopt;
  if (!is_in_range(text, std::int64_t{numeral.exponent} + exponent)) return CellLoss::digits;
  return std::nullopt;
}

std::optional<CellLoss> append_date_serial(TextBuffer& out, std::string_view text) {
  int serial = 0;
  if (const auto loss = take_date(text, serial)) return loss;
  if (!text.empty()) return CellLoss::digits;
  append_integer(out, serial);
  return std::nullopt;
}

std::optional<CellLoss> append_timestamp_serial(TextBuffer& out, std::string_view text) {
  int serial = 0;
  unsigned milliseconds = 0;
  if (const auto loss = take_date(text, serial)) return loss;
  if (const auto loss = take_time(text, milliseconds)) return loss;
  if (!text.empty()) return CellLoss::digits;
  append_integer(out, serial);
  append_day_fraction(out, serial, milliseconds);
  return std::nullopt;
}

bool append_cell_text(TextBuffer& out, std::string_view text) {
  // A UTF-16 unit takes at least one byte of UTF-8.
  const bool fits = text.size() <= xlsx_max_cell_units ||
                    model::utf16_prefix(text, xlsx_max_cell_units).size() == text.size();
  if (fits) {
    append_escaped<true>(out, text);
    return false;
  }
  const std::size_t room = xlsx_max_cell_units - model::utf16_length(cut_mark);
  append_escaped<true>(out, model::utf16_prefix(text, room));
  out += cut_mark;
  return true;
}

std::string escape_control(std::string_view text) {
  TextBuffer out;
  append_escaped<false>(out, text);
  return std::string(out.view());
}

}  // namespace paliad::xlsx
