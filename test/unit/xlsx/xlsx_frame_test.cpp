#include "core/xlsx/xlsx_frame.hpp"

#include "core/base/error.hpp"
#include "unit/support/said.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace paliad::xlsx {
namespace {

UniqueFd scratch() { return UniqueFd(memfd_create("frame", MFD_CLOEXEC)); }

model::Column column(const char* name, const char* type, model::CellForm cell, int scale = -1) {
  return {name, type, model::JsonForm::text, cell, scale};
}

model::SheetInfo matters() {
  model::SheetInfo sheet;
  sheet.sheet = "matters";
  sheet.relation = "paliad.matters";
  sheet.columns = {column("id", "uuid", model::CellForm::text),
                   column("fee", "numeric(12,2)", model::CellForm::number, 2),
                   column("R&D <x>", "integer", model::CellForm::number),
                   column("ratio", "double precision", model::CellForm::number),
                   column("open", "boolean", model::CellForm::boolean),
                   column("filed", "date", model::CellForm::date),
                   column("seen", "timestamp without time zone", model::CellForm::timestamp),
                   column("made", "timestamp with time zone", model::CellForm::timestamptz),
                   column("=1+1", "text", model::CellForm::text),
                   column("_x0041_", "numeric(9,0)", model::CellForm::number, 0)};
  return sheet;
}

model::SheetInfo countries() {
  model::SheetInfo sheet;
  sheet.sheet = "ref__countries";
  sheet.relation = "paliad.ref_countries";
  sheet.kind = model::SheetKind::reference;
  sheet.columns = {column("code", "text", model::CellForm::text)};
  sheet.omitted_columns = {"secret", "token"};
  return sheet;
}

model::BundleInfo info_of(std::vector<model::SheetInfo> sheets) {
  model::BundleInfo info;
  info.id = "11111111-2222-3333-4444-555555555555";
  info.kind = "on_demand";
  info.requested_by = "anna@example.org";
  info.database = "paliad";
  info.server_version = "15.4";
  info.extension_version = "1.0";
  info.started_at = from_unix_seconds(1'795'402'800);  // 2026-11-23 03:00:00 UTC
  info.sheets = std::move(sheets);
  return info;
}

const std::string& entry(const WorkbookFrame& frame, const std::string& name) {
  for (const auto& [found, content] : frame.entries) {
    if (found == name) return content;
  }
  throw std::out_of_range(name);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string substring(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find(to, begin) + to.size() - begin);
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class Frame : public testing::Test {
protected:
  model::BundleInfo info = info_of({matters(), countries()});
  std::vector<FramePage> pages{{&info.sheets[0], "matters", 0},
                               {&info.sheets[1], "ref__countries", 0}};

  WorkbookFrame make() const { return make_frame(info, pages, scratch); }
};

TEST_F(Frame, PagesComeApartAroundTheirRows) {
  const WorkbookFrame frame = make();
  ASSERT_EQ(frame.pages.size(), 2U);
  EXPECT_EQ(frame.pages[0].entry, "xl/worksheets/sheet2.xml");
  EXPECT_EQ(frame.pages[1].entry, "xl/worksheets/sheet3.xml");
  for (const WorksheetFrame& page : frame.pages) {
    EXPECT_EQ(page.head.rfind("<?xml", 0), 0U);
    EXPECT_EQ(page.head.substr(page.head.size() - 6), "</row>");
    EXPECT_EQ(occurrences(page.head, "<sheetData>"), 1U);
    EXPECT_EQ(occurrences(page.head, "<row "), 1U);
    EXPECT_FALSE(contains(page.head, "<dimension"));
    EXPECT_FALSE(contains(page.head, "tabSelected"));
    EXPECT_EQ(page.tail.rfind("</sheetData>", 0), 0U);
    EXPECT_EQ(page.tail.substr(page.tail.size() - 12), "</worksheet>");
  }
  EXPECT_EQ(occurrences(frame.pages[0].head, "<c r="), 10U);
  EXPECT_EQ(occurrences(frame.pages[1].head, "<c r="), 1U);
}

TEST_F(Frame, PrintsOnAsManyPagesAcrossAsItTakes) {
  model::SheetInfo wide = matters();
  for (int i = 0; i < 20; ++i) wide.columns.push_back(column("t", "text", model::CellForm::text));
  info.sheets.push_back(wide);
  pages.push_back({&info.sheets[2], "wide", 0});
  // The vector may have moved its elements.
  pages[0].sheet = &info.sheets[0];
  pages[1].sheet = &info.sheets[1];
  const WorkbookFrame frame = make();
  EXPECT_TRUE(contains(frame.pages[0].head, "<pageSetUpPr fitToPage=\"1\"/>"));
  EXPECT_TRUE(contains(frame.pages[0].tail, "fitToHeight=\"0\""));
  EXPECT_TRUE(contains(frame.pages[2].tail, "fitToWidth=\"3\" fitToHeight=\"0\""));
  for (const WorksheetFrame& page : frame.pages)
    EXPECT_TRUE(contains(page.tail, "<oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter>"));
}

TEST_F(Frame, HeaderIsFrozenAndFiltered) {
  const WorkbookFrame frame = make();
  EXPECT_TRUE(contains(frame.pages[0].head, "<pane ySplit=\"1\" topLeftCell=\"A2\" "
                                            "activePane=\"bottomLeft\" state=\"frozen\"/>"));
  EXPECT_TRUE(contains(frame.pages[0].tail, "<autoFilter ref=\"A1:J1\"/>"));
}

TEST_F(Frame, OnlyTheOverviewIsSelected) {
  const WorkbookFrame frame = make();
  EXPECT_TRUE(contains(entry(frame, "xl/worksheets/sheet1.xml"), "tabSelected=\"1\""));
  EXPECT_EQ(substring(entry(frame, "xl/workbook.xml"), "<sheets>", "</sheets>"),
            "<sheets><sheet name=\"Übersicht – Overview\" sheetId=\"1\" r:id=\"rId1\"/>"
            "<sheet name=\"matters\" sheetId=\"2\" r:id=\"rId2\"/>"
            "<sheet name=\"ref__countries\" sheetId=\"3\" r:id=\"rId3\"/></sheets>");
}

// The number format of a style in styles.xml: its code in quotes, or the id of a built-in format.
std::string number_format(const std::string& styles, int id) {
  const std::string formats = substring(styles, "<cellXfs", "</cellXfs>");
  std::size_t at = 0;
  for (int i = 0; i <= id; ++i) at = formats.find("<xf ", at + 1);
  const std::string number = substring(formats.substr(at), "numFmtId=", "\" ");
  const std::string before = "<numFmt " + number + "formatCode=";
  const std::string code = substring(styles, before, "\"/>");
  return code.empty() ? number : code.substr(before.size(), code.size() - before.size() - 2);
}

TEST_F(Frame, StylesHoldTheColumnsFormats) {
  const WorkbookFrame frame = make();
  const std::string& styles = entry(frame, "xl/styles.xml");
  const WorksheetStyles& page = frame.pages[0].styles;
  std::vector<std::string> formats;
  for (const int id : page.columns) formats.push_back(number_format(styles, id));
  const std::string general = "numFmtId=\"0\" ";
  EXPECT_EQ(formats, (std::vector<std::string>{
                         "\"@\"", "\"0.00\"", "\"0\"", general,
                         "\"&quot;TRUE&quot;;&quot;TRUE&quot;;&quot;FALSE&quot;\"",
                         "\"yyyy-mm-dd\"", "\"yyyy-mm-dd hh:mm:ss.000\"",
                         "\"yyyy-mm-dd hh:mm:ss.000&quot; UTC&quot;\"", "\"@\"", "\"0\""}));
  EXPECT_EQ(number_format(styles, page.text), "\"@\"");
  EXPECT_EQ(page.columns[0], page.text);
}

TEST_F(Frame, StylesAreThoseOfTheColumnElements) {
  const WorkbookFrame frame = make();
  const WorksheetFrame& page = frame.pages[0];
  std::size_t at = page.head.find("<cols>");
  for (const int id : page.styles.columns) {
    at = page.head.find("<col ", at + 1);
    ASSERT_NE(at, std::string::npos);
    const std::string col = page.head.substr(at, page.head.find("/>", at) - at);
    const std::string style = id == 0 ? "" : " style=\"" + std::to_string(id) + "\"";
    EXPECT_TRUE(contains(col + "\"", style)) << col;
    EXPECT_EQ(contains(col, "style="), id != 0) << col;
  }
}

TEST_F(Frame, ColumnNamesAreTextExactly) {
  const WorkbookFrame frame = make();
  const std::string& strings = entry(frame, "xl/sharedStrings.xml");
  EXPECT_TRUE(contains(strings, "<t>R&amp;D &lt;x&gt;</t>"));
  EXPECT_TRUE(contains(strings, "<t>=1+1</t>"));
  EXPECT_TRUE(contains(strings, "<t>_x005F_x0041_</t>"));
}

TEST_F(Frame, HeadsAndStylesAreTheSameWithRowsPagesAndWarnings) {
  const WorkbookFrame before = make();
  info.sheets[0].rows = 1'048'580;
  info.warnings = {{"matters", "fee", test::said("A warning.", "made_cut"), 3},
                   {"", "", test::said("Another.", "made_other"), 0}};
  info.exclusions = {{"paliad.paliadin_turns", test::said("never exported")}};
  pages = {{&info.sheets[0], "matters", 1'048'575},
           {&info.sheets[0], "matters (2)", 5},
           {&info.sheets[1], "ref__countries", 7}};
  const WorkbookFrame after = make();
  ASSERT_EQ(after.pages.size(), 3U);
  const std::vector<const WorksheetFrame*> old{&before.pages[0], &before.pages[0],
                                               &before.pages[1]};
  for (std::size_t i = 0; i < old.size(); ++i) {
    EXPECT_EQ(after.pages[i].head, old[i]->head);
    EXPECT_EQ(after.pages[i].styles.text, old[i]->styles.text);
    EXPECT_EQ(after.pages[i].styles.columns, old[i]->styles.columns);
    const std::size_t columns = pages[i].sheet->columns.size();
    EXPECT_EQ(tail_for(*old[i], columns, pages[i].rows), after.pages[i].tail);
  }
  EXPECT_TRUE(contains(after.pages[0].tail, "<autoFilter ref=\"A1:J1048576\"/>"));
  EXPECT_TRUE(contains(after.pages[2].tail, "<autoFilter ref=\"A1:A8\"/>"));
  EXPECT_TRUE(contains(before.pages[1].tail, "<autoFilter ref=\"A1\"/>"));
  EXPECT_EQ(tail_for(after.pages[2], 1, 0), before.pages[1].tail);
  EXPECT_TRUE(
      contains(entry(after, "xl/workbook.xml"), ">'matters'!$A$1:$J$1048576</definedName>"));
}

TEST_F(Frame, IsTheSameEveryTimeInEveryZone) {
  const WorkbookFrame one = make();
  setenv("TZ", "Asia/Tokyo", 1);
  tzset();
  const WorkbookFrame two = make();
  unsetenv("TZ");
  tzset();
  EXPECT_EQ(one.entries, two.entries);
  for (std::size_t i = 0; i < one.pages.size(); ++i) {
    EXPECT_EQ(one.pages[i].head + one.pages[i].tail, two.pages[i].head + two.pages[i].tail);
  }
  EXPECT_TRUE(contains(entry(one, "docProps/core.xml"), ">2026-11-23T03:00:00Z</dcterms:created>"));
}

TEST_F(Frame, OverviewLinksItsPages) {
  info.sheets[0].sheet = "a#b";
  pages[0].title = "a#b's <x>";
  pages[1].title = "T1";
  const WorkbookFrame frame = make();
  const std::string& overview = entry(frame, "xl/worksheets/sheet1.xml");
  EXPECT_TRUE(contains(overview, "location=\"'a#b''s &lt;x&gt;'!A1\" "
                                 "display=\"a#b's &lt;x&gt;\"/>"));
  EXPECT_TRUE(contains(overview, "location=\"'T1'!A1\" display=\"T1\"/>"));
  EXPECT_FALSE(contains(overview, "\x01"));
}

TEST_F(Frame, DefinedNamesQuoteTheirPages) {
  pages[0].title = "it's <x>!A1";
  pages[1].title = "T1";
  pages.push_back({&info.sheets[1], "2024", 5});
  const WorkbookFrame frame = make();
  std::vector<std::string> names;
  const std::string& workbook = entry(frame, "xl/workbook.xml");
  for (auto at = workbook.find("<definedName "); at != std::string::npos;) {
    const std::size_t begin = workbook.find('>', at) + 1;
    names.push_back(workbook.substr(begin, workbook.find('<', begin) - begin));
    at = workbook.find("<definedName ", begin);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"'2024'!$1:$1", "'2024'!$A$1:$A$6", "'T1'!$1:$1",
                                             "'T1'!$A$1", "'it''s &lt;x&gt;!A1'!$1:$1",
                                             "'it''s &lt;x&gt;!A1'!$A$1:$J$1"}));
}

TEST_F(Frame, OverviewSaysWhatThereIsAndIsNot) {
  info.exclusions = {{"paliad.paliadin_turns", test::said("never exported")}};
  info.warnings = {{"matters", "fee", test::said("Three values were cut.", "made_cut"), 3}};
  const WorkbookFrame frame = make();
  const std::string& strings = entry(frame, "xl/sharedStrings.xml");
  for (const char* text :
       {"paliad", "2026-11-23 03:00:00 UTC", "auf Anforderung / on demand", "anna@example.org",
        "11111111-2222-3333-4444-555555555555", "PostgreSQL 15.4, paliad_backup 1.0",
        "paliad.matters", "Daten / entity", "Nachschlagen / ref", "paliad.paliadin_turns",
        "never exported", "ausgelassene Spalten / columns left out: secret, token",
        "Three values were cut.", "made_cut"}) {
    EXPECT_TRUE(contains(strings, "<t>" + std::string(text) + "</t>")) << text;
  }
}

TEST_F(Frame, TableWithoutColumns) {
  info.sheets[0].columns.clear();
  const WorkbookFrame frame = make();
  EXPECT_EQ(frame.pages[0].head.substr(frame.pages[0].head.size() - 11), "<sheetData>");
  EXPECT_EQ(frame.pages[0].tail.rfind("</sheetData>", 0), 0U);
  EXPECT_EQ(tail_for(frame.pages[0], 0, 5), frame.pages[0].tail);
}

TEST_F(Frame, NoPages) {
  info = info_of({});
  pages.clear();
  const WorkbookFrame frame = make();
  EXPECT_TRUE(frame.pages.empty());
  EXPECT_TRUE(contains(entry(frame, "xl/sharedStrings.xml"), "nichts fehlt"));
}

TEST_F(Frame, ManyDecimalsAreGeneral) {
  info.sheets[1].columns = {column("a", "numeric(40,30)", model::CellForm::number, 30),
                            column("b", "numeric(40,31)", model::CellForm::number, 31)};
  const WorkbookFrame frame = make();
  EXPECT_EQ(number_format(entry(frame, "xl/styles.xml"), frame.pages[1].styles.columns[0]),
            "\"0." + std::string(30, '0') + '"');
  EXPECT_EQ(frame.pages[1].styles.columns[1], frame.pages[0].styles.columns[3]);
}

void expect_error(const std::function<void()>& run, std::string_view state,
                  const std::string& message, const std::string& detail) {
  try {
    run();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.state(), state);
    EXPECT_EQ(error.what(), message);
    EXPECT_EQ(error.detail(), detail);
  }
}

