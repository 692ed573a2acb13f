#include "core/formats/csv_reader.hpp"

#include "core/base/error.hpp"
#include "core/formats/csv_writer.hpp"
#include "unit/support/blocks.hpp"
#include "unit/support/caught.hpp"

#include <array>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

namespace paliad::formats {
namespace {

using test::caught;
using test::Caught;
using test::in_blocks;

// NULL is shown as <null>; rows end with a newline.
std::string csv(const std::string& text, std::size_t size) {
  CsvReader reader(in_blocks(text, size));
  std::string shown;
  for (Values row; reader.next(row); shown += "\n")
    for (const auto& value : row) shown.append("(").append(value.value_or("<null>")).append(")");
  return shown;
}

Caught refusal(const std::string& text, std::size_t size) {
  return caught([&] { csv(text, size); });
}

TEST(CsvReader, ReadsWhatCopyWrites) {
  for (const std::size_t size : {1U, 2U, 3U, 1000U}) {
    EXPECT_EQ(csv("a,b\n1,\"\"\n,x\n", size), "(a)(b)\n(1)()\n(<null>)(x)\n");
    EXPECT_EQ(csv("\"a\"\"b\",\"1,2\"\n\"line\nbreak\",\n", size),
              "(a\"b)(1,2)\n(line\nbreak)(<null>)\n");
    EXPECT_EQ(csv("\"\"\"\"\n", size), "(\")\n");
    EXPECT_EQ(csv("\n\n", size), "(<null>)\n(<null>)\n");
    EXPECT_EQ(csv("\"\\.\"\n\\.,x\n", size), "(\\.)\n(\\.)(x)\n");
    EXPECT_EQ(csv("", size), "");
    EXPECT_EQ(csv("a", size), "(a)\n") << "a cut line is a line; its length tells";
    EXPECT_EQ(csv("a,", size), "(a)(<null>)\n");
  }
}

// Every row of three of these values.
TEST(CsvReader, ReadsWhatTheWriterWrites) {
  const std::vector<std::optional<std::string>> values{
      std::nullopt, "",       "1",  "Müller", "a,b", "\"",
      "say \"no\"", "\r\n",   "\n", ",",      "\\.", std::string("\0", 1),
      "\xFF",       " blank "};
  TextBuffer text;
  std::vector<std::array<model::Field, 3>> rows;
  const auto field = [](const auto& value) {
    return value ? model::Field{*value, {}, false} : model::Field{{}, {}, true};
  };
  for (const auto& a : values)
    for (const auto& b : values)
      for (const auto& c : values) {
        rows.push_back({field(a), field(b), field(c)});
        formats::append_csv_row(text, rows.back().data(), 3);
      }
  CsvReader reader(in_blocks(std::string(text.view()), 7));
  Values found;
  for (const auto& row : rows) {
    ASSERT_TRUE(reader.next(found));
    ASSERT_EQ(found.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_EQ(found[i].has_value(), !row[i].is_null);
      ASSERT_EQ(found[i].value_or(""), row[i].text);
    }
  }
  EXPECT_FALSE(reader.next(found));
}

// A value of megabytes between short ones.
TEST(CsvReader, ReadsLongValues) {
  std::string long_value(3'000'000, 'x');
  long_value[1'000'000] = '"';
  std::string doubled = long_value;
  doubled.insert(1'000'000, 1, '"');
  const std::string plain(3'000'000, 'y');
  for (const std::size_t size : {65'536U, 5'000'000U}) {
    CsvReader reader(in_blocks("a,\"" + doubled + "\",\n" + plain + ",b,c\n1,2,3\n", size));
    Values row;
    ASSERT_TRUE(reader.next(row));
    ASSERT_EQ(row.size(), 3U);
    EXPECT_EQ(row[0], "a");
    EXPECT_TRUE(row[1] == long_value);
    EXPECT_EQ(row[2], std::nullopt);
    ASSERT_TRUE(reader.next(row));
    EXPECT_TRUE(row[0] == plain);
    EXPECT_EQ(row[2], "c");
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row, (Values{"1", "2", "3"}));
    EXPECT_FALSE(reader.next(row));
  }
}

TEST(CsvReader, StaysAtTheEnd) {
  CsvReader reader(in_blocks("a\n", 1));
  Values row;
  ASSERT_TRUE(reader.next(row));
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(reader.next(row));
    EXPECT_TRUE(row.empty());
  }
}

TEST(CsvReader, RefusesAQuoteThatNeverEnds) {
  const Caught expected{"XX001", "a quoted value never ends", "", ""};
  for (const std::size_t size : {1U, 1000U})
    for (const char* text : {"\"", "\"a", "\"a\n", "\"a\"\"", "x,\"a,b\n1,2\n"})
      EXPECT_EQ(refusal(text, size), expected) << text;
}

TEST(CsvReader, RefusesWhatStandsBehindAQuote) {
  const Caught expected{"XX001", "something stands behind a quoted value", "", ""};
  for (const std::size_t size : {1U, 1000U})
    for (const char* text : {"\"a\"b\n", "\"a\" ,b\n", "\"a\"\r\n", "x,\"\"y\n", "\"a\"b"})
      EXPECT_EQ(refusal(text, size), expected) << text;
}

TEST(CsvReader, RefusesALineThatIsCutBehindAQuote) {
  const Caught expected{"XX001", "the line's end is missing behind a quoted value", "", ""};
  for (const std::size_t size : {1U, 1000U})
    for (const char* text : {"\"a\"", "\"\"", "1,\"a\"", "1\n\"a\"\"\""})
      EXPECT_EQ(refusal(text, size), expected) << text;
}

TEST(CsvReader, WhatABlockThrowsComesOut) {
  CsvReader reader([]() -> std::string_view { throw Error(sqlstate::query_canceled, "enough"); });
  Values row;
  EXPECT_EQ(caught([&] { reader.next(row); }), (Caught{"57014", "enough", "", ""}));
}

}  // namespace
}  // namespace paliad::formats
