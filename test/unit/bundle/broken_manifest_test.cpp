#include "core/bundle/manifest_reader.hpp"

#include "unit/support/sample_manifest.hpp"

#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

using model::BundleInfo;
using test::Caught;
using test::digest;
using test::good;
using test::refusal;
using test::wrong;

// ---- Values ----

TEST(BrokenManifest, HasAnUnknownFormat) {
  for (const char* version : {"2", "9223372036854775807"})
    EXPECT_EQ(refusal("\"format_version\": 1", std::string("\"format_version\": ") + version),
              (Caught{"0A000",
                      std::string("manifest.json has format version ") + version +
                          ", which this version of paliad_backup can't read",
                      "It reads versions up to 1.",
                      "Use the version of paliad_backup that wrote the bundle, or a newer one."}));
  for (const char* version : {"0", "-1"})
    EXPECT_EQ(refusal("\"format_version\": 1", std::string("\"format_version\": ") + version),
              wrong("format_version", "is less than 1", std::string("It is ") + version + "."));
}

// In a manifest of a later format only the version is read.
TEST(BrokenManifest, HasAnUnknownFormatAndNothingElse) {
  EXPECT_EQ(refusal("{\"format_version\": 2}").state, "0A000");
}

TEST(BrokenManifest, HasABadId) {
  for (const std::string id :
       {"", "6f1c2a34-0000-4000-8000-00000000000", "6f1c2a34-0000-4000-8000-00000000000ff",
        "6F1C2A34-0000-4000-8000-00000000000f", "6f1c2a3400000-4000-8000-00000000000f",
        "6f1c2a34-0000-4000-8000-00000000000g", "6f1c2a34-0000-4000-8000-0000000000-0"})
    EXPECT_EQ(refusal(good().id, id), wrong("id", "is not a uuid", "It is \"" + id + "\"."));
}

TEST(BrokenManifest, HasAnUnknownKind) {
  EXPECT_EQ(refusal("on_demand", "On_demand"),
            wrong("kind", "is neither \"on_demand\" nor \"scheduled\"", "It is \"On_demand\"."));
  EXPECT_EQ(refusal("\"ref\"", "\"reference\""),
            wrong("sheets[1].kind", "is neither \"entity\" nor \"ref\"", "It is \"reference\"."));
}

TEST(BrokenManifest, HasABadTime) {
  for (const std::string time :
       {"", "2026-11-23", "2026-11-23 03:00:00Z", "2026-11-23T03:00:00", "2026-11-23T03:00:00z",
        "2026-11-23T03:00:00+00:00", "2026-11-23T3:00:00Z", "2026-11-23T03:00:00.5Z",
        " 2026-11-23T03:00:00Z", "2026-11-23T03:00:00Z ", "2026-02-30T03:00:00Z",
        "2026-13-01T03:00:00Z", "2026-11-00T03:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T03:60:00Z", "2026-11-23T03:00:60Z", "12026-11-23T03:00:00Z",
        "-026-11-23T03:00:00Z"})
    EXPECT_EQ(
        refusal("2026-11-23T03:00:00Z", time),
        wrong("started_at", "is not a time (YYYY-MM-DDTHH:MM:SSZ)", "It is \"" + time + "\"."));
}

TEST(BrokenManifest, HasABadDigest) {
  const std::string hex = to_hex(digest(0xCA));
  for (const std::string& bad :
       {std::string(), hex.substr(1), hex + "0", "C" + hex.substr(1), "g" + hex.substr(1),
        " " + hex.substr(1), "\xC3\xBC" + hex.substr(2)})
    EXPECT_EQ(refusal(hex, bad),
              wrong("sheets[0].files[1].sha256", "is not a SHA-256 (64 digits of 0-9 and a-f)",
                    "It is \"" + bad + "\"."));
  EXPECT_EQ(refusal(to_hex(digest(0xAB)), "x").message,
            wrong("workbook.sha256", "is not a SHA-256 (64 digits of 0-9 and a-f)").message);
}

TEST(BrokenManifest, HasAWorkbookThatIsNone) {
  for (const std::string name : {"README.txt", ".xlsx", "manifest.json", "../x.xlsx", "csv/x.xlsx",
                                 "/x.xlsx", "a:x.xlsx", "b.xlsm"})
    EXPECT_EQ(refusal("paliad-backup.xlsx", name),
              wrong("workbook.name", "is not the name of a workbook", "It is \"" + name + "\"."));
}

// ---- Sheets ----

TEST(BrokenManifest, HasASheetTwice) {
  BundleInfo info = good();
  info.sheets[1].sheet = "matters";
  EXPECT_EQ(refusal(info),
            wrong("sheets[1].sheet", "names a sheet for the second time", "It is \"matters\"."));
}

TEST(BrokenManifest, HasASheetThatLeadsElsewhere) {
  const auto refused = [](const std::string& name, const std::string& shown,
                          const std::string& why) {
    BundleInfo info = good();
    info.sheets[1].sheet = name;
    EXPECT_EQ(refusal(info), wrong("sheets[1].sheet", "can't be the name of a file: it " + why,
                                   "It is \"" + shown + "\"."));
  };
  const std::string steps = R"(has an empty step, "." or ".." in its path)";
  refused("..", "..", steps);
  refused(".", ".", steps);
  refused("../x", "../x", "has a slash in its name");
  refused("a/b", "a/b", "has a slash in its name");
  refused("a\\b", "a\\b", "has a backslash in its name");
  refused("a\nb", "a\\x0ab", "has a control character in its name");
}

