#include "core/verify/verify.hpp"

#include "core/base/digest.hpp"
#include "unit/support/opened_zip.hpp"
#include "unit/support/raw_zip.hpp"
#include "unit/support/small_bundle.hpp"

#include <gtest/gtest.h>
#include <random>

namespace paliad::verify {
namespace {

const std::string& good_bytes() {
  static const std::string bytes = [] {
    test::SmallBundle bundle;
    bundle.write();
    return bundle.bytes();
  }();
  return bytes;
}

std::string hex_of(const std::string& bytes) {
  Sha256 sha256;
  sha256.update(bytes);
  return to_hex(sha256.finish());
}

Expected expected() {
  Expected expected;
  expected.id = "6f1c2a34-0000-4000-8000-000000000001";
  expected.database = "paliad";
  expected.bytes = good_bytes().size();
  expected.sha256 = hex_of(good_bytes());
  return expected;
}

std::vector<Finding> verify(const std::string& bytes, const Expected& by = expected()) {
  const test::SmallBundle maker;
  return verify_artifact(maker.file_of(bytes).get(), "a.zip", by, test::SmallBundle::nameless,
                         no_poll);
}

// "item: detail" of each finding that is not ok.
std::vector<std::string> complaints(const std::vector<Finding>& findings) {
  std::vector<std::string> texts;
  for (const Finding& finding : findings)
    if (!finding.ok) texts.push_back(finding.item + ": " + finding.detail.text);
  return texts;
}

TEST(Verify, ProvesAGoodBundle) {
  const auto findings = verify(good_bytes());
  EXPECT_EQ(complaints(findings), std::vector<std::string>());
  EXPECT_TRUE(all_ok(findings));
  std::vector<std::string> items;
  for (const Finding& finding : findings) items.push_back(finding.item);
  EXPECT_EQ(items, (std::vector<std::string>{
                       "file", "zip", "manifest", "entries", "README.txt", "paliad-backup.xlsx",
                       "manifest.json", "csv/matters.csv", "csv/ref__courts.csv",
                       "json/matters.json", "json/ref__courts.json", "schema.sql", "restore.sql",
                       "statements.json", "workbook", "sheet matters", "sheet ref__courts"}));
  EXPECT_EQ(findings[15].detail.text, "3 rows, the same in CSV, JSON and workbook");
}

TEST(Verify, MissesNoneOfAThousandChangedBytes) {
  std::mt19937 random(20261124);
  std::size_t told_where = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = good_bytes();
    const std::size_t at = std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(random);
    const int change = std::uniform_int_distribution<int>(1, 255)(random);
    bytes[at] = static_cast<char>(bytes[at] ^ change);
    const auto findings = verify(bytes);
    ASSERT_FALSE(all_ok(findings)) << at;
    ASSERT_FALSE(findings[0].ok) << at;
    told_where += complaints(findings).size() > 1;
  }
  EXPECT_GT(told_where, 900U) << "not only that, but where";
}

TEST(Verify, FindsWhatIsCutOrAdded) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, good_bytes().size() / 2, good_bytes().size() - 1})
    EXPECT_FALSE(all_ok(verify(good_bytes().substr(0, size)))) << size;
  EXPECT_FALSE(all_ok(verify(good_bytes() + "x")));
  EXPECT_FALSE(all_ok(verify("x" + good_bytes())));
}

TEST(Verify, ComparesWithTheCatalog) {
  Expected other = expected();
  other.id = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(complaints(verify(good_bytes(), other)),
            std::vector<std::string>{
                "manifest: it is the manifest of backup 6f1c2a34-0000-4000-8000-000000000001"});
  other = expected();
  other.database = "elsewhere";
  EXPECT_EQ(complaints(verify(good_bytes(), other)),
            std::vector<std::string>{"manifest: it is a backup of database paliad"});
  other = expected();
  other.bytes = 7;
  EXPECT_EQ(complaints(verify(good_bytes(), other)),
            std::vector<std::string>{"file: it has " + std::to_string(good_bytes().size()) +
                                     " bytes; the catalog says 7"});
  other = expected();
  other.sha256 = std::string(64, '0');
  EXPECT_EQ(complaints(verify(good_bytes(), other)),
            std::vector<std::string>{"file: its SHA-256 is " + hex_of(good_bytes()) +
                                     "; the catalog says " + other.sha256});
  other.sha256.clear();
  EXPECT_TRUE(all_ok(verify(good_bytes(), other)));
}

