#include "core/formats/csv_reader.hpp"
#include "core/formats/json_reader.hpp"
#include "core/verify/same_value.hpp"
#include "core/verify/sheet_reader.hpp"

#include "core/base/error.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <utility>

namespace paliad::verify {
namespace {

// The text in blocks of `size`.
Blocks in_blocks(const std::string& text, std::size_t size) {
  auto at = std::make_shared<std::size_t>(0);
  return [text, size, at] {
    const std::string_view block = std::string_view(text).substr(*at, size);
    *at += block.size();
    return block;
  };
}

// NULL is shown as <null>; rows end with a newline.
std::string csv(const std::string& text, std::size_t size) {
  CsvReader reader(in_blocks(text, size));
  std::string shown;
  try {
    for (Values row; reader.next(row); shown += "\n")
      for (const auto& value : row) shown.append("(").append(value.value_or("<null>")).append(")");
  } catch (const Error& error) {
    return error.what();
  }
  return shown;
}

TEST(CsvReader, ReadsWhatCopyWrites) {
  for (const std::size_t size : {1U, 2U, 3U, 1000U}) {
    EXPECT_EQ(csv("a,b\n1,\"\"\n,x\n", size), "(a)(b)\n(1)()\n(<null>)(x)\n");
    EXPECT_EQ(csv("\"a\"\"b\",\"1,2\"\n\"line\nbreak\",\n", size),
              "(a\"b)(1,2)\n(line\nbreak)(<null>)\n");
    EXPECT_EQ(csv("\"\"\"\"\n", size), "(\")\n");
    EXPECT_EQ(csv("\n\n", size), "(<null>)\n(<null>)\n");
    EXPECT_EQ(csv("", size), "");
    EXPECT_EQ(csv("\"a\"b\n", size), "something stands behind a quoted value");
    EXPECT_EQ(csv("\"a", size), "a quoted value never ends");
    EXPECT_EQ(csv("a", size), "(a)\n") << "a cut line is a line; its length tells";
  }
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

std::string json(const std::string& text, std::size_t size) {
  JsonReader reader(in_blocks(text, size));
  std::string shown;
  try {
    for (Members row; reader.next(row); shown += "\n")
      for (const auto& [name, value] : row)
        shown.append(name).append("=").append(value).append(";");
  } catch (const Error& error) {
    return error.what();
  }
  return shown;
}

TEST(JsonReader, ReadsRowsAsTheyAre) {
  for (const std::size_t size : {1U, 3U, 1000U}) {
    EXPECT_EQ(json("[\n]\n", size), "");
    EXPECT_EQ(
        json("[\n{\"a\":1.50,\"b\":\"x,\\\"}\"},\n{\"a\":null,\"b\":{\"c\":[1,\"]\"]}}\n]\n", size),
        "\"a\"=1.50;\"b\"=\"x,\\\"}\";\n\"a\"=null;\"b\"={\"c\":[1,\"]\"]};\n");
    EXPECT_EQ(json("[\n{}\n]\n", size), "\n");
    EXPECT_EQ(json("[\n{\"a\":  [1, 2] }\n]\n", size), "\"a\"=[1, 2];\n");
  }
}

TEST(JsonReader, RefusesWhatIsNone) {
  EXPECT_EQ(json("", 100), "it does not begin as a JSON array");
  EXPECT_EQ(json("[\n", 100), "the JSON array never ends");
  EXPECT_EQ(json("[\n{\"a\":1}\n", 100), "the JSON array never ends");
  EXPECT_EQ(json("[\n{\"a\":1}\n{\"a\":2}\n]\n", 100), "a row follows one without a comma");
  EXPECT_EQ(json("[\n1\n]\n", 100), "a row is no JSON object");
  EXPECT_EQ(json("[\n{\"a\"}\n]\n", 100), "a JSON value is missing");
  EXPECT_EQ(json("[\n{\"a\":}\n]\n", 100), "a JSON value is missing");
  EXPECT_EQ(json("[\n{\"a\":\"x}\n]\n", 100), "a JSON string never ends");
  EXPECT_EQ(json("[\n{\"a\":[1,\n]\n", 100), "a JSON object or array never ends");
  EXPECT_EQ(json("[\n{\"a\":1\n]\n", 100), "a JSON value is missing");
  EXPECT_EQ(json("[\n{\"a\":\"x\"\n]\n", 100), "a row's JSON object never ends");
  EXPECT_EQ(json("[\n{\"a\":\"x\" 1}\n]\n", 100), "a comma is missing between JSON members");
  EXPECT_EQ(json("[\n{a:1}\n]\n", 100), "a JSON name is missing");
  EXPECT_EQ(json("[\n]\nmore\n", 100), "something stands behind the JSON array");
  EXPECT_EQ(json("[\n{\"a\":\"x\",,\n]\n", 100), "a JSON name is missing") << "the line ends there";
  EXPECT_EQ(json("[\n{\"a\\\n]\n", 100), "a JSON string never ends");
}

TEST(JsonReader, ReadsLongRows) {
  const std::string long_value = '"' + std::string(3'000'000, 'x') + '"';
  for (const std::size_t size : {65'536U, 5'000'000U}) {
    JsonReader reader(
        in_blocks("[\n{\"a\":1},\n{\"a\":" + long_value + "},\n{\"a\":2}\n]\n", size));
    Members row;
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row[0].second, "1");
    ASSERT_TRUE(reader.next(row));
    EXPECT_TRUE(row[0].second == long_value);
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row[0].second, "2");
    EXPECT_FALSE(reader.next(row));
  }
}

std::string sheet(const std::string& rows, std::size_t size) {
  const std::string text =
      "<worksheet><sheetData><row r=\"1\" spans=\"1:2\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>" +
      rows + "</worksheet>";
  SheetReader reader(in_blocks(text, size), 3);
  std::string shown;
  try {
    for (Cells row; reader.next(row); shown += "\n")
      for (const auto& cell : row)
        shown += !cell ? "-;"
                       : std::string(cell->is_text      ? "t"
                                     : cell->is_boolean ? "b"
                                                        : "n") +
                             std::string(cell->content) + ";";
  } catch (const Error& error) {
    return error.what();
  }
  return shown;
}

TEST(SheetReader, ReadsRowsAsTheyAre) {
  const std::string cells =
      "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>1</v></c><c r=\"C2\" s=\"2\" "
      "t=\"inlineStr\"><is><t>a&lt;b</t></is></c></row>"
      "<row r=\"3\"></row><row r=\"4\"><c r=\"B4\" s=\"3\" t=\"b\"><v>0</v></c></row></sheetData>";
  for (const std::size_t size : {1U, 7U, 1000U})
    EXPECT_EQ(sheet(cells, size), "n1;-;ta&lt;b;\n-;-;-;\n-;b0;-;\n");
  EXPECT_EQ(sheet("</sheetData>", 9), "");
}

TEST(SheetReader, ReadsTheRowsOfATableWithoutColumns) {
  for (const bool has_rows : {true, false}) {
    const std::string text = std::string("<x><sheetData>") +
                             (has_rows ? "<row r=\"2\"></row><row r=\"3\"></row>" : "") +
                             "</sheetData>";
    std::string_view rest = text;
    SheetReader reader([&] { return std::exchange(rest, {}); }, 0);
    Cells row;
    std::size_t rows = 0;
    while (reader.next(row)) ++rows;
    EXPECT_EQ(rows, has_rows ? 2U : 0U);
  }
}

TEST(SheetReader, RefusesWhatIsNone) {
  EXPECT_EQ(sheet("<row r=\"3\"></row></sheetData>", 99),
            "a row of the worksheet is missing or out of order");
  EXPECT_EQ(sheet("<row r=\"2\">", 99), "a row of the worksheet never ends");
  EXPECT_EQ(sheet("", 99), "a row of the worksheet is missing or out of order");
  EXPECT_EQ(sheet("<row r=\"2\"><c r=\"D2\"><v>1</v></c></row></sheetData>", 99),
            "a cell stands in a column of its own");
  EXPECT_EQ(
      sheet("<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row></sheetData>", 99),
      "a cell stands in a column of its own");
  EXPECT_EQ(sheet("<row r=\"2\"><c r=\"A3\"><v>1</v></c></row></sheetData>", 99),
            "a cell stands in another row");
  EXPECT_EQ(sheet("<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>1</v></c></row></sheetData>", 99),
            "a cell has no value");
  EXPECT_EQ(sheet("<row r=\"2\"><x/></c></row></sheetData>", 99),
            "a row of the worksheet holds something else than cells");
}

Cell number(const char* content) { return {false, false, content}; }
Cell text(const char* content) { return {true, false, content}; }

TEST(SameValue, KnowsTheWaysOfJson) {
  EXPECT_TRUE(same_json("1.50", "1.50", "numeric(4,2)"));
  EXPECT_FALSE(same_json("1.50", "1.5", "numeric(4,2)"));
  EXPECT_TRUE(same_json("NaN", "\"NaN\"", "numeric"));
  EXPECT_TRUE(same_json("t", "true", "boolean"));
  EXPECT_FALSE(same_json("t", "false", "boolean"));
  EXPECT_FALSE(same_json("x", "false", "text"));
  EXPECT_TRUE(same_json("2026-11-24 03:00:00+00", "\"2026-11-24T03:00:00+00:00\"",
                        "timestamp with time zone"));
  EXPECT_TRUE(same_json("{\"a\": 1}", "{\"a\": 1}", "jsonb"));
  EXPECT_TRUE(same_json(" {\n\"a\": 1} ", "{ \"a\": 1}", "json"))
      << "blanks around it, line breaks in it";
  EXPECT_FALSE(same_json("{\"a\": 1}", "{\"a\": 2}", "jsonb"));
  EXPECT_TRUE(same_json("null", "null", "jsonb")) << "the JSON null";
  EXPECT_TRUE(same_json(std::nullopt, "null", "text"));
  EXPECT_FALSE(same_json("", "null", "text"));
  EXPECT_FALSE(same_json(std::nullopt, "\"\"", "text"));
  EXPECT_FALSE(same_json("a", "\"b\"", "character varying(9)"));
  EXPECT_TRUE(same_json("{1,2}", "[1,2]", "integer[]")) << "only NULL can be told of an array";
  EXPECT_FALSE(same_json(std::nullopt, "[1,2]", "integer[]"));
  EXPECT_TRUE(same_json("bad", "\"very bad\"", "paliad.mood"));
  EXPECT_FALSE(same_json("bad", "\"very bad\"", "text"));
}

TEST(SameValue, ComparesStringsToTheirEnds) {
  EXPECT_TRUE(same_json("a\"b\\\n\x01", R"("a\"b\\\n\u0001")", "text"));
  for (const char* json : {R"("ab)", R"("a")", R"("abc")", R"("ab\")", R"(")", R"("")"})
    EXPECT_FALSE(same_json("ab", json, "text")) << json;
  EXPECT_FALSE(same_json("", "\"", "text"));
  EXPECT_TRUE(same_json("", "\"\"", "text"));
  const std::string long_text(3'000'000, '"');
  std::string json = "\"";
  for (std::size_t i = 0; i < long_text.size(); ++i) json += "\\\"";
  EXPECT_TRUE(same_json(long_text, json + "\"", "text"));
  EXPECT_FALSE(same_json(long_text, json + "x\"", "text"));
  EXPECT_FALSE(same_json(long_text + "x", json + "\"", "text"));
}

TEST(SameValue, ComparesDocumentsToTheirEnds) {
  EXPECT_FALSE(same_json("[1]", "[1 ]", "json"));
  EXPECT_FALSE(same_json("[1,2]", "[1]", "json"));
  EXPECT_TRUE(same_json("[1,\r\n2]\n", "[1,  2]", "json"));
  EXPECT_FALSE(same_json("[1, 2]", "[1,\n2]", "json")) << "no line break stands in a row";
}

TEST(SameValue, KnowsTheWaysOfCells) {
  EXPECT_TRUE(same_cell("12", number("12")));
  EXPECT_FALSE(same_cell("12", number("13")));
  EXPECT_TRUE(same_cell("t", Cell{false, true, "1"}));
  EXPECT_FALSE(same_cell("f", Cell{false, true, "1"}));
  EXPECT_TRUE(same_cell("2026-11-24", number("46350")));
  EXPECT_FALSE(same_cell("2026-11-24", number("46351")));
  EXPECT_TRUE(same_cell("2026-11-24 12:00:00", number("46350.5")));
  EXPECT_TRUE(same_cell("a<b", text("a&lt;b")));
  EXPECT_FALSE(same_cell("a<b", text("a&lt;c")));
  EXPECT_TRUE(same_cell(std::nullopt, std::nullopt));
  EXPECT_FALSE(same_cell("", std::nullopt));
  EXPECT_FALSE(same_cell(std::nullopt, text("")));
}

}  // namespace
}  // namespace paliad::verify
