#include "core/formats/csv_columns.hpp"

#include <gtest/gtest.h>
#include <utility>

namespace paliad::formats {
namespace {

// The CSV with the kept columns only. It must be the same for pieces of every size.
std::string without(const std::vector<bool>& kept, const std::string& csv) {
  std::string whole;
  for (std::size_t size = 1; size <= csv.size(); ++size) {
    CsvColumns columns(kept);
    std::string out;
    for (std::size_t at = 0; at < csv.size(); at += size)
      out += columns.pass(std::string_view(csv).substr(at, size));
    if (size > 1) {
      EXPECT_EQ(out, whole) << "cut every " << size;
    }
    whole = out;
  }
  return whole;
}

TEST(CsvColumns, LeavesColumnsOut) {
  const std::string csv = "a,b,c\n1,2,3\n,\"\",\n\"x,\"\"\n\",\"2\n\",3\n";
  EXPECT_EQ(without({true, true, true}, csv), csv);
  EXPECT_EQ(without({true, false, true}, csv), "a,c\n1,3\n,\n\"x,\"\"\n\",3\n");
  EXPECT_EQ(without({false, true, true}, csv), "b,c\n2,3\n\"\",\n\"2\n\",3\n");
  EXPECT_EQ(without({false, false, true}, csv), "c\n3\n\n3\n");
  EXPECT_EQ(without({false, false, false}, csv), "\n\n\n\n");
}

TEST(CsvColumns, NeverMakesTheEndOfTheData) {
  EXPECT_EQ(without({false, true}, "a,b\n1,\\.\n"), "b\n\"\\.\"\n");
  for (const char* longer : {"\\.\\", "\\..", ".\\.", "\\", "\"\\.\""})
    EXPECT_EQ(without({false, true}, "a,b\n1," + std::string(longer) + "\n\\.,2\n"),
              "b\n" + std::string(longer) + "\n2\n");
  EXPECT_EQ(without({true, false, true}, "\\,1,.\n"), "\\,.\n");
}

// Of an unfinished line it keeps only a few bytes.
TEST(CsvColumns, HandsOnALongLineAsItComes) {
  CsvColumns columns({false, true});
  EXPECT_EQ(columns.pass("1,\"ab"), "\"ab");
  const std::string piece(100'000, 'x');
  for (int i = 0; i < 3; ++i) EXPECT_EQ(columns.pass(piece), piece);
  EXPECT_EQ(columns.pass("\"\n2,c\n"), "\"\nc\n");
}

TEST(CsvRows, AreCutAtLineBreaksOutsideOfQuotes) {
  const std::string csv = "a\n\"x\n\"\"\n\",2\n\n";
  for (std::size_t size = 1; size <= csv.size(); ++size) {
    CsvRows rows;
    std::vector<std::string> found;
    std::string row;
    for (std::size_t at = 0; at < csv.size(); at += size)
      rows.pass(
          std::string_view(csv).substr(at, size), [&](std::string_view part) { row += part; },
          [&] { found.push_back(std::exchange(row, {})); });
    EXPECT_EQ(found, (std::vector<std::string>{"a\n", "\"x\n\"\"\n\",2\n", "\n"}));
    EXPECT_EQ(row, "");
  }
}

}  // namespace
}  // namespace paliad::formats
