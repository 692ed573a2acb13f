#include "core/zip/safe_entries.hpp"

#include "unit/support/opened_zip.hpp"

#include <gtest/gtest.h>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;
using test::checking;
using test::contradiction;
using test::deflated_entry;
using test::file_of;
using test::is_contradiction;
using test::many;
using test::no_end;
using test::number;
using test::opening;
using test::raw_end;
using test::raw_end64;
using test::RawEntry;
using test::RawZip;
using test::reading;
using test::stored_entry;
using test::too_many;

// ---- Hostile directories ----

TEST(HostileArchive, MayNotHaveTwoEnds) {
  const RawZip zip({stored_entry("x", "1234")});
  std::string comment = zip.directory + raw_end(1, zip.directory.size(), 0);
  std::string first = raw_end(0, 0, 0);
  first.replace(20, 2, number(comment.size(), 2));
  EXPECT_EQ(opening(first + comment),
            (Caught{"XX001", "\"a.zip\" has two end records",
                    "Programs would disagree about what it holds.", hint_changed}));
}

TEST(HostileArchive, MayNotHaveAComment) {
  std::string bytes = RawZip({stored_entry("x", "1234")}).bytes();
  bytes.replace(bytes.size() - 2, 2, number(1, 2));
  EXPECT_EQ(opening(bytes), no_end);
  EXPECT_EQ(opening(bytes + "c"), no_end);
}

TEST(HostileArchive, MayNotNameAnEntryTwice) {
  EXPECT_EQ(opening(RawZip({stored_entry("x", "1"), stored_entry("x", "2")}).bytes()),
            (Caught{"XX001", "\"a.zip\" has two entries of one name",
                    "Programs would disagree about what it holds.", hint_changed}));
}

TEST(HostileArchive, MayNotHaveTooManyEntries) {
  const RawZip zip({stored_entry("x", "1"), stored_entry("y", "2"), stored_entry("z", "3")});
  EXPECT_EQ(opening(zip.bytes(), 3), Caught{});
  EXPECT_EQ(opening(zip.bytes(), 2), too_many(2, zip.directory.size(), 3));
}

// No memory is allocated for entries that exist only in the declared number.
TEST(HostileArchive, MayNotClaimTooManyEntries) {
  constexpr std::uint64_t huge = 1ULL << 60U;
  const std::string end = raw_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
  EXPECT_EQ(opening(raw_end64(huge, 46, 0, 0) + end), too_many(many, 46, huge));
  EXPECT_EQ(opening(raw_end64(1, huge, 0, 0) + end), too_many(many, huge, 1));
  EXPECT_EQ(opening(raw_end(2, 0x7FFFFFFF, 0)), too_many(many, 0x7FFFFFFF, 2));
}

