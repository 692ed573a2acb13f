#include "core/bundle/bundle_reader.hpp"

#include "unit/support/opened_zip.hpp"
#include "unit/support/zip_entries.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

using test::caught;
using test::Caught;
using test::deflated_entry;
using test::file_of;
using test::good_bundle;
using test::many;
using test::RawEntry;
using test::RawZip;
using test::stored_entry;
using test::unsafe;

// The entries of the good bundle, for a zip that is written byte by byte.
std::vector<RawEntry> good_entries() {
  std::vector<RawEntry> entries;
  for (const auto& [name, content] : test::contents(good_bundle()))
    entries.push_back(deflated_entry(name, content));
  return entries;
}

RawEntry& named(std::vector<RawEntry>& entries, const std::string& name) {
  for (RawEntry& entry : entries)
    if (entry.name == name) return entry;
  throw std::out_of_range(name);
}

Caught checking(const std::string& bytes, const Poll& poll = no_poll) {
  const zip::Archive archive(file_of(bytes).get(), "a.zip", many);
  return caught([&] { require_whole(archive, manifest_of(archive), poll); });
}

Caught checking(const std::vector<RawEntry>& entries) { return checking(RawZip(entries).bytes()); }

Caught differs(const std::string& name, const std::string& detail) {
  return {"XX001", "entry \"" + name + "\" of \"a.zip\" is not what its manifest says", detail,
          zip::hint_damaged};
}

std::string content_of(const std::string& name) {
  for (const auto& [entry, content] : test::contents(good_bundle()))
    if (entry == name) return content;
  throw std::out_of_range(name);
}

std::string hex_of(const std::string& content) {
  Sha256 sha256;
  sha256.update(content);
  return to_hex(sha256.finish());
}

TEST(WholeBundle, WhatWasWrittenIsWhole) { EXPECT_EQ(checking(good_bundle()), Caught{}); }

// Any program may have made the zip: a bundle may be unpacked and packed again.
TEST(WholeBundle, ContentCountsNotItsForm) {
  std::vector<RawEntry> entries = good_entries();
  EXPECT_EQ(checking(entries), Caught{});
  std::reverse(entries.begin(), entries.end());
  EXPECT_EQ(checking(entries), Caught{});
  for (const auto& [name, content] : test::contents(good_bundle()))
    named(entries, name) = stored_entry(name, content);
  EXPECT_EQ(checking(entries), Caught{});
}

TEST(WholeBundle, ManifestSaysWhoseItIs) {
  const test::SmallBundle made;
  const zip::Archive archive(file_of(good_bundle()).get(), "a.zip", many);
  const model::BundleInfo info = manifest_of(archive);
  EXPECT_EQ(info.id, made.info.id);
  EXPECT_EQ(info.sheets.size(), 2U);
  EXPECT_EQ(info.sheets[0].rows, 3U);
}

TEST(WholeBundle, EveryEntryMustBeThere) {
  for (const auto& [name, content] : test::contents(good_bundle())) {
    std::vector<RawEntry> entries = good_entries();
    named(entries, name).name = "x";
    const bool first = name == "manifest.json";
    EXPECT_EQ(
        checking(entries),
        first ? (Caught{"XX001", "\"a.zip\" has no entry \"manifest.json\"",
                        "It is no bundle, or the entry was taken out of it.", zip::hint_damaged})
              : (Caught{"XX001", "\"a.zip\" has an entry \"x\" that its manifest does not name", "",
                        zip::hint_changed}))
        << name;
    named(entries, "x") = entries.back();
    entries.pop_back();
    EXPECT_EQ(checking(entries),
              (Caught{"XX001", "\"a.zip\" has no entry \"" + name + "\"",
                      "It is no bundle, or the entry was taken out of it.", zip::hint_damaged}))
        << name;
  }
}

TEST(WholeBundle, NothingElseMayBeThere) {
  std::vector<RawEntry> entries = good_entries();
  entries.push_back(stored_entry("csv/x\n.csv", "id\n"));
  EXPECT_EQ(checking(entries), unsafe("csv/x\\x0a.csv", "has a control character in its name"));
  entries.back().name = "csv/x.csv";
  EXPECT_EQ(checking(entries),
            (Caught{"XX001", "\"a.zip\" has an entry \"csv/x.csv\" that its manifest does not name",
                    "", zip::hint_changed}));
}

TEST(WholeBundle, OtherContentOfTheSameSize) {
  for (const char* name : {"csv/matters.csv", "json/ref__courts.json", "paliad-backup.xlsx"}) {
    std::vector<RawEntry> entries = good_entries();
    std::string content = content_of(name);
    const std::string before = hex_of(content);
    content.back() ^= 1;
    named(entries, name) = deflated_entry(name, content);
    EXPECT_EQ(checking(entries), differs(name, "Its SHA-256 is " + hex_of(content) +
                                                   "; the manifest says " + before + "."));
  }
}

TEST(WholeBundle, ContentOfAnotherSize) {
  std::vector<RawEntry> entries = good_entries();
  const std::string content = content_of("csv/matters.csv");
  named(entries, "csv/matters.csv") = deflated_entry("csv/matters.csv", content + "\n");
  EXPECT_EQ(checking(entries),
            differs("csv/matters.csv", "It has " + std::to_string(content.size() + 1) +
                                           " bytes; the manifest says " +
                                           std::to_string(content.size()) + "."));
}

// The README has no digest in the manifest; its CRC is checked.
TEST(WholeBundle, ReadmeWithAnotherCrc) {
  std::vector<RawEntry> entries = good_entries();
  RawEntry& readme = named(entries, "README.txt");
  readme = stored_entry("README.txt", content_of("README.txt"));
  readme.stored.back() ^= 1;
  EXPECT_EQ(checking(entries).state, "XX001");
}

TEST(WholeBundle, PollCanEndIt) {
  const auto stop = [] { throw Error(sqlstate::query_canceled, "stop"); };
  EXPECT_EQ(checking(good_bundle(), stop), (Caught{"57014", "stop", "", ""}));
}

TEST(WholeBundle, ManifestIsReadOnlyUpToItsLimit) {
  std::vector<RawEntry> entries = good_entries();
  named(entries, "manifest.json") =
      deflated_entry("manifest.json", std::string(most_manifest_bytes + 1, ' '));
  const zip::Archive archive(file_of(RawZip(entries).bytes()).get(), "a.zip", many);
  EXPECT_EQ(caught([&] { (void)manifest_of(archive); }).state, "54000");
}

}  // namespace
}  // namespace paliad::bundle
