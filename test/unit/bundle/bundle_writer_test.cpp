#include "core/bundle/bundle_writer.hpp"

#include "core/base/json.hpp"
#include "core/bundle/manifest.hpp"
#include "core/bundle/readme.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/small_bundle.hpp"
#include "unit/support/zip_entries.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

using test::caught;
using test::Caught;
using test::SmallBundle;
using test::ZipEntry;
using Names = std::vector<std::string>;

Names names_of(const std::vector<ZipEntry>& entries) {
  Names names;
  for (const ZipEntry& entry : entries) names.push_back(entry.name);
  return names;
}

std::string content_of(const std::vector<ZipEntry>& entries, const std::string& name) {
  for (const ZipEntry& entry : entries)
    if (entry.name == name) return entry.content();
  throw std::out_of_range(name);
}

std::string sha256_of(const std::string& content) {
  Sha256 sha256;
  sha256.update(content);
  return to_hex(sha256.finish());
}

class Bundle : public testing::Test {
protected:
  Bundle() { bundle_.write(); }

  std::vector<ZipEntry> entries() const { return test::zip_entries(bundle_.bytes()); }

  SmallBundle bundle_;
};

TEST_F(Bundle, HoldsReadmeWorkbookManifestCsvJsonAndScriptsInThisOrder) {
  EXPECT_EQ(names_of(entries()),
            (Names{"README.txt", "paliad-backup.xlsx", "manifest.json", "csv/matters.csv",
                   "csv/ref__courts.csv", "json/matters.json", "json/ref__courts.json",
                   "schema.sql", "restore.sql", "statements.json"}));
}

TEST(BundleWriting, HoldsLargeObjectsBehindTheSheets) {
  SmallBundle bundle;
  bundle.large_objects = {{9, std::string("%PDF-1.7\0\r\n\xFF", 12)}, {10, ""}};
  bundle.write();
  const auto entries = test::zip_entries(bundle.bytes());
  EXPECT_EQ(
      names_of(entries),
      (Names{"README.txt", "paliad-backup.xlsx", "manifest.json", "csv/matters.csv",
             "csv/ref__courts.csv", "json/matters.json", "json/ref__courts.json", "large_objects/9",
             "large_objects/10", "schema.sql", "restore.sql", "statements.json"}));
  ASSERT_EQ(bundle.info.large_objects.size(), 2U);
  for (const model::LargeObject& object : bundle.info.large_objects) {
    const std::string content = content_of(entries, object.file.name);
    EXPECT_EQ(content, bundle.large_objects.at(object.oid));
    EXPECT_EQ(object.file.bytes, content.size());
    EXPECT_EQ(to_hex(object.file.sha256), sha256_of(content));
  }
  EXPECT_EQ(content_of(entries, "manifest.json"), manifest_json(bundle.info));
  EXPECT_NE(content_of(entries, "restore.sql").find("\\lo_import 'large_objects/9'\n"),
            std::string::npos);
}

TEST_F(Bundle, HoldsTheRows) {
  EXPECT_EQ(content_of(entries(), "csv/matters.csv"),
            "id,title\n1,Müller ./. Łódź\n2,Müller ./. Łódź\n"
            "12345678901234567890,Müller ./. Łódź\n");
  EXPECT_EQ(content_of(entries(), "json/matters.json"),
            "[\n{\"id\":1,\"title\":\"Müller ./. Łódź\"},\n"
            "{\"id\":2,\"title\":\"Müller ./. Łódź\"},\n"
            "{\"id\":12345678901234567890,\"title\":\"Müller ./. Łódź\"}\n]\n");
  EXPECT_EQ(content_of(entries(), "csv/ref__courts.csv"), "id,title\n");
  EXPECT_EQ(content_of(entries(), "json/ref__courts.json"), "[\n]\n");
}

TEST_F(Bundle, DescribesItselfAsItTurnedOut) {
  EXPECT_EQ(content_of(entries(), "manifest.json"), manifest_json(bundle_.info));
  EXPECT_EQ(content_of(entries(), "README.txt"), readme_text(bundle_.info));
}

TEST_F(Bundle, CompletesItsDescription) {
  const model::BundleInfo& info = bundle_.info;
  EXPECT_EQ(info.sheets[0].rows, 3U);
  EXPECT_EQ(info.sheets[1].rows, 0U);
  EXPECT_EQ(info.sheets[0].worksheets, (Names{"matters", "matters (2)"}));
  EXPECT_EQ(info.sheets[1].worksheets, Names{"ref__courts"});
  EXPECT_EQ(row_counts_json(info.sheets), R"({"matters": 3, "ref__courts": 0})");
  EXPECT_EQ(
      warnings_json(info.warnings),
      R"([{"sheet": "matters", "column": "id", "code": "digits", "arguments": {}, "count": 1, "text": )"
      R"("numbers with more than 15 digits or beyond Excel's range are text in the workbook"}, )"
      R"({"sheet": "matters", "column": "", "code": "continued", "arguments": {}, "count": 3, "text": )"
      R"("more rows than a worksheet holds: continued on the next worksheet"}])");
}

