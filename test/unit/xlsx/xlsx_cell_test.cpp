#include "core/xlsx/xlsx_cell.hpp"

#include "core/model/sheet_names.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace paliad::xlsx {
namespace {

using Loss = std::optional<CellLoss>;
using Texts = std::vector<std::string>;

void expect_number(const Texts& texts, Loss expected) {
  for (const std::string& text : texts) EXPECT_EQ(number_loss(text), expected) << text;
}

TEST(NumberLoss, NothingUpToFifteenDigits) {
  expect_number({"0", "0.00", "1", "-1", "999999999999999", "-999999999999999", "100.10",
                 "123456789.012345", "0.000000123456789012345", "0.123456789012345000"},
                {});
}

TEST(NumberLoss, WhatIsNearlyANumberIsNone) {
  expect_number({"1.2.3", "12a", "1 2", "1-2", "12+", "1/2", "1:2"}, CellLoss::digits);
  expect_number({"", ".5", "-", "NaN", "Infinity", "-Infinity", "/1", ":1"}, CellLoss::not_finite);
}

TEST(NumberLoss, ZerosAtTheEndsAreNoDigits) {
  expect_number({"1000000000000000000000000", "123456789012345000000", "0.00000000000000000000001",
                 "120000000000000000000.000"},
                {});
}

TEST(NumberLoss, DigitsFromTheSixteenthOn) {
  expect_number({"1234567890123456", "9223372036854775807", "-9223372036854775808",
                 "0.1234567890123456", "1.000000000000001", "0.30000000000000004",
                 "1000000000000000.1"},
                CellLoss::digits);
}

TEST(NumberLoss, ExponentsWithinExcelsRange) {
  expect_number({"1e+22", "1.5e-07", "-2.5e-07", "1e-307", "9.99e+307", "-9.99e+307", "1e+307",
                 "0e+400", "99.9e+306", "1" + std::string(307, '0')},
                {});
  expect_number({"9.9e-308", "5e-324", "9.991e+307", "-9.991e+307", "1e+308", "1e+400",
                 "1" + std::string(308, '0'), "0." + std::string(307, '0') + "1",
                 "1e99999999999999999999", "10e2147483647", "0.01e-2147483648"},
                CellLoss::digits);
}

TEST(NumberLoss, NegativeZero) { expect_number({"-0", "-0.00", "-0e+10"}, CellLoss::digits); }

TEST(NumberLoss, NotFinite) {
  expect_number({"NaN", "Infinity", "-Infinity", "-", ""}, CellLoss::not_finite);
}

TEST(NumberLoss, NotPostgresNumerals) {
  expect_number({"1,5", "0x10", "1 ", "1e", "1e+", "1e+-5", "1.2.3", "12abc", "1E5"},
                CellLoss::digits);
}

// The serial number, or "-" and the loss's number where there is none.
template <typename Append>
std::string serial(Append append, std::string_view text) {
  TextBuffer out;
  out += "before ";
  const Loss loss = append(out, text);
  if (loss) {
    EXPECT_EQ(out.view(), "before ") << text;
    return "-" + std::to_string(static_cast<int>(*loss));
  }
  return std::string(out.view().substr(7));
}

std::string date(std::string_view text) { return serial(append_date_serial, text); }
std::string timestamp(std::string_view text) { return serial(append_timestamp_serial, text); }
std::string lost(CellLoss loss) { return "-" + std::to_string(static_cast<int>(loss)); }

TEST(DateSerial, Exact) {
  EXPECT_EQ(date("1900-03-01"), "61");
  EXPECT_EQ(date("1970-01-01"), "25569");
  EXPECT_EQ(date("2000-02-29"), "36585");
  EXPECT_EQ(date("2024-12-31"), "45657");
  EXPECT_EQ(date("9999-12-31"), "2958465");
}

TEST(DateSerial, EveryDayFollowsTheOneBefore) {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int expected = 61;
  std::array<char, 32> text{};
  for (int year = 1900; year <= 9999; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    for (int month = 1; month <= 12; ++month) {
      const int days = lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
      for (int day = 1; day <= days; ++day) {
        if (year == 1900 && month < 3) continue;
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
        ASSERT_EQ(date(text.data()), std::to_string(expected++)) << text.data();
      }
    }
  }
}

TEST(DateSerial, OutOfRange) {
  for (const char* text : {"1900-02-28", "1899-12-31", "0001-01-01", "2024-05-06 BC",
                           "0044-03-15 BC", "4713-01-01 BC", "10000-01-01 BC"}) {
    EXPECT_EQ(date(text), lost(CellLoss::early_date)) << text;
  }
  EXPECT_EQ(date("10000-01-01"), lost(CellLoss::far_date));
  EXPECT_EQ(date("5874897-12-31"), lost(CellLoss::far_date));
  EXPECT_EQ(date("infinity"), lost(CellLoss::not_finite));
  EXPECT_EQ(date("-infinity"), lost(CellLoss::not_finite));
}

TEST(DateSerial, NotADate) {
  for (const char* text :
       {"2024", "2024-1-1", "2024-01-01x", "2024-01-01 00:00:00", "0000-01-01", "20:00"}) {
    EXPECT_EQ(date(text), lost(CellLoss::digits)) << text;
  }
}

TEST(TimestampSerial, Exact) {
  EXPECT_EQ(timestamp("1900-03-01 00:00:00"), "61");
  EXPECT_EQ(timestamp("2024-12-31 12:00:00"), "45657.5");
  EXPECT_EQ(timestamp("2024-12-31 18:00:00+00"), "45657.75");
  EXPECT_EQ(timestamp("2024-12-31 00:00:00.001"), "45657.000000011574");
  EXPECT_EQ(timestamp("2024-12-31 00:00:00.1+00"), "45657.000001157407");
  EXPECT_EQ(timestamp("2024-12-31 23:59:59.999"), "45657.999999988426");
  EXPECT_EQ(timestamp("2500-01-01 23:59:59.999+00"), "219148.99999998843");
  EXPECT_EQ(timestamp("9999-12-31 23:59:59.999"), "2958465.9999999884");
}

TEST(TimestampSerial, OutOfRange) {
  EXPECT_EQ(timestamp("1900-02-28 23:59:59.999"), lost(CellLoss::early_date));
  EXPECT_EQ(timestamp("0044-03-15 12:00:00+00 BC"), lost(CellLoss::early_date));
  EXPECT_EQ(timestamp("10000-01-01 00:00:00"), lost(CellLoss::far_date));
  EXPECT_EQ(timestamp("294276-12-31 23:59:59.999999+00"), lost(CellLoss::far_date));
  EXPECT_EQ(timestamp("infinity"), lost(CellLoss::not_finite));
  EXPECT_EQ(timestamp("-infinity"), lost(CellLoss::not_finite));
}

TEST(TimestampSerial, FinerThanMilliseconds) {
  EXPECT_EQ(timestamp("2024-12-31 12:00:00.0001"), lost(CellLoss::fraction));
  EXPECT_EQ(timestamp("2024-12-31 12:00:00.123456+00"), lost(CellLoss::fraction));
}

TEST(TimestampSerial, NotATimestamp) {
  for (const char* text : {"2024-12-31", "2024-12-31T12:00:00", "2024-12-31 12:00",
                           "2024-12-31 12:00:00+01", "2024-12-31 12:00:00 "}) {
    EXPECT_EQ(timestamp(text), lost(CellLoss::digits)) << text;
  }
}

// Reads the time as a spreadsheet does: the double nearest to the serial number, times the
// milliseconds of a day.
void expect_millisecond(const std::string& day, double serial_day, int millisecond) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s %02d:%02d:%02d.%03d", day.c_str(),
                millisecond / 3'600'000, millisecond / 60'000 % 60, millisecond / 1000 % 60,
                millisecond % 1000);
  const std::string written = timestamp(text.data());
  double value = 0;
  std::from_chars(written.data(), written.data() + written.size(), value);
  ASSERT_EQ(std::llround((value - serial_day) * 86'400'000.0), millisecond) << text.data();
  ASSERT_EQ(std::llround(value * 86'400'000.0),
            static_cast<long long>(serial_day) * 86'400'000 + millisecond)
      << text.data();
  const auto digits = written.size() - (written.find('.') == std::string::npos ? 0 : 1);
  ASSERT_LE(digits, 17U) << written;
}

