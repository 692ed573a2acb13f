#include "core/verify/same_sheet.hpp"

#include "core/base/error.hpp"
#include "core/zip/damage.hpp"
#include "unit/support/opened_zip.hpp"

#include <gtest/gtest.h>

namespace paliad::verify {
namespace {

using test::caught;
using test::Caught;
using test::stored_entry;

// A sheet of two rows on two worksheets: (1, a) and (2, NULL).
class SameSheetTest : public testing::Test {
protected:
  SameSheetTest() {
    sheet_.sheet = "matters";
    sheet_.columns = {{"id", "integer"}, {"ti\"tle\n", "text"}};
    sheet_.rows = 2;
    sheet_.files = {{"csv/matters.csv", 0, {}}, {"json/matters.json", 0, {}}};
  }

  std::string compare(const Poll& poll = no_poll) const {
    const zip::Archive bundle(
        test::file_of(test::RawZip({stored_entry("csv/matters.csv", all_.csv),
                                    stored_entry("json/matters.json", all_.json)})
                          .bytes())
            .get(),
        "a.zip", 10);
    std::vector<test::RawEntry> worksheets;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < all_.pages.size(); ++i) {
      names.push_back("xl/worksheets/sheet" + std::to_string(i + 2) + ".xml");
      worksheets.push_back(stored_entry(names.back(), all_.pages[i]));
    }
    if (!missing_.empty()) names.push_back(missing_);
    const zip::Archive workbook(test::file_of(test::RawZip(worksheets).bytes()).get(), "a.xlsx",
                                10);
    return difference(bundle, workbook, sheet_, names, poll);
  }

  static std::string page(const std::string& rows) {
    return "<worksheet><sheetData><row r=\"1\" spans=\"1:2\"></row>" + rows +
           "</sheetData></worksheet>";
  }
  static std::string text_cell(const std::string& reference, const std::string& text) {
    return "<c r=\"" + reference + "\" s=\"1\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }

  model::SheetInfo sheet_;
  struct Formats {
    std::string csv = "id,\"ti\"\"tle\n\"\n1,a\n2,\n";
    std::string json = R"([
{"id":1,"ti\"tle\n":"a"},
{"id":2,"ti\"tle\n":null}
]
)";
    std::vector<std::string> pages{
        page("<row r=\"2\"><c r=\"A2\"><v>1</v></c>" + text_cell("B2", "a") + "</row>"),
        page("<row r=\"2\"><c r=\"A2\"><v>2</v></c></row>")};
  };

  Formats all_;
  std::string missing_;  // a worksheet that the workbook lacks
};

TEST_F(SameSheetTest, NothingDiffers) { EXPECT_EQ(compare(), ""); }

TEST_F(SameSheetTest, NothingDiffersWithoutRows) {
  all_.csv = "id,\"ti\"\"tle\n\"\n";
  all_.json = "[\n]\n";
  all_.pages = {page("")};
  sheet_.rows = 0;
  EXPECT_EQ(compare(), "");
}

TEST_F(SameSheetTest, NothingDiffersWithoutColumns) {
  sheet_.columns.clear();
  all_.csv = "\n\n\n";
  all_.json = "[\n{},\n{}\n]\n";
  all_.pages = {"<worksheet><sheetData><row r=\"2\"></row><row r=\"3\"></row></sheetData>"};
  EXPECT_EQ(compare(), "");
  all_.csv = "\n\nx\n";
  EXPECT_EQ(compare(), "");
}

TEST_F(SameSheetTest, TheHeaderDiffers) {
  const std::string other = "the CSV's header is not the manifest's columns";
  for (const char* header :
       {"ID,\"ti\"\"tle\n\"", "id", "id,\"ti\"\"tle\n\",x", "\"ti\"\"tle\n\",id", "id,\"\""}) {
    all_.csv = std::string(header) + "\n1,a\n2,\n";
    EXPECT_EQ(compare(), other) << header;
  }
  all_.csv = "";
  EXPECT_EQ(compare(), "the CSV has no header");
}

TEST_F(SameSheetTest, AValueDiffers) {
  all_.json.replace(all_.json.find("\"a\""), 3, "\"b\"");
  EXPECT_EQ(compare(), "row 1, column ti\"tle\\x0a: the CSV has \"a\", the JSON \"b\"");
  all_.json.replace(all_.json.find("\"b\""), 3, "null");
  EXPECT_EQ(compare(), "row 1, column ti\"tle\\x0a: the CSV has \"a\", the JSON null");
}

TEST_F(SameSheetTest, ANullDiffers) {
  all_.csv.insert(all_.csv.size() - 1, "\"\"");
  EXPECT_EQ(compare(), "row 2, column ti\"tle\\x0a: the CSV has \"\", the JSON null");
  all_.json.replace(all_.json.find("null"), 4, "\"\"");
  EXPECT_EQ(compare(), "row 2, column ti\"tle\\x0a: the CSV has \"\", the workbook nothing");
  all_.pages[1] = page("<row r=\"2\"><c r=\"A2\"><v>2</v></c>" + text_cell("B2", "") + "</row>");
  EXPECT_EQ(compare(), "");
  all_.csv.erase(all_.csv.size() - 3, 2);
  EXPECT_EQ(compare(), "row 2, column ti\"tle\\x0a: the CSV has NULL, the JSON \"\"");
}