TEST_F(Bundle, NamesSizeAndDigestOfEveryFile) {
  std::vector<model::FileInfo> files{bundle_.info.workbook};
  for (const model::SheetInfo& sheet : bundle_.info.sheets)
    files.insert(files.end(), sheet.files.begin(), sheet.files.end());
  ASSERT_EQ(files.size(), 5U);
  for (const model::FileInfo& file : files) {
    const std::string content = content_of(entries(), file.name);
    EXPECT_EQ(file.bytes, content.size()) << file.name;
    EXPECT_EQ(to_hex(file.sha256), sha256_of(content)) << file.name;
  }
}

TEST_F(Bundle, ReturnsWhatTheZipHolds) {
  const auto found = entries();
  ASSERT_EQ(bundle_.entries.size(), found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(bundle_.entries[i].name, found[i].name);
    EXPECT_EQ(bundle_.entries[i].bytes, found[i].content().size());
    EXPECT_EQ(bundle_.entries[i].crc32, crc32_update(0, found[i].content()));
    EXPECT_EQ(bundle_.entries[i].stored_bytes, found[i].stored.size());
    EXPECT_EQ(bundle_.entries[i].stored_crc32, crc32_update(0, found[i].stored));
  }
}

TEST_F(Bundle, HoldsAWorkbookWithAWorksheetForEveryPage) {
  const auto workbook = test::zip_entries(content_of(entries(), "paliad-backup.xlsx"));
  const std::string last = content_of(workbook, "xl/worksheets/sheet4.xml");
  const std::string second = content_of(workbook, "xl/worksheets/sheet3.xml");
  EXPECT_NE(second.find("12345678901234567890"), std::string::npos);
  EXPECT_NE(second.find("<autoFilter ref=\"A1:B2\"/>"), std::string::npos);
  EXPECT_NE(last.find("<autoFilter ref=\"A1:B1\"/>"), std::string::npos);
  const Names names = names_of(workbook);
  EXPECT_EQ(std::count(names.begin(), names.end(), "xl/worksheets/sheet5.xml"), 0);
  const std::string book = content_of(workbook, "xl/workbook.xml");
  EXPECT_NE(book.find("<sheet name=\"matters (2)\" sheetId=\"3\""), std::string::npos);
}

TEST_F(Bundle, IsTheSameEveryTime) {
  SmallBundle again;
  again.write();
  EXPECT_TRUE(bundle_.bytes() == again.bytes());
}

TEST(BundleWriting, StopsWhenThePollThrows) {
  SmallBundle bundle;
  int polls = 0;
  EXPECT_EQ(caught([&] {
              bundle.write([&] {
                if (++polls == 4) throw Error(sqlstate::query_canceled, "enough");
              });
            }),
            (Caught{"57014", "enough", "", ""}));
}

TEST(BundleWriting, NumbersWorksheetsRoundThoseThatHaveTheirName) {
  SmallBundle bundle;
  bundle.info.sheets[1].sheet = "matters (2)";
  bundle.write();
  EXPECT_EQ(bundle.info.sheets[0].worksheets[0], "matters");
  EXPECT_EQ(bundle.info.sheets[1].worksheets, Names{"matters (2)"});
  EXPECT_EQ(bundle.info.sheets[0].worksheets[1], "matters~2 (2)");
}

// The parts already have the worksheets' heads when the frame is made for the second time.
TEST(BundleWriting, NoticesAFrameThatChanged) {
  SmallBundle bundle;
  const xlsx::WorkbookFrame frame = make_reading_frame(bundle.info, SmallBundle::nameless);
  ScratchFile scratch(SmallBundle::nameless(), "scratch");
  const auto parts = bundle.read(scratch, frame);
  bundle.info.sheets[0].columns[1].name = "name";
  EXPECT_EQ(caught([&] {
              write_bundle(bundle.target.get(), "target", bundle.info, bundle.schema, parts, {},
                           frame, SmallBundle::nameless, no_poll);
            }),
            (Caught{"XX000", "the workbook's frame changed between reading and writing", "", ""}));
}

}  // namespace
}  // namespace paliad::bundle