// The bundle with one entry's content changed, and all checksums and the manifest's digests
// updated: only the comparison of the formats can find the change.
std::string replaced(const std::string& name, const std::string& from, const std::string& to) {
  auto contents = test::contents(good_bytes());
  std::string before;
  std::string after;
  for (auto& [entry, content] : contents)
    if (entry == name) {
      before = content;
      content.replace(content.find(from), from.size(), to);
      after = content;
    }
  for (auto& [entry, content] : contents)
    if (entry == "manifest.json") content.replace(content.find(hex_of(before)), 64, hex_of(after));
  std::vector<test::RawEntry> entries;
  for (const auto& [entry, content] : contents)
    entries.push_back(test::deflated_entry(entry, content));
  return test::RawZip(entries).bytes();
}

std::vector<std::string> lies(const std::string& name, const std::string& from,
                              const std::string& to) {
  const std::string bytes = replaced(name, from, to);
  Expected by = expected();
  by.bytes = bytes.size();
  by.sha256 = hex_of(bytes);
  return complaints(verify(bytes, by));
}

TEST(Verify, ComparesALargeObjectWithTheManifest) {
  test::SmallBundle bundle;
  bundle.large_objects = {{7, "%PDF-1.7"}};
  bundle.write();
  Expected by = expected();
  const auto checked = [&](const std::string& bytes) {
    by.bytes = bytes.size();
    by.sha256 = hex_of(bytes);
    return complaints(verify(bytes, by));
  };
  EXPECT_EQ(checked(bundle.bytes()), std::vector<std::string>());
  std::vector<test::RawEntry> changed;
  std::vector<test::RawEntry> longer;
  std::vector<test::RawEntry> missing;
  for (const auto& [name, content] : test::contents(bundle.bytes())) {
    const bool is_object = name == "large_objects/7";
    changed.push_back(test::deflated_entry(name, is_object ? "%PDF-1.8" : content));
    longer.push_back(test::deflated_entry(name, is_object ? content + "x" : content));
    if (!is_object) missing.push_back(test::deflated_entry(name, content));
  }
  EXPECT_EQ(checked(test::RawZip(changed).bytes()),
            std::vector<std::string>{"large_objects/7: its SHA-256 is " + hex_of("%PDF-1.8") +
                                     "; the manifest says " + hex_of("%PDF-1.7")});
  EXPECT_EQ(checked(test::RawZip(longer).bytes()),
            std::vector<std::string>{"large_objects/7: it has 9 bytes; the manifest says 8"});
  EXPECT_EQ(checked(test::RawZip(missing).bytes()).front(), "entries: missing: large_objects/7");
}

TEST(Verify, FindsAFormatThatLies) {
  EXPECT_EQ(
      lies("csv/matters.csv", "\n2,", "\n3,"),
      std::vector<std::string>{"sheet matters: row 2, column id: the CSV has \"3\", the JSON 2"});
  EXPECT_EQ(
      lies("json/matters.json", "\"id\":1,", "\"id\":7,"),
      std::vector<std::string>{"sheet matters: row 1, column id: the CSV has \"1\", the JSON 7"});
  EXPECT_EQ(lies("json/matters.json", "\"title\"", "\"titel\""),
            std::vector<std::string>{"sheet matters: row 1, column title: the JSON has \"titel\""});
  EXPECT_EQ(
      lies("csv/matters.csv", "id,title", "id,tittl"),
      std::vector<std::string>{"sheet matters: the CSV's header is not the manifest's columns"});
}

}  // namespace
}  // namespace paliad::verify
