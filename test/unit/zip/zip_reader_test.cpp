#include "core/zip/zip_reader.hpp"

#include "unit/support/opened_zip.hpp"
#include "unit/support/temp_directory.hpp"
#include "unit/support/zip_entries.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;
using test::contents;
using test::deflated_entry;
using test::file_of;
using test::good_bundle;
using test::is_contradiction;
using test::many;
using test::no_end;
using test::opening;
using test::raw_end;
using test::raw_end64;
using test::RawEntry;
using test::RawZip;
using test::reading;
using test::stored_entry;
using test::too_many;

// ---- Good ones ----

TEST(Archive, ListsWhatABundleHolds) {
  const std::string bytes = good_bundle();
  const auto expected = test::zip_entries(bytes);
  const Archive archive(file_of(bytes).get(), "a.zip", many);
  EXPECT_EQ(archive.name(), "a.zip");
  EXPECT_EQ(archive.file_bytes(), bytes.size());
  ASSERT_EQ(archive.entries().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Entry& entry = archive.entries()[i];
    EXPECT_EQ(entry.index, i);
    EXPECT_EQ(entry.name, expected[i].name);
    EXPECT_EQ(entry.bytes, expected[i].bytes);
    EXPECT_EQ(entry.stored_bytes, expected[i].stored.size());
    EXPECT_EQ(entry.crc32, expected[i].crc32);
    EXPECT_EQ(entry.method, expected[i].method);
    EXPECT_EQ(entry.kind, EntryKind::file);
    EXPECT_FALSE(entry.encrypted);
    EXPECT_EQ(archive.read(entry, entry.bytes), expected[i].content());
  }
  require_safe(archive);
}

TEST(Archive, FindsAnEntryByItsName) {
  const Archive archive(file_of(good_bundle()).get(), "a.zip", many);
  EXPECT_EQ(archive.entry("manifest.json").index, 2U);
  EXPECT_EQ(caught([&] { (void)archive.entry("none\n"); }),
            (Caught{"XX001", "\"a.zip\" has no entry \"none\\x0a\"",
                    "It is no bundle, or the entry was taken out of it.", hint_damaged}));
}

// The caller's descriptor is neither kept nor moved, and two archives of it don't disturb each
// other.
TEST(Archive, LeavesTheDescriptorToItsOwner) {
  const std::string bytes = good_bundle();
  UniqueFd fd = file_of(bytes);
  ASSERT_EQ(::lseek(fd.get(), 7, SEEK_SET), 7);
  const Archive first(fd.get(), "a.zip", many);
  const Archive second(fd.get(), "a.zip", many);
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_CUR), 7);
  fd = UniqueFd();
  std::string inner;
  first.stream(
      first.entries()[0],
      [&](std::string_view) { inner = second.read(second.entries()[2], 1'000'000); }, no_poll);
  EXPECT_TRUE(inner == test::zip_entries(bytes)[2].content());
}

TEST(Archive, StreamsInBlocks) {
  std::string content(3'000'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i >> 8U & 0xFFU);
  for (const RawEntry& entry : {stored_entry("x", content), deflated_entry("x", content)}) {
    const Archive archive(file_of(RawZip({entry}).bytes()).get(), "a.zip", many);
    std::string got;
    int blocks = 0;
    int polls = 0;
    archive.stream(
        archive.entries()[0],
        [&](std::string_view block) {
          got.append(block);
          ++blocks;
        },
        [&] { ++polls; });
    EXPECT_TRUE(got == content);
    EXPECT_GE(blocks, 3);
    EXPECT_GT(polls, blocks);
  }
}

TEST(Archive, StopsWhenPollOrSinkThrows) {
  const Archive archive(file_of(good_bundle()).get(), "a.zip", many);
  const auto enough = [] { throw Error(sqlstate::query_canceled, "enough"); };
  const auto ignore = [](std::string_view) {};
  const Entry& entry = archive.entries()[0];
  const Caught expected{"57014", "enough", "", ""};
  EXPECT_EQ(caught([&] { archive.stream(entry, ignore, enough); }), expected);
  const auto stop = [&](std::string_view) { enough(); };
  EXPECT_EQ(caught([&] { archive.stream(entry, stop, no_poll); }), expected);
}

TEST(Archive, ReadsNothingBeyondTheLimit) {
  const Archive archive(file_of(RawZip({stored_entry("x", "1234")}).bytes()).get(), "a.zip", many);
  EXPECT_EQ(archive.read(archive.entries()[0], 4), "1234");
  EXPECT_EQ(caught([&] { archive.read(archive.entries()[0], 3); }),
            (Caught{"54000", "entry \"x\" of \"a.zip\" is too large to be read",
                    "It declares 4 bytes; the limit is 3.", hint_changed}));
}

TEST(Archive, ReadsEmptyEntries) {
  const std::vector<std::pair<std::string, std::string>> expected{{"s", ""}, {"d", ""}};
  EXPECT_EQ(contents(RawZip({stored_entry("s", ""), deflated_entry("d", "")}).bytes()), expected);
  EXPECT_TRUE(contents(RawZip({}).bytes()).empty());
}

TEST(Archive, ReadsZip64) {
  const RawZip zip({stored_entry("x", "1234")});
  const std::size_t end = zip.locals.size() + zip.directory.size();
  const std::string bytes = zip.locals + zip.directory +
                            raw_end64(1, zip.directory.size(), zip.locals.size(), end) +
                            raw_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
  EXPECT_EQ(contents(bytes).at(0).second, "1234");
  EXPECT_EQ(opening(bytes, 0), too_many(0, zip.directory.size(), 1));
}

