#include "core/sheet/sheet_writer.hpp"

#include "core/formats/csv_writer.hpp"
#include "unit/support/inflate.hpp"
#include "unit/support/sha256_of.hpp"
#include "unit/support/stored_bytes.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace paliad::sheet {
namespace {

using Rows = std::vector<std::vector<const char*>>;  // null is NULL

class SheetWriterTest : public testing::Test {
protected:
  SheetWriterTest() {
    sheet_.sheet = "matters";
    sheet_.columns = {{"id", "integer", model::JsonForm::number, model::CellForm::number, -1},
                      {"title", "text", model::JsonForm::text, model::CellForm::text, -1}};
    frame_.head = "<head>";
    frame_.tail = "</sheetData><autoFilter ref=\"A1:B1\"/></worksheet>";
    frame_.styles = {9, {3, 4}};
  }

  SheetParts write(SheetWriter& writer, const Rows& rows) {
    writer.begin(sheet_, frame_);
    for (const auto& row : rows) {
      std::vector<model::Field> fields;
      for (const char* text : row)
        fields.push_back(text == nullptr ? model::Field{{}, {}, true}
                                         : model::Field{text, {}, false});
      writer.row(fields.data());
    }
    return writer.finish();
  }
  SheetParts write(const Rows& rows, std::uint64_t rows_per_page = 2) {
    SheetWriter writer(scratch_, no_poll, rows_per_page);
    return write(writer, rows);
  }

  static std::string content(const zip::Part& part) {
    return test::inflate(test::stored_bytes(part));
  }

  static std::string page(const std::string& rows, const std::string& range) {
    return "<head>" + rows + "</sheetData><autoFilter ref=\"" + range + "\"/></worksheet>";
  }
  static std::string xml(int number, const std::string& id, const std::string& title) {
    const std::string n = std::to_string(number);
    return "<row r=\"" + n + "\"><c r=\"A" + n + "\" s=\"3\"><v>" + id + "</v></c><c r=\"B" + n +
           "\" s=\"4\" t=\"inlineStr\"><is><t>" + title + "</t></is></c></row>";
  }

