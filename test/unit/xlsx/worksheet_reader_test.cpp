#include "core/xlsx/worksheet_reader.hpp"

#include "core/xlsx/xlsx_frame.hpp"
#include "unit/support/opened_zip.hpp"

#include <gtest/gtest.h>

namespace paliad::xlsx {
namespace {

using test::caught;
using test::Caught;
using test::RawEntry;
using test::RawZip;
using test::stored_entry;

Worksheets worksheets(const std::vector<RawEntry>& entries) {
  const zip::Archive workbook(test::file_of(RawZip(entries).bytes()).get(), "a.xlsx", 100);
  return worksheet_entries(workbook);
}

Worksheets worksheets(const std::string& workbook_xml) {
  return worksheets(
      {stored_entry("[Content_Types].xml", ""), stored_entry("xl/workbook.xml", workbook_xml)});
}

TEST(WorksheetEntries, AreInTheOrderOfTheWorkbook) {
  EXPECT_EQ(worksheets("<workbook><sheets><sheet name=\"b\" sheetId=\"7\" r:id=\"rId7\"/>"
                       "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            (Worksheets{{"b", "xl/worksheets/sheet1.xml"}, {"a", "xl/worksheets/sheet2.xml"}}));
  EXPECT_EQ(worksheets("<workbook><sheets/></workbook>"), Worksheets());
  EXPECT_EQ(worksheets(""), Worksheets());
}

TEST(WorksheetEntries, HaveTheirNamesAsTheyAre) {
  EXPECT_EQ(worksheets("<sheet name=\"R&amp;D &lt;&quot;x&quot;&gt; it&apos;s\"/>"
                       "<sheet name=\"&amp;lt;\"/><sheet name=\"Übersicht\"/>"
                       "<sheet name=\"a&b &amp\"/><sheet name=\"\"/>"),
            (Worksheets{{"R&D <\"x\"> it's", "xl/worksheets/sheet1.xml"},
                        {"&lt;", "xl/worksheets/sheet2.xml"},
                        {"Übersicht", "xl/worksheets/sheet3.xml"},
                        {"a&b &amp", "xl/worksheets/sheet4.xml"},
                        {"", "xl/worksheets/sheet5.xml"}}));
}

TEST(WorksheetEntries, AreThoseOfAWorkbookOfOurs) {
  model::BundleInfo info;
  info.sheets.resize(12);
  std::vector<xlsx::FramePage> pages;
  for (std::size_t i = 0; i < info.sheets.size(); ++i) {
    info.sheets[i].columns = {{"id", "integer"}};
    pages.push_back({&info.sheets[i], "R&D <" + std::to_string(i) + "> \"it's\"", 0});
  }
  const xlsx::WorkbookFrame frame = xlsx::make_frame(info, pages, test::SmallBundle::nameless);
  std::vector<RawEntry> entries;
  for (const auto& [name, content] : frame.entries) entries.push_back(stored_entry(name, content));
  const Worksheets found = worksheets(entries);
  ASSERT_EQ(found.size(), 13U);
  EXPECT_EQ(found.at(xlsx::overview_title), "xl/worksheets/sheet1.xml");
  for (std::size_t i = 0; i < pages.size(); ++i)
    EXPECT_EQ(found.at(pages[i].title), frame.pages[i].entry);
}

TEST(WorksheetEntries, NeedAWorkbook) {
  EXPECT_EQ(caught([] { worksheets(std::vector<RawEntry>{}); }),
            (Caught{"XX001", "\"a.xlsx\" has no entry \"xl/workbook.xml\"",
                    "It is no bundle, or the entry was taken out of it.", zip::hint_damaged}));
  RawEntry damaged = stored_entry("xl/workbook.xml", "<workbook/>");
  damaged.crc32 ^= 1U;
  EXPECT_EQ(caught([&] { worksheets({damaged}); }),
            (Caught{"XX001",
                    "the content of entry \"xl/workbook.xml\" of \"a.xlsx\" does not match its CRC",
                    "", zip::hint_damaged}));
}

TEST(WorksheetEntries, NeedNamesThatEnd) {
  EXPECT_EQ(caught([] { worksheets("<sheet name=\"a\"/><sheet name=\"b"); }),
            (Caught{"XX001", "a worksheet's name never ends", "", ""}));
}

TEST(WorksheetEntries, NeedNamesOfTheirOwn) {
  EXPECT_EQ(caught([] {
              worksheets("<sheet name=\"a\"/><sheet name=\"b&amp;\"/><sheet name=\"b&amp;\"/>");
            }),
            (Caught{"XX001", "the workbook has two worksheets b&", "", ""}));
  EXPECT_EQ(worksheets("<sheet name=\"a\"/><sheet name=\"A\"/>").size(), 2U);
}

// Whatever size the workbook declares: its entries are read into memory, so there is a limit.
TEST(WorksheetEntries, AreNotReadOfAnEndlessWorkbook) {
  constexpr std::size_t most = 64UL << 20U;
  std::string xml = "<sheet name=\"a\"/>";
  xml.resize(most, ' ');
  EXPECT_EQ(worksheets({test::deflated_entry("xl/workbook.xml", xml)}).size(), 1U);
  EXPECT_EQ(caught([&] { worksheets({test::deflated_entry("xl/workbook.xml", xml + " ")}); }),
            (Caught{"54000", "entry \"xl/workbook.xml\" of \"a.xlsx\" is too large to be read",
                    "It declares 67108865 bytes; the limit is 67108864.", zip::hint_changed}));
}

}  // namespace
}  // namespace paliad::xlsx