// The count of a zip without Zip64 has 16 bits: 65537 entries are counted as 1.
TEST(HostileArchive, MayNotHaveMoreEntriesThanItSays) {
  std::vector<RawEntry> entries;
  for (int i = 0; i < 65537; ++i) entries.push_back(stored_entry(std::to_string(i), ""));
  EXPECT_EQ(opening(RawZip(entries).bytes(), 10'000),
            contradiction("It has 65537 entries instead of 1."));
}

TEST(HostileArchive, MustHaveItsZip64RecordWhereItSays) {
  const Caught expected{"XX001", "\"a.zip\" has no Zip64 end record where its locator says",
                        "Bytes were changed, or are missing.", hint_damaged};
  const std::string end = raw_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
  for (const std::uint64_t record : {1ULL, 1000ULL, ~0ULL >> 1U})
    EXPECT_EQ(opening(raw_end64(0, 0, 0, record) + end), expected);
}

TEST(HostileArchive, MustAgreeWithItself) {
  const RawZip zip({stored_entry("x", "1234"), stored_entry("y", "5678")});
  const std::string body = zip.locals + zip.directory;
  const auto with = [&](std::uint64_t entries, std::uint64_t bytes, std::uint64_t offset) {
    return opening(body + raw_end(entries, bytes, offset));
  };
  EXPECT_EQ(with(2, zip.directory.size(), zip.locals.size()), Caught{});
  EXPECT_TRUE(is_contradiction(with(1, zip.directory.size(), zip.locals.size())));
  EXPECT_TRUE(is_contradiction(with(3, zip.directory.size(), zip.locals.size())));
  EXPECT_TRUE(is_contradiction(with(2, zip.directory.size(), zip.locals.size() + 1)));
  EXPECT_TRUE(is_contradiction(with(2, zip.directory.size() + 1, zip.locals.size())));
}

// This would be the last part of a zip in several parts.
TEST(HostileArchive, MayNotBeInPieces) {
  std::string bytes = RawZip({stored_entry("x", "1234")}).bytes();
  bytes.replace(bytes.size() - 18, 4, number(0x00010001, 4));
  EXPECT_TRUE(is_contradiction(opening(bytes)));
}

TEST(HostileArchive, MayNotHaveOneHeaderForTwoNames) {
  RawEntry second = stored_entry("y", "1234");
  second.header = 0;
  EXPECT_TRUE(is_contradiction(opening(RawZip({stored_entry("x", "1234"), second}).bytes())));
}

// ---- Hostile entries ----

// A newer libzip (1.11) refuses such a zip already when it is opened.
void expect_refused(const RawZip& zip, const Caught& expected) {
  if (is_contradiction(opening(zip.bytes()))) return;
  EXPECT_EQ(reading(zip.bytes()), expected);
  EXPECT_EQ(checking(zip), expected);
}

TEST(HostileEntry, MayNotBeEncrypted) {
  RawEntry entry = stored_entry("x", "1234");
  const Caught expected{"XX001", "entry \"x\" of \"a.zip\" is encrypted", "", hint_changed};
  for (const unsigned flag : {1U, 1U << 6U}) {
    entry.flags |= flag;
    expect_refused(RawZip({entry}), expected);
  }
}

TEST(HostileEntry, MayNotHaveAnotherMethod) {
  for (const unsigned method : {1U, 9U, 12U, 14U, 93U, 0xFFFFU}) {
    RawEntry entry = stored_entry("x", "1234");
    entry.method = method;
    const Caught expected{"XX001", "entry \"x\" of \"a.zip\" is neither stored nor deflated",
                          "Its method is " + std::to_string(method) + ".", hint_changed};
    EXPECT_EQ(reading(RawZip({entry}).bytes()), expected);
    EXPECT_EQ(checking(RawZip({entry})), expected);
  }
}

// An entry that is encrypted by AES (method 99) must have a field that says how.
TEST(HostileEntry, MayNotBeHalfEncrypted) {
  RawEntry entry = stored_entry("x", "1234");
  entry.method = 99;
  EXPECT_TRUE(is_contradiction(opening(RawZip({entry}).bytes())));
}

Caught impossible_size(std::uint64_t bytes, std::uint64_t stored) {
  return {"XX001", "entry \"x\" of \"a.zip\" declares a size that it can't have",
          "It declares " + std::to_string(bytes) + " bytes and stores " + std::to_string(stored) +
              ".",
          hint_changed};
}

TEST(HostileEntry, MayNotDeclareMoreThanDeflateCanHold) {
  const std::string zeros(10'000'000, '\0');
  RawEntry entry = deflated_entry("x", zeros);
  EXPECT_EQ(reading(RawZip({entry}).bytes()), Caught{});
  entry.stored.resize(10);
  entry.bytes = 10'321;
  EXPECT_EQ(reading(RawZip({entry}).bytes()), impossible_size(10'321, 10));
  EXPECT_EQ(checking(RawZip({entry})), impossible_size(10'321, 10));
  entry.bytes = 10'320;
  EXPECT_EQ(checking(RawZip({entry})), Caught{});
  entry.bytes = 0xFFFFFFFE;
  EXPECT_EQ(checking(RawZip({entry})), impossible_size(0xFFFFFFFE, 10));
  entry.stored = "";
  entry.bytes = 1;
  EXPECT_EQ(checking(RawZip({entry})), impossible_size(1, 0));
}

TEST(HostileEntry, MayNotDeclareAnotherSizeThanIsStored) {
  for (const std::uint32_t bytes : {0U, 3U, 5U, 0xFFFFFFFEU}) {
    RawEntry entry = stored_entry("x", "1234");
    entry.bytes = bytes;
    expect_refused(RawZip({entry}), impossible_size(bytes, 4));
  }
}

TEST(HostileEntry, MayNotInflateToMoreThanItDeclares) {
  for (const std::uint32_t declared : {0U, 10U, 999'999U}) {
    RawEntry entry = deflated_entry("x", std::string(1'000'000, '\0'));
    entry.bytes = declared;
    const Archive archive(file_of(RawZip({entry}).bytes()).get(), "a.zip", many);
    std::uint64_t got = 0;
    EXPECT_EQ(caught([&] {
                archive.stream(
                    archive.entries()[0], [&](std::string_view block) { got += block.size(); },
                    no_poll);
              }),
              (Caught{"XX001", "entry \"x\" of \"a.zip\" has more bytes than it declares",
                      "It declares " + std::to_string(declared) + ".", hint_changed}));
    EXPECT_LE(got, declared);
  }
}

TEST(HostileEntry, MayNotInflateToLessThanItDeclares) {
  RawEntry entry = deflated_entry("x", "1234");
  entry.bytes = 5;
  EXPECT_EQ(reading(RawZip({entry}).bytes()),
            (Caught{"XX001", "entry \"x\" of \"a.zip\" has fewer bytes than it declares",
                    "It declares 5 and has 4.", hint_damaged}));
}

// libzip replaces a NUL by a space, or refuses the zip (1.12): this code never uses the part of a
// name after a NUL.
TEST(HostileEntry, HidesNothingBehindANul) {
  const std::string bytes = RawZip({stored_entry(std::string("a\0/../x", 7), "")}).bytes();
  if (is_contradiction(opening(bytes))) return;
  const Archive archive(file_of(bytes).get(), "a.zip", many);
  EXPECT_EQ(archive.entries()[0].name, "a /../x");
}

}  // namespace
}  // namespace paliad::zip
