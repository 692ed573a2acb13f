#include "core/formats/csv_writer.hpp"

#include <gtest/gtest.h>
#include <optional>

namespace paliad::formats {
namespace {

using Values = std::vector<std::optional<std::string>>;

std::string row(const Values& values) {
  std::vector<model::Field> fields;
  for (const auto& value : values) {
    model::Field field;
    field.is_null = !value;
    if (value) field.text = *value;
    fields.push_back(field);
  }
  TextBuffer out;
  out += "before|";
  append_csv_row(out, fields.data(), fields.size());
  return std::string(out.view().substr(7));
}

std::string header(const std::vector<std::string>& names) {
  std::vector<model::Column> columns(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) columns[i].name = names[i];
  TextBuffer out;
  append_csv_header(out, columns);
  return std::string(out.view());
}

TEST(Csv, PlainValuesStandBare) {
  EXPECT_EQ(row({"1", "Müller", "a b", " lead", "it's", "tab\there", "a;b"}),
            "1,Müller,a b, lead,it's,tab\there,a;b\n");
}

TEST(Csv, NullIsNothingAndTheEmptyTextIsQuoted) {
  EXPECT_EQ(row({std::nullopt, "", std::nullopt}), ",\"\",\n");
  EXPECT_EQ(row({std::nullopt}), "\n");
  EXPECT_EQ(row({""}), "\"\"\n");
}

TEST(Csv, SpecialCharactersAreQuoted) {
  EXPECT_EQ(row({"a,b", "x"}), "\"a,b\",x\n");
  EXPECT_EQ(row({"a\nb", "x"}), "\"a\nb\",x\n");
  EXPECT_EQ(row({"a\rb", "x"}), "\"a\rb\",x\n");
}

TEST(Csv, QuotesAreDoubled) {
  EXPECT_EQ(row({"\"", "x"}), "\"\"\"\",x\n");
  EXPECT_EQ(row({"say \"no\"", "\"\"", "\"a"}), "\"say \"\"no\"\"\",\"\"\"\"\"\",\"\"\"a\"\n");
}

TEST(Csv, QuotesAreDoubledWhereverTheyStandInALongValue) {
  for (const std::size_t at : {0U, 4094U, 4095U, 4096U, 4097U, 9999U}) {
    std::string value(10'000, 'x');
    value[at] = '"';
    std::string doubled = value;
    doubled.insert(at, 1, '"');
    EXPECT_EQ(row({value, "x"}), '"' + doubled + "\",x\n") << at;
  }
  EXPECT_EQ(row({std::string(10'000, '"'), "x"}), std::string(20'002, '"') + ",x\n");
}

TEST(Csv, EndOfDataMarkIsQuotedOnlyWhereItStandsAlone) {
  EXPECT_EQ(row({"\\."}), "\"\\.\"\n");
  EXPECT_EQ(row({"\\.", "x"}), "\\.,x\n");
  EXPECT_EQ(row({"\\.x"}), "\\.x\n");
  EXPECT_EQ(row({"\\"}), "\\\n");
}

TEST(Csv, HeaderFollowsTheSameRule) {
  EXPECT_EQ(header({"id", "a,b", "say \"no\"", "\\."}), "id,\"a,b\",\"say \"\"no\"\"\",\\.\n");
  EXPECT_EQ(header({"\\."}), "\"\\.\"\n");
}

TEST(Csv, TableWithoutColumnsGivesEmptyLines) {
  EXPECT_EQ(header({}), "\n");
  EXPECT_EQ(row({}), "\n");
}

// A value of megabytes is written piece by piece, quoted or not.
TEST(Csv, ALongValueIsNeverHeld) {
  for (const char c : {'x', '"'}) {
    const std::string value(3'000'000, c);
    const model::Field field{value, {}, false};
    std::size_t largest = 0;
    std::string all;
    TextBuffer out([&](std::string_view piece) {
      largest = std::max(largest, piece.size());
      all += piece;
    });
    append_csv_row(out, &field, 1);
    out.pass_rest();
    TextBuffer whole;
    append_csv_row(whole, &field, 1);
    EXPECT_TRUE(all == whole.view());
    EXPECT_LE(largest, 2 * TextBuffer::piece_bytes);
  }
}

}  // namespace
}  // namespace paliad::formats