// ---- Damage ----

TEST(ArchiveDamage, NoticesEveryCut) {
  const std::string bytes = good_bundle();
  for (std::size_t size = 0; size < bytes.size(); size += 64)
    EXPECT_EQ(opening(bytes.substr(0, size)), no_end) << size;
  EXPECT_EQ(opening(bytes.substr(0, bytes.size() - 1)), no_end);
}

// The workbook is a zip itself, and is stored in the bundle without compression.
TEST(ArchiveDamage, NoticesACutBehindTheWorkbook) {
  const std::string bytes = good_bundle();
  const test::ZipEntry workbook = test::zip_entries(bytes).at(1);
  ASSERT_EQ(workbook.name, "paliad-backup.xlsx");
  EXPECT_TRUE(is_contradiction(opening(bytes.substr(0, workbook.data + workbook.stored.size()))));
}

TEST(ArchiveDamage, NoticesEveryHole) {
  const std::string bytes = good_bundle();
  for (std::size_t at = 0; at < bytes.size(); at += 64) {
    std::string damaged = bytes;
    damaged.erase(at, 64);
    EXPECT_EQ(opening(damaged).state, "XX001") << at;
  }
}

TEST(ArchiveDamage, NeverGivesOtherContent) {
  const std::string bytes = good_bundle();
  const auto expected = contents(bytes);
  int refused = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 1 << at % 8);
    const Caught error = caught([&] { EXPECT_TRUE(contents(flipped) == expected) << at; });
    if (error.state.empty()) continue;
    ++refused;
    EXPECT_EQ(error.state, "XX001") << at << ": " << error;
    EXPECT_NE(error.message.find("\"a.zip\""), std::string::npos) << error;
    EXPECT_TRUE(error.hint == hint_damaged || error.hint == hint_changed) << error;
  }
  EXPECT_GT(refused, 1000);
}

TEST(ArchiveDamage, NoticesBytesAroundIt) {
  EXPECT_EQ(opening(good_bundle() + "x"), no_end);
  EXPECT_TRUE(is_contradiction(opening("x" + good_bundle())));
}

TEST(ArchiveDamage, NoticesAWrongCrc) {
  const Caught expected{"XX001", "the content of entry \"x\" of \"a.zip\" does not match its CRC",
                        "", hint_damaged};
  for (RawEntry entry : {stored_entry("x", "1234"), deflated_entry("x", "1234"),
                         stored_entry("x", ""), deflated_entry("x", "")}) {
    entry.crc32 ^= 1U;
    EXPECT_EQ(reading(RawZip({entry}).bytes()), expected);
  }
}

TEST(ArchiveDamage, NoticesBrokenDeflate) {
  RawEntry entry = deflated_entry("x", "1234");
  entry.stored = std::string(8, '\xFF');
  EXPECT_EQ(reading(RawZip({entry}).bytes()),
            (Caught{"XX001", "the stored bytes of entry \"x\" of \"a.zip\" are broken",
                    "libzip says: Zlib error: data error.", hint_damaged}));
}

TEST(ArchiveDamage, NoticesCutDeflate) {
  RawEntry entry = deflated_entry("x", "1234 and some more");
  entry.stored.resize(entry.stored.size() / 2);
  EXPECT_EQ(reading(RawZip({entry}).bytes()).state, "XX001");
}

TEST(ArchiveDamage, NoticesAFileThatIsCutWhileItIsOpen) {
  const std::string bytes = RawZip({stored_entry("x", std::string(100, 'x'))}).bytes();
  const UniqueFd fd = file_of(bytes);
  const Archive archive(fd.get(), "a.zip", many);
  ASSERT_EQ(::ftruncate(fd.get(), 60), 0);
  EXPECT_EQ(caught([&] { archive.read(archive.entries()[0], 100); }),
            (Caught{"XX001", "the stored bytes of entry \"x\" of \"a.zip\" are broken",
                    "libzip says: Premature end of file.", hint_damaged}));
}

TEST(ArchiveDamage, SaysWhatTheSystemSays) {
  EXPECT_EQ(caught([] { const Archive archive(-1, "a.zip", many); }),
            (Caught{"58030", "could not open again file \"a.zip\": Bad file descriptor", "", ""}));
  const test::TempDirectory directory;
  test::write_file(directory / "a.zip", good_bundle());
  const UniqueFd unreadable(::open((directory / "a.zip").c_str(), O_WRONLY | O_CLOEXEC));
  EXPECT_EQ(caught([&] { const Archive archive(unreadable.get(), "a.zip", many); }),
            (Caught{"58030", "could not read file \"a.zip\": Bad file descriptor", "", ""}));
  // The archive's own descriptor is the lowest free one; the test makes it unreadable.
  const UniqueFd fd = file_of(good_bundle());
  const int own = UniqueFd(::dup(fd.get())).get();
  const Archive archive(fd.get(), "a.zip", many);
  ASSERT_EQ(::dup2(unreadable.get(), own), own);
  EXPECT_EQ(caught([&] { archive.read(archive.entries()[0], 100'000); }),
            (Caught{"58030", "could not read file \"a.zip\": Bad file descriptor", "", ""}));
}

}  // namespace
}  // namespace paliad::zip
