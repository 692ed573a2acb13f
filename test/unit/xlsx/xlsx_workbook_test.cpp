#include "core/xlsx/xlsx_workbook.hpp"

#include "core/base/error.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/written_workbook.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <set>

namespace paliad::xlsx {
namespace {

using test::all_between;
using test::caught;
using test::Caught;

constexpr Instant when = from_unix_seconds(1'795'402'800);  // 2026-11-23 03:00:00 UTC
const char* const hint_temporary =
    "Check that the directory for temporary files (TMPDIR, or else /tmp) is writable and has room.";

TEST(Require, ThrowsNothingWhereNothingIsWrong) {
  EXPECT_EQ(caught([] { require(LXW_NO_ERROR, "write it"); }), Caught{});
}

TEST(Require, SaysWhatCouldNotBeDoneAndWhy) {
  EXPECT_EQ(caught([] { require(LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE, "write a cell"); }),
            (Caught{"XX000", "could not write a cell",
                    "Worksheet row or column index out of range.", ""}));
  EXPECT_EQ(caught([] { require(LXW_ERROR_MEMORY_MALLOC_FAILED, "write it"); }),
            (Caught{"53200", "could not write it",
                    "Memory error, failed to malloc() required memory.", ""}));
  for (const lxw_error error :
       {LXW_ERROR_CREATING_XLSX_FILE, LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_READING_TMPFILE,
        LXW_ERROR_ZIP_FILE_OPERATION, LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE})
    EXPECT_EQ(caught([&] { require(error, "write it"); }),
              (Caught{"58030", "could not write it", lxw_strerror(error), hint_temporary}));
}

TEST(QuotedTitle, IsQuotedAlways) {
  EXPECT_EQ(quoted_title("matters"), "'matters'");
  EXPECT_EQ(quoted_title("T1"), "'T1'");
  EXPECT_EQ(quoted_title("It's 'it'"), "'It''s ''it'''");
  EXPECT_EQ(quoted_title(""), "''");
}

class WorkbookTest : public testing::Test {
protected:
  // Closes the book and reads the file.
  test::WrittenWorkbook written(Workbook& book) const {
    book.close();
    return test::written_workbook(path_);
  }
  std::string properties(Instant created) const {
    Workbook book(path_, created, "Anna <a@b> & Co");
    book.add_worksheet("a");
    return written(book).at("docProps/core.xml");
  }

  test::TempDirectory directory_;
  const std::string path_ = directory_ / "a.xlsx";
};

TEST_F(WorkbookTest, IsWrittenWhenItIsClosed) {
  Workbook book(path_, when, "anna");
  book.add_worksheet("a");
  EXPECT_FALSE(std::filesystem::exists(path_));
  book.close();
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(WorkbookTest, IsNotWrittenWhereItIsNotClosed) {
  std::make_unique<Workbook>(path_, when, "anna")->add_worksheet("a");
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(WorkbookTest, SaysWhoMadeItAndWhen) {
  const std::string core = properties(when);
  EXPECT_EQ(all_between(core, "<dc:title>", "<"), std::vector<std::string>{"paliad backup"});
  EXPECT_EQ(all_between(core, "<dc:creator>", "<"),
            std::vector<std::string>{"Anna &lt;a@b&gt; &amp; Co"});
  EXPECT_EQ(all_between(core, "W3CDTF\">", "<"),
            (std::vector<std::string>{"2026-11-23T03:00:00Z", "2026-11-23T03:00:00Z"}));
}

// To libxlsxwriter the time 0 means now.
TEST_F(WorkbookTest, KnowsNoTimeBeforeTheFirstSecond) {
  for (const Instant early : {from_unix_seconds(0), from_unix_seconds(-1'000'000'000)})
    EXPECT_EQ(all_between(properties(early), "W3CDTF\">", "<"),
              (std::vector<std::string>{"1970-01-01T00:00:01Z", "1970-01-01T00:00:01Z"}));
}

TEST_F(WorkbookTest, HoldsItsWorksheetsInTheirOrder) {
  Workbook book(path_, when, "anna");
  for (const char* title : {"b", "a", "Übersicht"}) book.add_worksheet(title);
  EXPECT_EQ(all_between(written(book).at("xl/workbook.xml"), "<sheet name=\"", "\""),
            (std::vector<std::string>{"b", "a", "Übersicht"}));
}

TEST_F(WorkbookTest, RefusesTitlesThatExcelDoes) {
  Workbook book(path_, when, "anna");
  book.add_worksheet("a");
  EXPECT_EQ(caught([&] { book.add_worksheet("A"); }),
            (Caught{"XX000", "could not add the worksheet \"A\"",
                    "Worksheet name is already in use.", ""}));
  EXPECT_EQ(caught([&] { book.add_worksheet("a/b"); }),
            (Caught{"XX000", "could not add the worksheet \"a/b\"",
                    "Worksheet name cannot contain invalid characters: '[ ] : * ? / \\'", ""}));
}

TEST_F(WorkbookTest, SaysThatItCannotBeWritten) {
  Workbook book(directory_ / "none/a.xlsx", when, "anna");
  book.add_worksheet("a");
  EXPECT_EQ(
      caught([&] { book.close(); }),
      (Caught{"58030", "could not write the workbook's frame",
              "Error creating output xlsx file. Usually a permissions error.", hint_temporary}));
}

TEST_F(WorkbookTest, HasAStyleForEachLook) {
  const Workbook book(path_, when, "anna");
  std::set<int> ids;
  for (std::size_t i = 0; i < style_count; ++i) {
    lxw_format* const format = book.format_of(static_cast<Style>(i));
    ASSERT_NE(format, nullptr);
    ids.insert(style_id(format));
  }
  EXPECT_EQ(ids.size(), style_count);
  EXPECT_EQ(ids.count(0), 0U) << "that of a cell without a style";
}

TEST_F(WorkbookTest, HasOneFormatForEachNumberFormat) {
  Workbook book(path_, when, "anna");
  lxw_format* const decimals = book.number_format("0.00");
  EXPECT_EQ(book.number_format("0.00"), decimals);
  EXPECT_NE(book.number_format("0.000"), decimals);
  EXPECT_EQ(book.number_format("@"), book.format_of(Style::text));
  EXPECT_EQ(style_id(book.number_format("")), 0);
}

// The number format of each style of styles.xml, in their order.
std::vector<std::string> number_formats(const std::string& xml) {
  const std::string styles = all_between(xml, "<cellXfs", "</cellXfs>").at(0);
  std::vector<std::string> found;
  for (const std::string& id : all_between(styles, "<xf numFmtId=\"", "\"")) {
    const auto code = all_between(xml, "<numFmt numFmtId=\"" + id + "\" formatCode=\"", "\"");
    found.push_back(code.empty() ? id : code[0]);
  }
  return found;
}

TEST_F(WorkbookTest, StyleIdsAreWhereTheStylesStand) {
  Workbook book(path_, when, "anna");
  lxw_worksheet* const sheet = book.add_worksheet("a");
  const std::vector<std::pair<int, std::string>> expected{
      {style_id(book.number_format("")), "0"},  // General
      {style_id(book.format_of(Style::text)), "@"},
      {style_id(book.format_of(Style::number_cell)), "#,##0"},
      {style_id(book.format_of(Style::strong_number_cell)), "#,##0"},
      {style_id(book.number_format("0.00")), "0.00"},
      {style_id(book.number_format("yyyy-mm-dd")), "yyyy-mm-dd"},
  };
  write_text(sheet, 0, 0, "x", book.number_format("0.00"));
  const test::WrittenWorkbook all = written(book);
  const std::vector<std::string> found = number_formats(all.at("xl/styles.xml"));
  for (const auto& [id, format] : expected)
    EXPECT_EQ(found.at(static_cast<std::size_t>(id)), format) << id;
  EXPECT_NE(all.at("xl/worksheets/sheet1.xml")
                .find("<c r=\"A1\" s=\"" + std::to_string(expected[4].first) + "\""),
            std::string::npos);
}

// The ids don't depend on which styles the cells use, or in which order.
TEST_F(WorkbookTest, StyleIdsHangOnNoCell) {
  std::string with_cells;
  for (const bool uses_them : {true, false}) {
    Workbook book(path_, when, "anna");
    lxw_worksheet* const sheet = book.add_worksheet("a");
    lxw_format* const first = book.number_format("0.00");
    lxw_format* const second = book.number_format("0.000");
    if (uses_them) write_text(sheet, 0, 0, "x", second);
    if (uses_them) write_text(sheet, 1, 0, "x", first);
    const std::string xml = written(book).at("xl/styles.xml");
    if (uses_them) with_cells = xml;
    EXPECT_EQ(xml, with_cells);
  }
}

TEST_F(WorkbookTest, WritesTextsAsTheyAre) {
  Workbook book(path_, when, "anna");
  lxw_worksheet* const sheet = book.add_worksheet("a");
  write_text(sheet, 0, 0, "R&D <x> ü 😀", nullptr);
  write_text(sheet, 1, 1, "=1+1", book.format_of(Style::cell));
  write_text(sheet, 2, 2, std::string_view("not more than this", 3), nullptr);
  EXPECT_EQ(
      test::cells_of(written(book), "xl/worksheets/sheet1.xml"),
      (std::map<std::string, std::string>{{"A1", "R&D <x> ü 😀"}, {"B2", "=1+1"}, {"C3", "not"}}));
}

TEST_F(WorkbookTest, EscapesWhatACellCannotHold) {
  Workbook book(path_, when, "anna");
  write_text(book.add_worksheet("a"), 0, 0, "_x0041_\x01", nullptr);
  EXPECT_EQ(test::cells_of(written(book), "xl/worksheets/sheet1.xml").at("A1"),
            "_x005F_x0041__x0001_");
}

TEST_F(WorkbookTest, CutsATextThatNoReaderShows) {
  Workbook book(path_, when, "anna");
  lxw_worksheet* const sheet = book.add_worksheet("a");
  write_text(sheet, 0, 0, std::string(4'000, 'x'), nullptr);
  write_text(sheet, 1, 0, std::string(40'000, 'y'), nullptr);
  write_text(sheet, 2, 0, std::string(3'999, 'z') + "😀", nullptr);
  const auto cells = test::cells_of(written(book), "xl/worksheets/sheet1.xml");
  EXPECT_EQ(cells.at("A1"), std::string(4'000, 'x'));
  EXPECT_EQ(cells.at("A2"), std::string(4'000, 'y'));
  EXPECT_EQ(cells.at("A3"), std::string(3'999, 'z'));
}

TEST_F(WorkbookTest, SaysWhichCellsThereAreNot) {
  Workbook book(path_, when, "anna");
  lxw_worksheet* const sheet = book.add_worksheet("a");
  EXPECT_EQ(caught([&] { write_text(sheet, 1'048'576, 0, "x", nullptr); }),
            (Caught{"XX000", "could not write a cell of the workbook's frame",
                    "Worksheet row or column index out of range.", ""}));
}

}  // namespace
}  // namespace paliad::xlsx