TEST_F(SameSheetTest, ACellDiffers) {
  all_.pages[0] = page("<row r=\"2\"><c r=\"A2\"><v>1</v></c>" + text_cell("B2", "b\n") + "</row>");
  EXPECT_EQ(compare(), "row 1, column ti\"tle\\x0a: the CSV has \"a\", the workbook \"b\\x0a\"");
  all_.pages[0] = page("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>");
  EXPECT_EQ(compare(), "row 1, column ti\"tle\\x0a: the CSV has \"a\", the workbook nothing");
}

// Row numbers continue on the second worksheet.
TEST_F(SameSheetTest, ACellOfALaterWorksheetDiffers) {
  all_.pages[1] = page("<row r=\"2\"><c r=\"A2\"><v>3</v></c></row>");
  EXPECT_EQ(compare(), "row 2, column id: the CSV has \"2\", the workbook \"3\"");
}

TEST_F(SameSheetTest, TheFirstDifferenceIsTold) {
  all_.json = R"([
{"id":7,"ti\"tle\n":"b"},
{"id":8,"ti\"tle\n":"c"}
]
)";
  EXPECT_EQ(compare(), "row 1, column id: the CSV has \"1\", the JSON 7");
}

TEST_F(SameSheetTest, AMemberHasAnotherName) {
  all_.json.replace(all_.json.rfind("\"id\""), 4, "\"ID\"");
  EXPECT_EQ(compare(), "row 2, column id: the JSON has \"ID\"");
}

TEST_F(SameSheetTest, ARowIsTooShortOrTooLong) {
  all_.csv = "id,\"ti\"\"tle\n\"\n1,a\n2\n";
  EXPECT_EQ(compare(), "row 2 of the CSV has 1 values instead of 2");
  all_.csv = "id,\"ti\"\"tle\n\"\n1,a,\n2,\n";
  EXPECT_EQ(compare(), "row 1 of the CSV has 3 values instead of 2");
  all_.csv = "id,\"ti\"\"tle\n\"\n1,a\n2,\n";
  all_.json.replace(all_.json.find(",\"ti\\\"tle\\n\":null"), 17, "");
  EXPECT_EQ(compare(), "row 2 of the JSON has 1 members instead of 2");
}

TEST_F(SameSheetTest, OneEndsBeforeTheOthers) {
  const auto expect = [&](bool in_csv, bool in_json, bool in_workbook, const std::string& who) {
    const Formats whole = all_;
    if (!in_csv) all_.csv.erase(all_.csv.size() - 3);
    if (!in_json) all_.json = "[\n{\"id\":1,\"ti\\\"tle\\n\":\"a\"}\n]\n";
    if (!in_workbook) all_.pages.pop_back();
    EXPECT_EQ(compare(), who + " ends after 1 rows, before the others");
    all_ = whole;
  };
  expect(false, true, true, "the CSV");
  expect(true, false, true, "the JSON");
  expect(true, true, false, "the workbook");
  expect(false, false, true, "the CSV and the JSON");
  expect(false, true, false, "the CSV and the workbook");
  expect(true, false, false, "the JSON and the workbook");
}

TEST_F(SameSheetTest, TheManifestCountsOtherwise) {
  for (const std::uint64_t rows : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{3}}) {
    sheet_.rows = rows;
    EXPECT_EQ(compare(), "it has 2 rows; the manifest says " + std::to_string(rows));
  }
}

TEST_F(SameSheetTest, WhatCannotBeReadIsDamage) {
  missing_ = "xl/worksheets/sheet9.xml";
  EXPECT_EQ(caught([&] { compare(); }),
            (Caught{"XX001", "\"a.xlsx\" has no entry \"xl/worksheets/sheet9.xml\"",
                    "It is no bundle, or the entry was taken out of it.", zip::hint_damaged}));
  missing_ = "";
  sheet_.files[0].name = "csv/other.csv";
  EXPECT_EQ(caught([&] { compare(); }),
            (Caught{"XX001", "\"a.zip\" has no entry \"csv/other.csv\"",
                    "It is no bundle, or the entry was taken out of it.", zip::hint_damaged}));
}

TEST_F(SameSheetTest, WhatIsNoSuchFormatIsDamage) {
  all_.csv = "id,\"ti\"\"tle\n\"\n\"1";
  EXPECT_EQ(caught([&] { compare(); }), (Caught{"XX001", "a quoted value never ends", "", ""}));
  all_ = Formats();
  all_.json = "{}";
  EXPECT_EQ(caught([&] { compare(); }),
            (Caught{"XX001", "it does not begin as a JSON array", "", ""}));
  all_ = Formats();
  all_.pages = {""};
  EXPECT_EQ(caught([&] { compare(); }),
            (Caught{"XX001", "the worksheet has no <sheetData>", "", ""}));
}

TEST_F(SameSheetTest, AsksAtEachRow) {
  int asked = 0;
  (void)compare([&] { ++asked; });
  EXPECT_GE(asked, 2);
  for (int last = 1; last <= 2; ++last) {
    asked = 0;
    EXPECT_EQ(caught([&] {
                compare([&] {
                  if (++asked == last) throw Error(sqlstate::query_canceled, "enough");
                });
              }),
              (Caught{"57014", "enough", "", ""}));
    EXPECT_EQ(asked, last);
  }
}

}  // namespace
}  // namespace paliad::verify