TEST_F(Frame, UnsafeOrTakenTitles) {
  pages[1].title = "matters";
  expect_error([&] { make(); }, sqlstate::internal_error, "could not add the worksheet \"matters\"",
               "Worksheet name is already in use.");
  pages[1].title = "a/b";
  expect_error([&] { make(); }, sqlstate::internal_error, "could not add the worksheet \"a/b\"",
               "Worksheet name cannot contain invalid characters: '[ ] : * ? / \\'");
}

TEST_F(Frame, MoreRowsThanAWorksheetHas) {
  pages[0].rows = xlsx_max_rows;
  expect_error([&] { make(); }, sqlstate::internal_error,
               "could not set the header of the worksheet \"matters\"",
               "Worksheet row or column index out of range.");
}

TEST_F(Frame, ScratchThatCantBeWritten) {
  const auto no_file = [] { return UniqueFd(); };
  expect_error([&] { make_frame(info, pages, no_file); }, sqlstate::io_error,
               "could not write the workbook's frame",
               "Error creating output xlsx file. Usually a permissions error.");
}

// Limits the size of files that this process writes (RLIMIT_FSIZE), during its lifetime.
class FileSizeLimit {
public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(Frame, TemporaryFileThatIsFullIsNoticed) {
  info.sheets[1].columns.clear();
  for (int i = 0; i < 1500; ++i) {
    info.sheets[1].columns.push_back(column("c", "text", model::CellForm::text));
    info.sheets[1].columns.back().name += std::to_string(i);
  }
  make();
  const FileSizeLimit limit(64'000);
  expect_error([&] { make(); }, sqlstate::io_error, "could not write the workbook's frame",
               "A temporary file of libxlsxwriter lacks a part.");
}

TEST(TailFor, WhatIsNoTail) {
  expect_error([] { tail_for({}, 2, 1); }, sqlstate::internal_error,
               "the workbook's frame is not as libxlsxwriter writes it",
               "There is no <autoFilter ref=\".");
}

}  // namespace
}  // namespace paliad::xlsx
