#include "core/bundle/bundle_layout.hpp"

#include "core/bundle/readme.hpp"

#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace paliad::bundle {
namespace {

using Names = std::vector<std::string>;

model::BundleInfo two_sheets() {
  model::BundleInfo info;
  info.workbook.name = workbook_entry;
  for (const char* name : {"matters", "Jürgens Akten"}) {
    model::SheetInfo sheet;
    sheet.sheet = name;
    for (const std::string& entry : sheet_entries(name)) sheet.files.push_back({entry, 1, {}});
    info.sheets.push_back(sheet);
  }
  info.large_objects = {{4'294'967'295, {large_object_entry(4'294'967'295), 1, {}}}};
  for (const char* script : script_entries) info.scripts.push_back({script, 1, {}});
  return info;
}

Names names_of(const std::vector<model::FileInfo>& files) {
  Names names;
  for (const model::FileInfo& file : files) names.push_back(file.name);
  return names;
}

TEST(BundleLayout, NamesASheetsFiles) {
  EXPECT_EQ(csv_entry("matters"), "csv/matters.csv");
  EXPECT_EQ(json_entry("matters"), "json/matters.json");
  EXPECT_EQ(sheet_entries("matters"), (Names{"csv/matters.csv", "json/matters.json"}));
}

TEST(BundleLayout, NamesALargeObjectsFile) {
  EXPECT_EQ(large_object_entry(90001), "large_objects/90001");
}

TEST(BundleLayout, FindsASheetsFilesInItsDescription) {
  const model::BundleInfo info = two_sheets();
  EXPECT_EQ(csv_file(info.sheets[1]).name, "csv/Jürgens Akten.csv");
  EXPECT_EQ(json_file(info.sheets[1]).name, "json/Jürgens Akten.json");
  EXPECT_THROW((void)csv_file(model::SheetInfo()), std::out_of_range);
  EXPECT_THROW((void)json_file(model::SheetInfo()), std::out_of_range);
}

TEST(BundleLayout, ListsWhatTheManifestLists) {
  EXPECT_EQ(names_of(listed_files(two_sheets())),
            (Names{"paliad-backup.xlsx", "csv/matters.csv", "json/matters.json",
                   "csv/Jürgens Akten.csv", "json/Jürgens Akten.json", "large_objects/4294967295",
                   "schema.sql", "restore.sql", "statements.json"}));
  EXPECT_EQ(Names(std::begin(unlisted_entries), std::end(unlisted_entries)),
            (Names{"README.txt", "manifest.json"}));
}

// The README names the entries in sentences of its own, which must agree with the layout.
TEST(BundleLayout, IsWhatTheReadmeSays) {
  const std::string text = readme_text(two_sheets());
  for (const char* name :
       {readme_entry, manifest_entry, schema_entry, restore_entry, workbook_entry}) {
    const std::size_t german = text.find(name);
    ASSERT_NE(german, std::string::npos) << name;
    EXPECT_NE(text.find(name, german + 1), std::string::npos) << name << " in English";
  }
}

}  // namespace
}  // namespace paliad::bundle