  test::TempDirectory directory_;
  ScratchFile scratch_{
      UniqueFd(::open((directory_ / "scratch").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)),
      "scratch"};
  model::SheetInfo sheet_;
  xlsx::WorksheetFrame frame_;
};

TEST_F(SheetWriterTest, WritesEachRowInAllThreeForms) {
  const SheetParts parts = write({{"1", "a,b"}, {"2", nullptr}});
  EXPECT_EQ(parts.rows, 2U);
  EXPECT_EQ(content(parts.csv), "id,title\n1,\"a,b\"\n2,\n");
  EXPECT_EQ(content(parts.json),
            "[\n{\"id\":1,\"title\":\"a,b\"},\n{\"id\":2,\"title\":null}\n]\n");
  ASSERT_EQ(parts.pages.size(), 1U);
  EXPECT_EQ(
      content(parts.pages[0].part),
      page(xml(2, "1", "a,b") + "<row r=\"3\"><c r=\"A3\" s=\"3\"><v>2</v></c></row>", "A1:B3"));
}

TEST_F(SheetWriterTest, WithoutRowsHasHeadersAndOnePage) {
  const SheetParts parts = write({});
  EXPECT_EQ(parts.rows, 0U);
  EXPECT_EQ(content(parts.csv), "id,title\n");
  EXPECT_EQ(content(parts.json), "[\n]\n");
  ASSERT_EQ(parts.pages.size(), 1U);
  EXPECT_EQ(parts.pages[0].rows, 0U);
  EXPECT_EQ(content(parts.pages[0].part), page("", "A1:B1"));
}

TEST_F(SheetWriterTest, GoesOnOnAnotherPageWhenOneIsFull) {
  const SheetParts parts = write({{"1", "a"}, {"2", "b"}, {"3", "c"}, {"4", "d"}, {"5", "e"}});
  EXPECT_EQ(parts.rows, 5U);
  ASSERT_EQ(parts.pages.size(), 3U);
  EXPECT_EQ(parts.pages[0].rows, 2U);
  EXPECT_EQ(parts.pages[1].rows, 2U);
  EXPECT_EQ(parts.pages[2].rows, 1U);
  EXPECT_EQ(content(parts.pages[0].part), page(xml(2, "1", "a") + xml(3, "2", "b"), "A1:B3"));
  EXPECT_EQ(content(parts.pages[1].part), page(xml(2, "3", "c") + xml(3, "4", "d"), "A1:B3"));
  EXPECT_EQ(content(parts.pages[2].part), page(xml(2, "5", "e"), "A1:B2"));
  EXPECT_EQ(content(parts.csv), "id,title\n1,a\n2,b\n3,c\n4,d\n5,e\n");
}

TEST_F(SheetWriterTest, BeginsNoPageThatStaysEmpty) {
  EXPECT_EQ(write({{"1", "a"}, {"2", "b"}, {"3", "c"}, {"4", "d"}}).pages.size(), 2U);
}

TEST_F(SheetWriterTest, FillsAPageAsExcelDoesUnlessTold) {
  SheetWriter writer(scratch_);
  EXPECT_EQ(write(writer, Rows(3, {"1", "a"})).pages.size(), 1U);
  EXPECT_EQ(xlsx::xlsx_max_rows, 1'048'576U);
}

TEST_F(SheetWriterTest, WritesOneSheetAfterAnother) {
  SheetWriter writer(scratch_, no_poll, 2);
  const SheetParts first = write(writer, {{"NaN", "a"}, {"2", "b"}, {"3", "c"}});
  const SheetParts second = write(writer, {{"4", "d"}});
  EXPECT_EQ(first.rows, 3U);
  EXPECT_EQ(loss_warnings(sheet_, first).size(), 1U);
  EXPECT_EQ(second.rows, 1U);
  EXPECT_EQ(second.pages.size(), 1U);
  EXPECT_TRUE(loss_warnings(sheet_, second).empty());
  EXPECT_EQ(content(second.csv), "id,title\n4,d\n");
  EXPECT_EQ(content(second.json), "[\n{\"id\":4,\"title\":\"d\"}\n]\n");
  EXPECT_EQ(content(second.pages[0].part), page(xml(2, "4", "d"), "A1:B2"));
}

// A sheet that is larger than the writer's memory.
TEST_F(SheetWriterTest, LosesNothingOfALongSheet) {
  const std::string title(1'000, 'x');
  std::string csv = "id,title\n";
  std::string worksheet;
  Rows rows;
  for (int i = 0; i < 500; ++i) {
    rows.push_back({"7", title.c_str()});
    csv += "7," + title + "\n";
    worksheet += xml(i + 2, "7", title);
  }
  const SheetParts parts = write(rows, 1'000);
  EXPECT_TRUE(content(parts.csv) == csv);
  EXPECT_TRUE(content(parts.pages[0].part) == page(worksheet, "A1:B501"));
  EXPECT_EQ(parts.csv.bytes, csv.size());
}

// Rows of megabytes, whose texts are never in memory as a whole, among short ones.
TEST_F(SheetWriterTest, WritesVeryLongRows) {
  sheet_.columns.push_back({"note", "json", model::JsonForm::json, model::CellForm::text, -1});
  sheet_.columns.push_back(
      {"names", "text[]", model::JsonForm::separate, model::CellForm::text, -1});
  frame_.styles.columns = {3, 4, 5, 6};
  std::string title = "a,";
  while (title.size() < 3'000'000) title += "\"\n\\x\u00fc";
  const std::string note = "[\n" + std::string(2'000'000, ' ') + "1\n]";
  const std::string names = "{" + std::string(2'000'000, 'n') + "}";
  const std::string names_json = "[\"" + std::string(2'000'000, 'n') + "\"]";
  const model::Field rows[][4] = {
      {{"1", {}, false}, {"b", {}, false}, {{}, {}, true}, {{}, {}, true}},
      {{"2", {}, false}, {title, {}, false}, {note, {}, false}, {names, names_json, false}},
      {{"3", {}, false}, {"c", {}, false}, {"{}", {}, false}, {"{}", "[]", false}},
      {{"4", {}, false}, {names, {}, false}, {{}, {}, true}, {{}, {}, true}}};
  TextBuffer csv, json;
  formats::JsonRows json_rows(sheet_.columns);
  formats::append_csv_header(csv, sheet_.columns);
  json_rows.open(json);
  SheetWriter writer(scratch_, no_poll, 3);
  writer.begin(sheet_, frame_);
  for (const auto& row : rows) {
    formats::append_csv_row(csv, row, 4);
    json_rows.append_row(json, row);
    writer.row(row);
  }
  json_rows.close(json);
  const SheetParts parts = writer.finish();
  EXPECT_EQ(parts.rows, 4U);
  EXPECT_EQ(parts.pages.size(), 2U);
  EXPECT_TRUE(content(parts.csv) == csv.view());
  EXPECT_TRUE(content(parts.json) == json.view());
  EXPECT_EQ(to_hex(parts.csv.sha256), test::sha256_of(csv.view()));
  EXPECT_EQ(to_hex(parts.json.sha256), test::sha256_of(json.view()));
  EXPECT_EQ(parts.csv.bytes, csv.size());
  const std::string page = content(parts.pages[0].part);
  EXPECT_LT(page.size(), 400'000U);
  const std::string_view end = "</sheetData><autoFilter ref=\"A1:D4\"/></worksheet>";
  EXPECT_EQ(page.rfind(end), page.size() - end.size());
}

TEST_F(SheetWriterTest, CountsLossesOverAllPages) {
  const std::string long_text(40'000, 'x');
  const SheetParts parts = write({{"NaN", long_text.c_str()},
                                  {"1234567890123456789", "a"},
                                  {"Infinity", "b"},
                                  {"1", long_text.c_str()}});
  const auto warnings = loss_warnings(sheet_, parts);
  ASSERT_EQ(warnings.size(), 3U);
  EXPECT_EQ(warnings[0].sheet, "matters");
  EXPECT_EQ(warnings[0].column, "id");
  EXPECT_EQ(warnings[0].what.code, "digits");
  EXPECT_EQ(warnings[0].count, 1U);
  EXPECT_EQ(warnings[0].what.text,
            "numbers with more than 15 digits or beyond Excel's range are text in the workbook");
  EXPECT_EQ(warnings[1].column, "id");
  EXPECT_EQ(warnings[1].what.code, "not_finite");
  EXPECT_EQ(warnings[1].count, 2U);
  EXPECT_EQ(warnings[1].what.text, "NaN and infinity are text in the workbook");
  EXPECT_EQ(warnings[2].column, "title");
  EXPECT_EQ(warnings[2].what.code, "cut");
  EXPECT_EQ(warnings[2].count, 2U);
  EXPECT_EQ(warnings[2].what.text,
            "values over 32,767 characters are cut in the workbook; CSV and JSON are whole");
}

TEST_F(SheetWriterTest, NamesTheLossesOfTimes) {
  sheet_.columns = {{"day", "date", model::JsonForm::date_time, model::CellForm::date, -1},
                    {"at", "timestamp without time zone", model::JsonForm::date_time,
                     model::CellForm::timestamp, -1}};
  const SheetParts parts = write({{"1871-01-18", "2026-01-02 03:04:05.123456"},
                                  {"10000-01-01", "2026-01-02 03:04:05.123"},
                                  {"0044-03-15 BC", nullptr}});
  std::vector<std::string> found;
  for (const model::Warning& warning : loss_warnings(sheet_, parts))
    found.push_back(warning.column + " " + warning.what.code + " " + std::to_string(warning.count) +
                    ": " + warning.what.text);
  EXPECT_EQ(found, (std::vector<std::string>{
                       "day early_date 2: dates before 1900-03-01 are text in the workbook",
                       "day far_date 1: dates after 9999-12-31 are text in the workbook",
                       "at fraction 1: times finer than a millisecond are text in the workbook"}));
}

// The size of blocks changes the deflated bytes, and nothing else.
TEST_F(SheetWriterTest, BlocksOfAnySizeGiveTheSame) {
  const Rows rows = {{"1", "a"}, {"2", nullptr}, {"12345678901234567890", "c"}, {"4", ""}};
  const SheetParts whole = write(rows, 3);
  for (std::size_t block_bytes = 1; block_bytes < 100; ++block_bytes) {
    SheetWriter writer(scratch_, no_poll, 3, block_bytes);
    const SheetParts parts = write(writer, rows);
    EXPECT_EQ(parts.rows, whole.rows);
    EXPECT_EQ(content(parts.csv), content(whole.csv));
    EXPECT_EQ(parts.csv.sha256, whole.csv.sha256);
    EXPECT_EQ(parts.csv.crc32, whole.csv.crc32);
    EXPECT_EQ(content(parts.json), content(whole.json));
    EXPECT_EQ(parts.json.sha256, whole.json.sha256);
    ASSERT_EQ(parts.pages.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(content(parts.pages[i].part), content(whole.pages[i].part));
      EXPECT_EQ(parts.pages[i].rows, whole.pages[i].rows);
    }
    EXPECT_EQ(parts.losses, whole.losses);
  }
}

}  // namespace
}  // namespace paliad::sheet