TEST(BrokenManifest, HasAColumnTwice) {
  BundleInfo info = good();
  info.sheets[1].columns[1].name = "id";
  EXPECT_EQ(refusal(info), wrong("sheets[1].columns[1].name", "names a column for the second time",
                                 "It is \"id\"."));
  info = good();
  info.sheets[1].omitted_columns = {"x", "id"};
  EXPECT_EQ(refusal(info), wrong("sheets[1].omitted_columns[1]",
                                 "names a column for the second time", "It is \"id\"."));
}

TEST(BrokenManifest, HasAWorksheetTwice) {
  BundleInfo info = good();
  info.sheets[1].worksheets = {"matters (2)"};
  EXPECT_EQ(refusal(info), wrong("sheets[1].worksheets[0]", "names a worksheet for the second time",
                                 "It is \"matters (2)\"."));
}

TEST(BrokenManifest, HasASheetWithoutWorksheets) {
  BundleInfo info = good();
  info.sheets[1].worksheets = {};
  EXPECT_EQ(refusal(info), wrong("sheets[1].worksheets", "is empty"));
  info.sheets[1].worksheets = {""};
  EXPECT_EQ(refusal(info), wrong("sheets[1].worksheets[0]", "is empty"));
}

TEST(BrokenManifest, HasAFileTwice) {
  BundleInfo info = good();
  info.sheets[0].files[1].name = "csv/matters.csv";
  EXPECT_EQ(refusal(info), wrong("sheets[0].files[1].name", "names a file for the second time",
                                 "It is \"csv/matters.csv\"."));
}

TEST(BrokenManifest, HasAFileOfAnotherSheet) {
  const std::string why = "is not a file of its sheet, or not in its place";
  for (const std::string name : {"csv/matters.csv", "json/ref__länder.json", "csv/ref__länder",
                                 "ref__länder.csv", "CSV/ref__länder.csv", "/csv/ref__länder.csv"})
    EXPECT_EQ(refusal("csv/ref__länder.csv", name),
              wrong("sheets[1].files[0].name", why, "It is \"" + name + "\"."));
  BundleInfo info = good();
  std::swap(info.sheets[0].files[0], info.sheets[0].files[1]);
  EXPECT_EQ(refusal(info), wrong("sheets[0].files[0].name", why, "It is \"json/matters.json\"."));
  info = good();
  info.sheets[0].files.push_back({"xml/matters.xml", 0, {}});
  EXPECT_EQ(refusal(info), wrong("sheets[0].files[2].name", why, "It is \"xml/matters.xml\"."));
}

TEST(BrokenManifest, LacksAFile) {
  BundleInfo info = good();
  info.sheets[0].files.pop_back();
  EXPECT_EQ(refusal(info),
            wrong("sheets[0].files", "lacks a file", "There is no \"json/matters.json\"."));
  info.sheets[0].files.pop_back();
  EXPECT_EQ(refusal(info),
            wrong("sheets[0].files", "lacks a file", "There is no \"csv/matters.csv\"."));
}

TEST(BrokenManifest, HasAnImpossibleNumberOfRows) {
  BundleInfo info = good();
  info.sheets[0].rows = 1;
  EXPECT_EQ(refusal(info),
            wrong("sheets[0].rows", "is less than the sheet's worksheets", "It is 1."));
  info = good();
  info.sheets[1].rows = 1'048'576;
  EXPECT_EQ(refusal(info), wrong("sheets[1].rows", "is more than the sheet's worksheets can have",
                                 "It is 1048576."));
  for (const std::size_t file : {0, 1}) {
    info = good();
    info.sheets[1].rows = 100;
    info.sheets[1].files[file].bytes = 99;
    EXPECT_EQ(refusal(info),
              wrong("sheets[1].rows", "is more than the sheet's files can have", "It is 100."));
  }
}

// ---- Warnings ----

TEST(BrokenManifest, WarnsOfWhatIsNotThere) {
  BundleInfo info = good();
  info.warnings[1].sheet = "drafts";
  EXPECT_EQ(refusal(info),
            wrong("warnings[1].sheet", "names no sheet of the bundle", "It is \"drafts\"."));
  info = good();
  info.warnings[0].column = "title of ref__länder";
  const std::string why = "names no column of the warning's sheet";
  EXPECT_EQ(refusal(info), wrong("warnings[0].column", why, "It is \"title of ref__länder\"."));
  info = good();
  info.warnings[0].sheet = "";
  EXPECT_EQ(refusal(info), wrong("warnings[0].column", why, "It is \"id\"."));
}

TEST(BrokenManifest, IsShownInPartAndWithoutControlCharacters) {
  EXPECT_EQ(refusal(good().id, "\\u001b[31m" + std::string(200, 'x')),
            wrong("id", "is not a uuid", "It is \"\\x1b[31m" + std::string(95, 'x') + "...\"."));
}

}  // namespace
}  // namespace paliad::bundle