TEST(TimestampSerial, GivesEveryMillisecondBack) {
  for (int millisecond = 0; millisecond < 86'400'000; millisecond += 997) {
    expect_millisecond("1900-03-01", 61, millisecond);
    expect_millisecond("2024-12-31", 45'657, millisecond);
    expect_millisecond("2500-01-01", 219'148, millisecond);
    expect_millisecond("9999-12-31", 2'958'465, millisecond);
  }
}

std::string cell_text(std::string_view text) {
  TextBuffer out;
  EXPECT_FALSE(append_cell_text(out, text));
  return std::string(out.view());
}

TEST(CellText, MarkupIsEscaped) {
  EXPECT_EQ(cell_text(""), "");
  EXPECT_EQ(cell_text("=1+1"), "=1+1");
  EXPECT_EQ(cell_text("<a href=\"x\">R&D's</a>]]>"),
            "&lt;a href=\"x\"&gt;R&amp;D's&lt;/a&gt;]]&gt;");
}

TEST(CellText, ControlCharacters) {
  EXPECT_EQ(cell_text("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(cell_text("a\r\nb\x01\x1F\x0B!\x7F"), "a_x000D_\nb_x0001__x001F__x000B_!\x7F");
}

TEST(CellText, NoncharactersThatXmlForbids) {
  EXPECT_EQ(cell_text("\xEF\xBF\xBE|\xEF\xBF\xBF"), "_xFFFE_|_xFFFF_");
  EXPECT_EQ(cell_text("\xEF\xBF\xBD|\xEF\xBB\xBF|\xEF\xBC\x81"),
            "\xEF\xBF\xBD|\xEF\xBB\xBF|\xEF\xBC\x81");
}

TEST(CellText, LiteralEscapes) {
  EXPECT_EQ(cell_text("_x000D_"), "_x005F_x000D_");
  EXPECT_EQ(cell_text("a_xabCD_b"), "a_x005F_xabCD_b");
  EXPECT_EQ(cell_text("_x0041_x0042_"), "_x005F_x0041_x005F_x0042_");
  EXPECT_EQ(cell_text("__x0041_"), "__x005F_x0041_");
  for (const char* text : {"_", "_x", "_x004", "_x0041", "_x004g_", "_X0041_", "_x0041-", "a_b"}) {
    EXPECT_EQ(cell_text(text), text);
  }
}

TEST(CellText, LiteralThatAnEscapeWouldComplete) {
  EXPECT_EQ(cell_text("_x0041\r"), "_x005F_x0041_x000D_");
  EXPECT_EQ(cell_text("_x0041\xEF\xBF\xBF"), "_x005F_x0041_xFFFF_");
  EXPECT_EQ(cell_text("_x0041\n"), "_x0041\n");
  EXPECT_EQ(cell_text("\rx0041_"), "_x000D_x0041_");
}

// The result of append_cell_text() for a text that is too long.
std::string cut_text(const std::string& text) {
  TextBuffer out;
  EXPECT_TRUE(append_cell_text(out, text));
  return std::string(out.view());
}

TEST(CellText, CutsWhatIsTooLong) {
  const std::size_t room = xlsx_max_cell_units - model::utf16_length(cut_mark);
  const std::string longest(xlsx_max_cell_units, 'a');
  EXPECT_EQ(cell_text(longest), longest);
  EXPECT_EQ(cut_text(longest + "a"), std::string(room, 'a') + std::string(cut_mark));
  EXPECT_EQ(model::utf16_length(cut_text(longest + "a")), xlsx_max_cell_units);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(CellText, CountsUtf16Units) {
  const std::string umlauts = repeated("ä", xlsx_max_cell_units);
  EXPECT_EQ(cell_text(umlauts), umlauts);
  EXPECT_EQ(model::utf16_length(cut_text(umlauts + "ä")), xlsx_max_cell_units);
  const std::string faces = repeated("😀", xlsx_max_cell_units / 2);
  EXPECT_EQ(cell_text(faces + "a"), faces + "a");
  const std::size_t room = xlsx_max_cell_units - model::utf16_length(cut_mark);
  EXPECT_EQ(model::utf16_length(cut_text(faces + "ab")), xlsx_max_cell_units - room % 2);
}

TEST(CellText, CutsNoCharacterInTwo) {
  const std::size_t room = xlsx_max_cell_units - model::utf16_length(cut_mark);
  const std::string filler(room - 1, 'a');
  EXPECT_EQ(cut_text(filler + repeated("😀", 100)), filler + std::string(cut_mark));
  EXPECT_EQ(cut_text(filler + repeated("€", 100)), filler + "€" + std::string(cut_mark));
}

TEST(OuterSpace, OnlyAtTheEnds) {
  for (const char* text : {" a", "a ", "\ta", "a\n", " "}) EXPECT_TRUE(has_outer_space(text));
  for (const char* text : {"", "a", "a b", "a\nb", "\ra"}) EXPECT_FALSE(has_outer_space(text));
}

TEST(EscapeControl, LeavesMarkup) {
  EXPECT_EQ(escape_control("a<b>&\r_x0041_ä"), "a<b>&_x000D__x005F_x0041_ä");
  EXPECT_EQ(escape_control(""), "");
}

}  // namespace
}  // namespace paliad::xlsx
